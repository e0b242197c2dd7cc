import Training

/// A value in `pinned.csv` that no plan could keep.
package struct PinFault: Sendable, Equatable {
  /// Index in `Programme.sessions`: whose row it is.
  package var session: Int
  /// `start`, `lead` or `venue`.
  package var column: String
  package var message: String
}

/// The faults of dataset.md §6 that pins can have by the rules.
package struct PinChecks {
  private let facts: Facts
  private let freeze: FreezeState

  package init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
  }

  /// In the plan's order: what each pin breaks by itself, then what two pins break together.
  ///
  /// A frozen session owes its pin only that it says the same; H12 excuses the rest.
  package var faults: [PinFault] {
    let pins = facts.programme.pins.values.sorted { $0.session < $1.session }
    return pins.flatMap { pin in
      freeze.isFrozen(pin.session) ? faultsOfFrozen(pin) : faultsOfFree(pin)
    } + PinPairs(pins, facts, freeze: freeze).faults
  }

  private func faultsOfFrozen(_ pin: Pin) -> [PinFault] {
    let programme = facts.programme
    guard let previous = programme.previous[pin.session] else { return [] }
    let id = programme.sessions[pin.session].id
    var faults: [PinFault] = []
    if let start = pin.start, start != previous.start {
      faults.append(
        PinFault(
          session: pin.session, column: "start",
          message: "\(id) is frozen at \(zone(of: pin).moment(previous.start))"))
    }
    if let lead = pin.lead, .known(lead) != previous.lead {
      faults.append(
        PinFault(
          session: pin.session, column: "lead",
          message: "\(id) is frozen with \(programme.name(ofTrainer: previous.lead))"))
    }
    if let venue = pin.venue, .known(venue) != previous.venue {
      let frozen = previous.venue.map(programme.name(ofVenue:))
      faults.append(
        PinFault(
          session: pin.session, column: "venue",
          message: frozen.map { "\(id) is frozen in \($0)" } ?? "\(id) is frozen without a venue"))
    }
    return faults
  }

  private func faultsOfFree(_ pin: Pin) -> [PinFault] {
    func fault(_ column: String) -> (String) -> PinFault {
      { PinFault(session: pin.session, column: column, message: $0) }
    }
    return startFlaws(of: pin).map(fault("start")) + leadFlaws(of: pin).map(fault("lead"))
      + venueFlaws(of: pin).map(fault("venue"))
  }

  /// H1, and H12 for a start before `freeze_until`.
  private func startFlaws(of pin: Pin) -> [String] {
    guard let start = pin.start else { return [] }
    let programme = facts.programme
    let end = programme.end(of: pin.session, startingAt: start)
    var flaws: [String] = []
    if !freeze.admits(pin.session, at: start), let until = freeze.until {
      flaws.append("the session is not frozen, and starts before \(zone(of: pin).moment(until))")
    }
    if !CohortTime.isOnGrid(start, of: programme) {
      flaws.append("off the grid of \(programme.settings.gridMinutes) minutes")
    }
    for cohort in programme.chain(of: pin.session).cohorts {
      let availability = facts.cohorts[cohort]
      let moment = availability.zone.moment(start)
      if !CohortTime.isInHorizon(start, ofCohort: cohort, in: facts) {
        flaws.append("\(moment) is outside the programme's \(programme.settings.weeks) weeks")
      }
      flaws += availability.obstacles(from: start, to: end).map {
        "\(moment) is \($0.told(of: programme.cohorts[cohort].id, in: availability.zone))"
      }
    }
    return flaws
  }

  /// H5, the first half of H10, and where a start is given the first sentence of H6.
  private func leadFlaws(of pin: Pin) -> [String] {
    guard let lead = pin.lead else { return [] }
    let programme = facts.programme
    let chain = programme.sessions[pin.session].chain
    let id = programme.trainers[lead].id
    let level = Qualification.leadLevel(ofChain: chain, in: facts)
    var flaws = Qualification.shortcomings(
      ofTrainer: lead, chain: chain, level: level, in: facts
    ).map { "\(id) \($0.told(chain: chain, in: facts))" }
    flaws += PartnerLimits.flaws(ofTrainer: lead, chain: chain, in: facts).map { "\(id)'s \($0)" }
    if let start = pin.start {
      let availability = facts.trainers[lead]
      let end = programme.end(of: pin.session, startingAt: start)
      flaws += availability.obstacles(from: start, to: end).map {
        "\(availability.zone.moment(start)) is \($0.told(of: id, in: availability.zone))"
      }
    }
    return flaws
  }

  /// H9.
  private func venueFlaws(of pin: Pin) -> [String] {
    guard let venue = pin.venue else { return [] }
    let programme = facts.programme
    let chain = programme.sessions[pin.session].chain
    guard VenueFit.needsVenue(chain: chain, in: facts) else {
      return ["\(programme.sessions[pin.session].id) is online and has no venue"]
    }
    var flaws = VenueFit.staticFlaws(ofVenue: venue, chain: chain, in: facts).map {
      "\(programme.sessions[pin.session].id) \($0)"
    }
    if let start = pin.start {
      let availability = facts.venues[venue]
      let end = programme.end(of: pin.session, startingAt: start)
      flaws += availability.obstacles(from: start, to: end).map {
        "\(availability.zone.moment(start)) is "
          + $0.told(of: programme.venues[venue].id, in: availability.zone)
      }
    }
    return flaws
  }

  private func zone(of pin: Pin) -> Zone {
    facts.programme.zone(of: facts.programme.chain(of: pin.session))
  }
}
