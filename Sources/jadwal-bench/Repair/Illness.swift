import Training

/// A trainer away for some days.
struct Illness {
  var trainer: Int
  var from: Instant
  var days: Int

  var absence: Absence {
    Absence(who: .trainer(trainer), from: from, to: from.adding(minutes: 1440 * days))
  }

  /// Some trainer, from some local midnight on; nil where that hits no session of the plan.
  static func draw(of plan: Plan, _ random: inout Draw) -> Illness? {
    let programme = plan.programme
    let trainer = random.below(programme.trainers.count)
    let date = programme.settings.startsOn.adding(
      days: random.below(7 * programme.settings.weeks))
    let illness = Illness(
      trainer: trainer, from: programme.zone(ofTrainer: trainer).beginning(of: date),
      days: random.number(in: 1...14))
    return illness.hits(in: plan).isEmpty ? nil : illness
  }

  /// The sessions that it makes impossible, by index.
  func hits(in plan: Plan) -> [Int] {
    plan.sessions(of: trainer, during: absence)
  }
}
