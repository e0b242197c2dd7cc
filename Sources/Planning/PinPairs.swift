import Training

/// Two pins of which each could be kept, but not both: by H2, H3's order and gap, H6 or H9.
struct PinPairs {
  private let facts: Facts
  private let freeze: FreezeState
  private let pins: [Pin]

  /// - Parameter pins: in the plan's order.
  init(_ pins: [Pin], _ facts: Facts, freeze: FreezeState) {
    self.pins = pins
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

  private func appointments(
    _ pins: some Sequence<Pin>, in zone: Zone
  ) -> [Appointment] {
    pins.compactMap { pin in
      guard let start = pin.start else { return nil }
      let date = zone.date(at: start)
      return Appointment(
        session: pin.session, start: start,
        end: facts.programme.end(of: pin.session, startingAt: start), date: date,
        week: facts.programme.week(of: date))
    }.sorted()
  }

  private func fault(_ one: Int, _ other: Int, _ column: String, _ message: String) -> PinFault? {
    guard freeze.binds([one, other]) else { return nil }
    let earlier = facts.programme.sessions[min(one, other)].id
    return PinFault(
      session: max(one, other), column: column, message: "with the pin of \(earlier), \(message)")
  }

  /// H2: two at a time, or two on a date where one is the most.
  private var cohortFaults: [PinFault] {
    let programme = facts.programme
    var byCohort = Array(repeating: [Pin](), count: programme.cohorts.count)
    for pin in pins {
      for cohort in programme.chain(of: pin.session).cohorts { byCohort[cohort].append(pin) }
    }
    var told: Set<Set<Int>> = []
    return byCohort.enumerated().flatMap { index, pins -> [PinFault] in
      let cohort = programme.cohorts[index]
      let appointments = appointments(pins, in: facts.cohorts[index].zone)
      let together = appointments.pairs().map {
        ($0.earlier.session, $0.later.session, "\(cohort.id) sits in both at a time")
      }
      let days = cohort.maxPerDay == 1 ? appointments.grouped(by: \.date) : []
      let sameDay = days.flatMap { day in
        zip(day, day.dropFirst()).map { earlier, later in
          (
            earlier.session, later.session,
            "\(cohort.id) has two sessions on \(later.date), and takes one a day"
          )
        }
      }
      return (together + sameDay).compactMap { earlier, later, message in
        guard told.insert([earlier, later]).inserted else { return nil }
        return fault(earlier, later, "start", message)
      }
    }
  }

  /// H3: sessions between two pinned ones have to find room there too, unless frozen ones are free.
  private var chainFaults: [PinFault] {
    let programme = facts.programme
    let started = pins.filter { $0.start != nil }
    return zip(started, started.dropFirst()).compactMap { earlier, later in
      let index = programme.sessions[earlier.session].chain
      let chain = programme.chains[index]
      guard programme.sessions[later.session].chain == index, let start = earlier.start,
        let next = later.start,
        !(earlier.session + 1...later.session).contains(where: freeze.isFrozen)
      else { return nil }
      let steps = later.session - earlier.session
      if next < start.adding(minutes: steps * programme.modules[chain.module].minutes) {
        return fault(
          earlier.session, later.session, "start", "the sessions of \(chain.id) are out of order")
      }
      guard
        ChainOrder.zoneOfShortGap(from: start, to: next, steps: steps, chain: chain, in: facts)
          != nil
      else { return nil }
      return fault(
        earlier.session, later.session, "start",
        "the sessions of \(chain.id) are less than "
          + "\(programme.modules[chain.module].minGapDays) days apart")
    }
  }

  /// H6: one lead at two places at a time, or with too little time for the way.
  private var leadFaults: [PinFault] {
    let programme = facts.programme
    return byKey(\.lead).flatMap { lead, pins -> [PinFault] in
      let id = programme.trainers[lead].id
      let margin = facts.longestTravel * 60
      return appointments(pins, in: facts.trainers[lead].zone).pairs(closerThan: margin)
        .compactMap { earlier, later -> PinFault? in
          let between = later.start.seconds - earlier.end.seconds
          let needed = TrainerTime.travelMinutes(
            betweenChain: programme.sessions[earlier.session].chain,
            and: programme.sessions[later.session].chain, in: facts)
          guard between < needed * 60 || between < 0 else { return nil }
          return fault(
            earlier.session, later.session, "lead",
            between < 0
              ? "\(id) gives both at a time"
              : "\(id) has \(between / 60) minutes for a way of \(needed)")
        }
    }
  }

  /// H9: one venue for two at a time.
  private var venueFaults: [PinFault] {
    byKey(\.venue).flatMap { venue, pins -> [PinFault] in
      let id = facts.programme.venues[venue].id
      return appointments(pins, in: facts.venues[venue].zone).pairs().compactMap {
        fault($0.earlier.session, $0.later.session, "venue", "\(id) holds both at a time")
      }
    }
  }

  /// The pins that name a trainer or a venue, by its index.
  private func byKey(_ key: KeyPath<Pin, Int?>) -> [(Int, [Pin])] {
    var groups: [Int: [Pin]] = [:]
    for pin in pins {
      if let index = pin[keyPath: key] { groups[index, default: []].append(pin) }
    }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
