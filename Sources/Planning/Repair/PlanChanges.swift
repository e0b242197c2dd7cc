import Training

/// What became of each session between two plans of one programme; sessions by index, in the plan's
/// order.
package struct PlanChanges: Sendable, Equatable {
  /// At another start.
  package private(set) var retimed: [Int] = []
  /// Under another lead, or with other assistants.
  package private(set) var reassigned: [Int] = []
  /// In another venue.
  package private(set) var relocated: [Int] = []
  /// With a place in the earlier plan alone.
  package private(set) var lost: [Int] = []
  /// With a place in the later plan alone.
  package private(set) var gained: [Int] = []

  package init(from earlier: Plan, to later: Plan) {
    for session in earlier.placements.indices {
      switch (earlier.placements[session], later.placements[session]) {
      case (nil, nil): break
      case (nil, _): gained.append(session)
      case (_, nil): lost.append(session)
      case (let one?, let other?):
        if one.start != other.start { retimed.append(session) }
        if one.lead != other.lead || Set(one.assistants) != Set(other.assistants) {
          reassigned.append(session)
        }
        if one.venue != other.venue { relocated.append(session) }
      }
    }
  }

  /// Sessions that had a place and do not keep it as it was.
  package var disturbed: [Int] { Set(retimed + reassigned + relocated + lost).sorted() }

  /// Sessions that are not as they were, with a place in either plan.
  package var all: [Int] { Set(disturbed + gained).sorted() }

  /// Whether both plans are the same.
  package var isNothing: Bool { disturbed.isEmpty && gained.isEmpty }
}
