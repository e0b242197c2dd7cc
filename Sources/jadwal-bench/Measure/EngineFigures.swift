/// What was measured of the engine on one instance.
struct EngineFigures: Codable, Sendable {
  /// Moves in some CPU time of one thread.
  struct Moves: Codable, Sendable {
    var name: String
    var proposed: Int
    /// Came to a change of cost: the others' draws led nowhere or broke a hard rule.
    var evaluated: Int
    var kept: Int
    /// Moves, times and candidates whose cost was worked out.
    var alternatives: Int
    var seconds: Double

    var proposedPerSecond: Double { seconds > 0 ? Double(proposed) / seconds : 0 }
    var evaluatedPerSecond: Double { seconds > 0 ? Double(evaluated) / seconds : 0 }
    var alternativesPerSecond: Double { seconds > 0 ? Double(alternatives) / seconds : 0 }
    /// Of a proposal.
    var nanoseconds: Double { proposed > 0 ? seconds * 1e9 / Double(proposed) : 0 }
  }

  /// A search from the beginning with so many threads.
  struct Threads: Codable, Sendable {
    var threads: Int
    /// Wall time of the moves.
    var seconds: Double
    /// CPU time of all threads in that time: less than the threads' share tells of a busy machine.
    var cpuSeconds: Double
    var moves: Int
    var cost: Int
  }

  var name: String
  var activities: Int
  var resources: Int
  var options: Int
  /// CPU time from what was read to a problem, and from there to the first full plan.
  var compileSeconds: Double
  var constructionSeconds: Double
  var tableBytes: Int
  /// Of the process, whatever it measured before.
  var peakBytes: Int
  /// Of the plan that the moves are measured from.
  var annealedCost: Int
  var unplaced: Int
  var neighbourhoods: [Moves]
  /// All of them, drawn as the search draws them.
  var mix: Moves?
  /// The C kernel from the same plan, where it knows the problem.
  var kernel: Moves?
  var threads: [Threads]
}
