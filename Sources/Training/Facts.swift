/// Cohorts that attend a module together.
package struct Joint: Sendable {
  package var id: String
  package var module: Int
  /// Indices in `Programme.cohorts`, in the dataset's order.
  package var cohorts: [Int]

  package init(id: String, module: Int, cohorts: [Int]) {
    self.id = id
    self.module = module
    self.cohorts = cohorts
  }
}

/// Somebody or some room is away from `from` until just before `to`.
package struct Absence: Sendable {
  package enum Who: Hashable, Sendable {
    case cohort(Int)
    case trainer(Int)
    case venue(Int)
  }

  package var who: Who
  package var from: Instant
  package var to: Instant

  package init(who: Who, from: Instant, to: Instant) {
    self.who = who
    self.from = from
    self.to = to
  }

  package func overlaps(start: Instant, end: Instant) -> Bool { start < to && from < end }
}

/// What the coordinator has fixed of a session.
package struct Pin: Sendable {
  /// Index in `Programme.sessions`.
  package var session: Int
  package var start: Instant?
  package var lead: Int?
  package var venue: Int?

  package init(session: Int, start: Instant? = nil, lead: Int? = nil, venue: Int? = nil) {
    self.session = session
    self.start = start
    self.lead = lead
    self.venue = venue
  }
}

/// A trainer or venue that a plan names: one of the dataset's, or a name that it does not hold.
package enum Party: Hashable, Sendable {
  /// Index in `Programme.trainers` or `Programme.venues`.
  case known(Int)
  case unknown(String)

  package var index: Int? {
    if case .known(let index) = self { return index }
    return nil
  }
}

/// What each unit of a cost term costs (dataset.md §1 and §4).
package struct Weights: Sendable, Equatable {
  package var unplaced = 20
  package var inequity = 20
  package var unpinned = 10_000
  package var unpreferred = 5
  package var trainerChanges = 15
  package var venueChanges = 5
  package var irregular = 4
  package var idle = 2
  package var away = 8
  package var overtime = 6
  package var moved = 10
  package var reassigned = 6
  package var relocated = 3

  package init() {}

  /// The contract's names, in its order.
  package static let names: [(name: String, path: WritableKeyPath<Weights, Int> & Sendable)] = [
    ("unplaced", \.unplaced), ("inequity", \.inequity), ("unpinned", \.unpinned),
    ("unpreferred", \.unpreferred), ("trainer_changes", \.trainerChanges),
    ("venue_changes", \.venueChanges), ("irregular", \.irregular), ("idle", \.idle),
    ("away", \.away), ("overtime", \.overtime), ("moved", \.moved),
    ("reassigned", \.reassigned), ("relocated", \.relocated),
  ]

  /// The three terms that make up coverage; the rest is comfort.
  package static let coverage: Set<String> = ["unplaced", "inequity", "unpinned"]

  package subscript(name: String) -> Int {
    get { self[keyPath: Self.path(of: name)] }
    set { self[keyPath: Self.path(of: name)] = newValue }
  }

  private static func path(of name: String) -> WritableKeyPath<Weights, Int> {
    guard let entry = names.first(where: { $0.name == name }) else {
      preconditionFailure("no cost term is called \(name)")
    }
    return entry.path
  }
}
