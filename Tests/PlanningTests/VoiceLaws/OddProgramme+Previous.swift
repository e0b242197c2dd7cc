import Planning
import TestSupport
import Training

@testable import Engine

extension OddProgramme {
  /// A programme with a plan in force that some of today's data contradict.
  static func makeInForce(seed: UInt64) -> Programme {
    var odd = OddProgramme(seed: seed)
    odd.draw()
    odd.drawPrevious()
    odd.drawFreeze()
    odd.changeData()
    return odd.programme
  }

  /// Most of a first timetable, with rows that somebody wrote by hand.
  private mutating func drawPrevious() {
    let compiled = CompiledProgramme(programme)
    let workbench = Workbench(compiled.problem)
    construct(on: workbench, random: &random) { false }
    let placements = compiled.plan(workbench.solution).placements
    let known = placements.compactMap(\.self)
    for (session, placement) in placements.enumerated() {
      guard var row = placement ?? (once(in: 3) ? handwritten(for: session) : nil) else { continue }
      if once(in: 10) { continue }
      if once(in: 4) { change(&row, among: known) }
      previous[compiled.programme.sessions[session].id] = row
    }
  }

  /// A row for a session that has no place, whatever the rules say.
  private mutating func handwritten(for session: Int) -> Placement {
    let isOnline = programme.module(of: session).mode == .online
    return Placement(
      start: instant(fromDay: -9, toDay: 40, isOnGrid: once(in: 2)),
      lead: .known(random.below(trainers.count)),
      assistants: once(in: 3) ? [.known(random.below(trainers.count))] : [],
      venue: isOnline || venues.isEmpty ? nil : .known(random.below(venues.count)))
  }

  private mutating func change(_ row: inout Placement, among known: [Placement]) {
    switch random.below(9) {
    case 0: row.lead = .unknown("gone")
    case 1: row.venue = .unknown("demolished")
    case 2: row.start = row.start.adding(minutes: 7)
    case 3: row.start = instant(fromDay: -20, toDay: -1, isOnGrid: false)
    case 4 where !known.isEmpty: row.start = pick(known).start
    case 5 where !known.isEmpty:
      let other = pick(known)
      row.start = other.start.adding(minutes: 20)
      row.lead = other.lead
    case 6: row.assistants.append(pick([row.lead, .known(0), .unknown("gone too")]))
    case 7 where !venues.isEmpty: row.venue = .known(random.below(venues.count))
    default: row.lead = .known(random.below(trainers.count))
    }
  }

  private mutating func drawFreeze() {
    guard random.below(5) > 0 else { return }
    let until = instant(fromDay: once(in: 4) ? -1 : 2, toDay: 3 + 4 * settings.weeks)
    settings.freezeUntil = until
    // Pins of frozen sessions would have to agree with them.
    for (id, row) in previous where row.start < until { pins[id] = nil }
    if random.below(3) > 0 {
      let heldUntil = until.adding(minutes: -random.below(4000))
      settings.heldUntil = heldUntil
      holdOdd(before: heldUntil)
    }
  }

  /// What has been held stands, whoever has left and whatever met in it.
  private mutating func holdOdd(before heldUntil: Instant) {
    let held = previous.filter { $0.value.start < heldUntil }.sorted { $0.key < $1.key }
    for (id, old) in held where once(in: 3) {
      var row = old
      change(&row, among: held.map(\.value))
      if row.start < heldUntil { previous[id] = row }
    }
  }

  /// Less room than the plan in force was made with.
  private mutating func changeData() {
    if once(in: 2) { drawAbsences() }
    for index in partners.indices where once(in: 3) { partners[index].capMinutes = 60 }
    for index in cohorts.indices where once(in: 4) { cohorts[index].maxPerDay = 1 }
    for index in trainers.indices where once(in: 4) {
      trainers[index].maxMinutesPerWeek = 120
      trainers[index].maxMinutesPerDay = 60
    }
    for index in venues.indices where once(in: 6) { venues[index].seats = 6 }
    for index in modules.indices where once(in: 6) { modules[index].maxPerWeek = 1 }
    for index in modules.indices where once(in: 6) { modules[index].minGapDays = 5 }
  }
}
