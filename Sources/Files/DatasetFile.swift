/// The files of a dataset, in the order of the contract's table (dataset.md §1).
package enum DatasetFile: String, CaseIterable, Sendable {
  case programme = "programme.yaml"
  case states = "states.csv"
  case cities = "cities.csv"
  case travel = "travel.csv"
  case closures = "closures.csv"
  case modules = "modules.csv"
  case cohorts = "cohorts.csv"
  case trainers = "trainers.csv"
  case venues = "venues.csv"
  case partners = "partners.csv"
  case joint = "joint.csv"
  case absences = "absences.csv"
  case pinned = "pinned.csv"
  case previous = "previous.csv"

  package var name: String { rawValue }

  package var isRequired: Bool {
    switch self {
    case .programme, .states, .cities, .modules, .cohorts, .trainers, .venues: true
    case .travel, .closures, .partners, .joint, .absences, .pinned, .previous: false
    }
  }

  private static let ranks = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1.name, $0) })

  /// Where the file stands in the table; files that are not part of a dataset come last.
  static func rank(of name: String) -> Int { ranks[name] ?? allCases.count }
}
