import Training

extension DatasetDraft {
  /// One to three days away, for some cohorts, trainers and venues.
  mutating func drawAbsences() {
    var draw = draw("absences")
    func drawSome(_ count: Int, percent: Int, who: (Int) -> Absence.Who, city: (Int) -> Int)
      -> [Absence]
    {
      let chosen = draw.shuffled(Array(0..<count)).prefix(max(1, count * percent / 100))
      return chosen.sorted().map { index in
        let day = draw.below(7 * settings.weeks)
        let noon = draw.chance(30) ? 720 : 0
        let wall = WallTime(Self.startsOn.adding(days: day), minute: noon)
        let offset = cities[city(index)].zone.offset(at: Instant(seconds: wall.seconds))
        let from = Instant(seconds: wall.seconds - offset)
        return Absence(
          who: who(index), from: from, to: from.adding(minutes: 1440 * draw.number(in: 1...3)))
      }
    }
    absences =
      drawSome(cohorts.count, percent: 6, who: { .cohort($0) }, city: { cohorts[$0].city })
      + drawSome(trainers.count, percent: 12, who: { .trainer($0) }, city: { trainers[$0].city })
      + drawSome(venues.count, percent: 9, who: { .venue($0) }, city: { venues[$0].city })
  }
}
