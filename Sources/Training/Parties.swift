/// How a module's sessions are given.
package enum Mode: String, CaseIterable, Sendable {
  /// Trainers and learners are in the room.
  case inPerson = "in_person"
  /// The learners sit in a venue, the trainers are elsewhere.
  case hybrid
  /// Nobody needs a venue.
  case online
}

/// A subject taught in a number of sessions.
package struct Module: Sendable {
  package var id: String
  package var title: String
  package var axis: String?
  package var competence: String
  package var level: Int
  /// Sessions a cohort needs, 1 … 200.
  package var sessions: Int
  /// Length of each, 1 … 1440.
  package var minutes: Int
  package var mode: Mode
  package var equipment: [String]
  /// Indices of the modules that come first.
  package var after: [Int]
  package var maxPerWeek: Int?
  package var minGapDays: Int
  package var learnersPerTrainer: Int?

  package init(
    id: String, title: String, axis: String? = nil, competence: String, level: Int, sessions: Int,
    minutes: Int, mode: Mode, equipment: [String] = [], after: [Int] = [], maxPerWeek: Int? = nil,
    minGapDays: Int = 0, learnersPerTrainer: Int? = nil
  ) {
    self.id = id
    self.title = title
    self.axis = axis
    self.competence = competence
    self.level = level
    self.sessions = sessions
    self.minutes = minutes
    self.mode = mode
    self.equipment = equipment
    self.after = after
    self.maxPerWeek = maxPerWeek
    self.minGapDays = minGapDays
    self.learnersPerTrainer = learnersPerTrainer
  }

  /// Trainers that a session of so many learners needs.
  package func trainers(for size: Int) -> Int {
    guard let learnersPerTrainer else { return 1 }
    return (size + learnersPerTrainer - 1) / learnersPerTrainer
  }
}

package enum Audience: String, CaseIterable, Sendable {
  case youth
  case youngWorkers = "young_workers"
}

/// Learners who attend together.
package struct Cohort: Sendable {
  package var id: String
  /// Index in `Programme.cities`.
  package var city: Int
  package var audience: Audience
  package var size: Int
  /// Lower-case BCP 47 tags.
  package var languages: [String]
  /// Indices in `Programme.modules`, in the dataset's order.
  package var modules: [Int]
  package var available: Windows
  package var preferred: Windows?
  package var needs: [String]
  package var groups: [String]
  package var maxPerDay: Int
  package var priority: Int

  package init(
    id: String, city: Int, audience: Audience, size: Int, languages: [String], modules: [Int],
    available: Windows, preferred: Windows? = nil, needs: [String] = [], groups: [String] = [],
    maxPerDay: Int = 2, priority: Int = 1
  ) {
    self.id = id
    self.city = city
    self.audience = audience
    self.size = size
    self.languages = languages
    self.modules = modules
    self.available = available
    self.preferred = preferred
    self.needs = needs
    self.groups = groups
    self.maxPerDay = maxPerDay
    self.priority = priority
  }
}

/// Somebody who teaches.
package struct Trainer: Sendable {
  package var id: String
  /// The home city: index in `Programme.cities`.
  package var city: Int
  /// Lower-case BCP 47 tags.
  package var languages: [String]
  /// Level by competence.
  package var skills: [String: Int]
  package var worksInPerson: Bool
  package var worksRemotely: Bool
  package var available: Windows
  /// Minutes a week wished for (`hours_week`).
  package var wishedMinutesPerWeek: Int
  package var maxMinutesPerWeek: Int
  package var maxMinutesPerDay: Int
  /// Indices in `Programme.states`, without the home state.
  package var travelsTo: [Int]
  /// Index in `Programme.partners`.
  package var partner: Int?

  package init(
    id: String, city: Int, languages: [String], skills: [String: Int], worksInPerson: Bool = true,
    worksRemotely: Bool = true, available: Windows, wishedMinutesPerWeek: Int,
    maxMinutesPerWeek: Int, maxMinutesPerDay: Int, travelsTo: [Int] = [], partner: Int? = nil
  ) {
    self.id = id
    self.city = city
    self.languages = languages
    self.skills = skills
    self.worksInPerson = worksInPerson
    self.worksRemotely = worksRemotely
    self.available = available
    self.wishedMinutesPerWeek = wishedMinutesPerWeek
    self.maxMinutesPerWeek = maxMinutesPerWeek
    self.maxMinutesPerDay = maxMinutesPerDay
    self.travelsTo = travelsTo
    self.partner = partner
  }
}

/// A room with seats.
package struct Venue: Sendable {
  package var id: String
  /// Index in `Programme.cities`.
  package var city: Int
  package var seats: Int
  package var equipment: [String]
  package var open: Windows

  package init(id: String, city: Int, seats: Int, equipment: [String] = [], open: Windows) {
    self.id = id
    self.city = city
    self.seats = seats
    self.equipment = equipment
    self.open = open
  }
}

/// A dialogue partner, whose trainers teach what its money is for.
package struct Partner: Sendable {
  package var id: String
  package var name: String
  /// Trainer minutes in all (`hours_cap`).
  package var capMinutes: Int?
  /// Indices in `Programme.states`; empty means all.
  package var states: [Int]
  /// Empty means all.
  package var axes: [String]

  package init(
    id: String, name: String, capMinutes: Int? = nil, states: [Int] = [], axes: [String] = []
  ) {
    self.id = id
    self.name = name
    self.capMinutes = capMinutes
    self.states = states
    self.axes = axes
  }
}
