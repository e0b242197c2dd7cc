import Training

/// Two pins of which each could be kept, but not both: by H2, H3's order and gap, H6 or H9.
struct PinPairs {
  /// No more faults of a dataset are reported, and n pins can make n² pairs.
  private static let limit = 100

  private let facts: Facts
  private let freeze: FreezeState
  /// Those that give a start, in the plan's order.
  private let pins: [Pin]

  init(_ pins: [Pin], _ facts: Facts, freeze: FreezeState) {
    self.pins = pins.filter { $0.start != nil }
    self.facts = facts
    self.freeze = freeze
  }

  /// Told at the later one of the two in the plan, each pair once for a rule.
  var faults: [PinFault] {
    let faults = cohortFaults + chainFaults + leadFaults + venueFaults
    return faults.enumerated().sorted {
      ($0.element.session, $0.offset) < ($1.element.session, $1.offset)
    }.map(\.element)
  }

  /// H2: two at a time, or two on a date where one is the most.
  private var cohortFaults: [PinFault] {
    let programme = facts.programme
    var byCohort = Array(repeating: [Pin](), count: programme.cohorts.count)
    for pin in pins {
      for cohort in programme.chain(of: pin.session).cohorts { byCohort[cohort].append(pin) }
    }
    var told: Set<Set<Int>> = []
    var faults: [PinFault] = []
    for (index, pins) in byCohort.enumerated() {
      let cohort = programme.cohorts[index]
      let appointments = appointments(of: pins, in: facts.cohorts[index].zone)
      let margin = cohort.maxPerDay == 1 ? 2 * 86_400 : 0
      for (earlier, later) in appointments.pairs(closerThan: margin) {
        guard faults.count < Self.limit else { return faults }
        let overlap = later.start < earlier.end
        guard overlap || earlier.date == later.date,
          told.insert([earlier.session, later.session]).inserted
        else { continue }
        faults += fault(
          earlier, later, "start",
          overlap
            ? "\(cohort.id) sits in both at a time"
            : "\(cohort.id) has two sessions on \(later.date), and takes one a day")
      }
    }
    return faults
  }

  /// H3: the sessions between two pinned ones need their room too, and their gaps.
  ///
  /// Where one after the earlier pin is frozen, H3 puts no condition on it, and the two may lie in
  /// any order.
  private var chainFaults: [PinFault] {
    let programme = facts.programme
    var faults: [PinFault] = []
    for (index, earlier) in pins.enumerated() {
      let chain = programme.chain(of: earlier.session)
      for later in pins[(index + 1)...].prefix(while: { chain.sessions.contains($0.session) }) {
        guard faults.count < Self.limit else { return faults }
        let between = earlier.session + 1...later.session
        guard !between.contains(where: freeze.isFrozen),
          let flaw = flaw(of: chain, from: earlier, to: later)
        else { continue }
        faults += fault(earlier.session, later.session, "start", flaw)
      }
    }
    return faults
  }

  private func flaw(of chain: Chain, from earlier: Pin, to later: Pin) -> String? {
    guard let start = earlier.start, let next = later.start else { return nil }
    let module = facts.programme.modules[chain.module]
    let steps = later.session - earlier.session
    if next < start.adding(minutes: steps * module.minutes) {
      return "the sessions of \(chain.id) are out of order"
    }
    let short = ChainOrder.zoneOfShortGap(
      from: start, to: next, steps: steps, chain: chain, in: facts)
    return short.map { _ in
      "the sessions of \(chain.id) are less than \(module.minGapDays) days apart"
    }
  }

  /// H6: one lead at two places at a time, or with too little time for the way.
  private var leadFaults: [PinFault] {
    let programme = facts.programme
    var faults: [PinFault] = []
    for (lead, pins) in grouped(by: \.lead) {
      let id = programme.trainers[lead].id
      let appointments = appointments(of: pins, in: facts.trainers[lead].zone)
      for (earlier, later) in appointments.pairs(closerThan: facts.longestTravel * 60) {
        guard faults.count < Self.limit else { return faults }
        let between = later.start.seconds - earlier.end.seconds
        let needed = TrainerTime.travelMinutes(
          betweenChain: programme.sessions[earlier.session].chain,
          and: programme.sessions[later.session].chain, in: facts)
        guard between < needed * 60 else { continue }
        faults += fault(
          earlier, later, "lead",
          between < 0
            ? "\(id) gives both at a time"
            : "\(id) has \(between / 60) minutes for a way of \(needed)")
      }
    }
    return faults
  }

  /// H9: one venue for two at a time.
  private var venueFaults: [PinFault] {
    var faults: [PinFault] = []
    for (venue, pins) in grouped(by: \.venue) {
      let id = facts.programme.venues[venue].id
      for (earlier, later) in appointments(of: pins, in: facts.venues[venue].zone).pairs() {
        guard faults.count < Self.limit else { return faults }
        faults += fault(earlier, later, "venue", "\(id) holds both at a time")
      }
    }
    return faults
  }
}

extension PinPairs {
  /// By start.
  private func appointments(of pins: [Pin], in zone: Zone) -> [Appointment] {
    pins.compactMap { pin in
      guard let start = pin.start else { return nil }
      let date = zone.date(at: start)
      return Appointment(
        session: pin.session, start: start,
        end: facts.programme.end(of: pin.session, startingAt: start), date: date,
        week: facts.programme.week(of: date))
    }.sorted()
  }

  /// The pins that name a trainer or a venue, by its index.
  private func grouped(by key: KeyPath<Pin, Int?>) -> [(Int, [Pin])] {
    var groups: [Int: [Pin]] = [:]
    for pin in pins {
      if let index = pin[keyPath: key] { groups[index, default: []].append(pin) }
    }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func fault(
    _ earlier: Appointment, _ later: Appointment, _ column: String, _ message: String
  ) -> [PinFault] {
    fault(
      min(earlier.session, later.session), max(earlier.session, later.session), column, message)
  }

  /// None where both are frozen: what frozen sessions break among themselves is nobody's fault.
  private func fault(_ first: Int, _ second: Int, _ column: String, _ message: String) -> [PinFault]
  {
    guard freeze.binds([first, second]) else { return [] }
    return [
      PinFault(
        session: second, column: column,
        message: "with the pin of \(facts.programme.sessions[first].id), \(message)")
    ]
  }
}
