import Training

/// Whose sessions are handed out: a party's, by its id, or all.
package enum Recipient: Hashable, Sendable {
  case everybody
  case cohort(String)
  case trainer(String)
  case venue(String)

  package func takesPart(in meeting: Meeting) -> Bool {
    switch self {
    case .everybody: true
    case .cohort(let id): meeting.cohorts.contains(id)
    case .trainer(let id): meeting.trainers.contains(id)
    case .venue(let id): meeting.venue == id
    }
  }

  /// `trainer`, as options and documents call the kind.
  package var kind: String {
    switch self {
    case .everybody: "everybody"
    case .cohort: "cohort"
    case .trainer: "trainer"
    case .venue: "venue"
    }
  }

  /// Nil for everybody.
  package var id: String? {
    switch self {
    case .everybody: nil
    case .cohort(let id), .trainer(let id), .venue(let id): id
    }
  }

  /// `Trainer T-VN-03`, `All sessions`.
  package var title: String {
    id.map { "\(kind.prefix(1).uppercased())\(kind.dropFirst()) \($0)" } ?? "All sessions"
  }

  /// The city whose clock a party reads; nil for everybody, and where the dataset has no such party.
  func city(in programme: Programme) -> City? {
    let city: Int? =
      switch self {
      case .everybody: nil
      case .cohort(let id): programme.cohorts.first { $0.id == id }?.city
      case .trainer(let id): programme.trainers.first { $0.id == id }?.city
      case .venue(let id): programme.venues.first { $0.id == id }?.city
      }
    return city.map { programme.cities[$0] }
  }
}
