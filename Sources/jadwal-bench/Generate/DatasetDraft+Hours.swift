import Training

extension DatasetDraft {
  /// Cuts or stretches every trainer's hours until a rough plan leaves out the share asked for:
  /// none at tightness 0, one session in twenty at 0.5, one in five at 1.
  ///
  /// Some sessions find no place there however long the trainers work; they come on top.
  ///
  /// - Parameter isOver: asked before each rough plan; once it says so, the hours stay at the nearest
  ///   share found that leaves out no more than asked for.
  /// - Returns: whether it came to its end.
  mutating func makeHoursScarce(tightness: Double, isOver: () -> Bool) -> Bool {
    let share = tightness * tightness * 0.2
    let drawn = trainers
    let rough = RoughPlan(self)
    var low = 15
    var high = 240
    scaleHours(of: drawn, percent: high)
    if isOver() { return false }
    let target = rough.shareUnplaced(trainers: trainers) + share
    var isWhole = true
    for _ in 0..<7 {
      if isOver() {
        isWhole = false
        break
      }
      let percent = (low + high) / 2
      scaleHours(of: drawn, percent: percent)
      let unplaced = rough.shareUnplaced(trainers: trainers)
      if unplaced > target { low = percent } else { high = percent }
    }
    scaleHours(of: drawn, percent: high)
    return isWhole
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
