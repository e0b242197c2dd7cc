import Training

/// Something that may stand in the way of a session: a fact of the dataset, or where another session is.
package enum Fact: Hashable, Sendable {
  /// A session lies within one local date of everybody in it: no hours that a dataset can give change it.
  case midnight
  /// The weekly hours of a cohort, a trainer or a venue.
  case hours(Concern)
  /// A row of the closures: whom it closes cannot come.
  case closure(Int)
  /// A row of the absences.
  case absence(Int)
  /// No session that is not frozen starts before `freeze_until`.
  case freeze
  case pinnedStart
  case pinnedLead
  case pinnedVenue
  /// A session that comes before or after it, with the days between.
  case order(Int)
  /// As many sessions of the course as it may have a week.
  case weekly
  /// Other sessions of a cohort, a trainer or a venue at the time, a trainer's with the way between.
  case busy(Concern)
  /// As much as a cohort or a trainer takes a day.
  case dayLimit(Concern)
  /// As much as a trainer gives a week.
  case weekLimit(trainer: Int)
  /// A trainer's rest between two days.
  case rest(trainer: Int)
  /// What a partner pays for in all.
  case partnerCap(Int)
  /// The states and topics that a partner pays for.
  case partnerRules(Int)
  /// The competence that the module needs, at its level.
  case skill
  /// The languages of the cohorts.
  case language
  /// In person or remotely, as the module is given.
  case mode
  /// In which states trainers teach in person.
  case travel
  /// A seat for each learner.
  case seats
  /// What the module and the cohorts need in a room.
  case equipment
}

extension Fact {
  /// How hard it is to change, told apart by kind: another session is moved sooner than a language
  /// learnt.
  var weight: Int {
    switch self {
    case .busy, .order, .pinnedStart, .pinnedLead, .pinnedVenue: 1
    case .hours, .dayLimit, .weekLimit, .weekly, .rest: 2
    case .absence, .partnerCap, .travel, .mode, .freeze: 3
    case .seats, .equipment, .partnerRules: 4
    case .closure, .skill, .language: 5
    case .midnight: 6
    }
  }

  /// Which facts are left out first where others say enough: what remains is short and plain.
  var plainness: Int {
    switch self {
    case .hours(.cohort), .midnight: 9
    case .skill, .language, .mode, .travel, .seats, .equipment: 8
    case .order, .freeze, .pinnedStart, .pinnedLead, .pinnedVenue: 7
    case .busy(.cohort), .dayLimit(.cohort), .weekly: 6
    case .closure: 5
    case .partnerRules, .partnerCap: 4
    case .hours, .absence: 3
    case .busy: 2
    case .dayLimit, .weekLimit, .rest: 1
    }
  }
}
