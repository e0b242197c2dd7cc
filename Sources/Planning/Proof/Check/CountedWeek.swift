/// Somebody's time that is limited.
enum CountedHolder: Hashable {
  /// Minutes; weeks count from 0.
  case trainer(Int, week: Int)
  /// Minutes.
  case venue(Int, week: Int)
  /// Sessions.
  case cohort(Int, week: Int)
  /// Minutes of all its trainers.
  case partner(Int)
}

/// A week of a chain by the calendar of its first cohort: how many of its sessions can be in it, and
/// who could serve one of them, each by itself.
struct CountedWeek {
  struct Candidate {
    var party: Int
    /// By its own calendar, the weeks in which it could serve.
    var weeks: Set<Int>
  }

  var week: Int
  var room: Int
  /// Those who can assist, the leads among them.
  var staff: [Candidate] = []
  var leads: Set<Int> = []
  /// Empty where no venue is needed.
  var venues: [Candidate] = []
  var cohorts: [Candidate] = []
}

/// A chain's sessions that are not frozen, and where they could be.
struct CountedChain {
  var open: [Int]
  var minutes: Int
  var trainerCount: Int
  /// Places in the grid, ascending.
  var starts: [Int] = []
  /// Those with room, ascending.
  var weeks: [CountedWeek] = []
}
