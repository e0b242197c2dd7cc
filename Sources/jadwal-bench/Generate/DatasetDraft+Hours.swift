import Training

extension DatasetDraft {
  /// Cuts or stretches every trainer's hours until a rough plan leaves out the share asked for:
  /// none at tightness 0, one session in twenty at 0.5, one in five at 1.
  ///
  /// Some sessions find no place there however long the trainers work; they come on top.
  mutating func makeHoursScarce(tightness: Double) {
    let share = tightness * tightness * 0.2
    let drawn = trainers
    let rough = RoughPlan(self)
    var low = 15
    var high = 240
    scaleHours(of: drawn, percent: high)
    let target = rough.shareUnplaced(trainers: trainers) + share
    for _ in 0..<7 {
      let percent = (low + high) / 2
      scaleHours(of: drawn, percent: percent)
      let unplaced = rough.shareUnplaced(trainers: trainers)
      if unplaced > target { low = percent } else { high = percent }
    }
    scaleHours(of: drawn, percent: high)
  }

  /// Whole hours; at least what any one chain may ask of a trainer in a week.
  private mutating func scaleHours(of drawn: [Trainer], percent: Int) {
    for (index, trainer) in drawn.enumerated() {
      let extra = trainer.maxMinutesPerWeek - trainer.wishedMinutesPerWeek
      let wished = max(4, (trainer.wishedMinutesPerWeek * percent + 3000) / 6000)
      let most = max(6, wished + max(1, (extra * percent + 3000) / 6000))
      trainers[index].wishedMinutesPerWeek = 60 * min(60, wished)
      trainers[index].maxMinutesPerWeek = 60 * min(72, most)
    }
  }
}
