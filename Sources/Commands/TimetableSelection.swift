import Training

/// Whose sessions a timetable shows; an index is one of the programme's.
package enum TimetableSelection: Hashable, Sendable {
  case cohort(Int)
  case trainer(Int)
  case venue(Int)
  case state(Int)
  case programme

  /// Whether a session that is placed is one of them.
  func holds(_ session: Int, _ placement: Placement, in programme: Programme) -> Bool {
    switch self {
    case .trainer(let trainer): placement.trainers.contains(.known(trainer))
    case .venue(let venue): placement.venue == .known(venue)
    default: asks(for: session, in: programme)
    }
  }

  /// Whether a session without a place is missed by the selection; a trainer or a venue misses
  /// only what was fixed to them (H11).
  func asks(for session: Int, in programme: Programme) -> Bool {
    switch self {
    case .cohort(let cohort): return programme.chain(of: session).cohorts.contains(cohort)
    case .trainer(let trainer): return programme.pins[session]?.lead == trainer
    case .venue(let venue): return programme.pins[session]?.venue == venue
    case .state(let state):
      return programme.chain(of: session).cohorts.contains {
        programme.cities[programme.cohorts[$0].city].state == state
      }
    case .programme: return true
    }
  }

  /// The zone that a session's times are told in: that of the party, and for a state or the whole
  /// programme that of the session's first cohort there.
  func zone(of session: Int, in programme: Programme) -> Zone {
    let chain = programme.chain(of: session)
    switch self {
    case .cohort(let cohort): return programme.zone(ofCohort: cohort)
    case .trainer(let trainer): return programme.zone(ofTrainer: trainer)
    case .venue(let venue): return programme.cities[programme.venues[venue].city].zone
    case .state(let state):
      let first = chain.cohorts.first {
        programme.cities[programme.cohorts[$0].city].state == state
      }
      return first.map { programme.zone(ofCohort: $0) } ?? programme.zone(of: chain)
    case .programme: return programme.zone(of: chain)
    }
  }

  /// What is shown, in a line: `Cohort JKT-Y3 · Jakarta, Indonesia · 15 learners`.
  func heading(in programme: Programme) -> String {
    func place(_ city: Int) -> String {
      "\(programme.cities[city].name), \(programme.states[programme.cities[city].state].name)"
    }
    switch self {
    case .cohort(let index):
      let cohort = programme.cohorts[index]
      return "Cohort \(cohort.id) · \(place(cohort.city)) · \(cohort.size) learners"
    case .trainer(let index):
      return "Trainer \(programme.trainers[index].id) · \(place(programme.trainers[index].city))"
    case .venue(let index):
      let venue = programme.venues[index]
      return "Venue \(venue.id) · \(place(venue.city)) · \(venue.seats) seats"
    case .state(let index):
      return "\(programme.states[index].name) (\(programme.states[index].code))"
    case .programme: return "The whole programme"
    }
  }
}

extension TimetableSelection {
  /// The party of whichever id is given; nil where none is.
  ///
  /// - Throws: usage, with the nearest name, where the dataset has no such party.
  static func party(
    cohort: String?, trainer: String?, venue: String?, in programme: Programme
  ) throws(Failure) -> TimetableSelection? {
    if let cohort {
      return .cohort(try find(cohort, "cohort", among: programme.cohorts.map(\.id)))
    }
    if let trainer {
      return .trainer(try find(trainer, "trainer", among: programme.trainers.map(\.id)))
    }
    if let venue { return .venue(try find(venue, "venue", among: programme.venues.map(\.id))) }
    return nil
  }

  static func find(_ id: String, _ kind: String, among ids: [String]) throws(Failure) -> Int {
    if let index = ids.firstIndex(of: id) { return index }
    throw Failure("--\(kind): the dataset has no", unknown: id, among: ids)
  }
}
