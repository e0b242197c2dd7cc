/// What the outside may watch of a search.
package struct SearchProgress: Sendable {
  package var cost: Int
  package var unplaced: Int
  /// Moves proposed by all threads.
  package var iterations: Int
}

/// The search's only doors to the outside: when to stop, and what to tell.
package protocol Watch: Sendable {
  /// Moves that each thread may propose; `Int.max` for no limit.
  var movesPerThread: Int { get }

  /// How much of the budget is spent, in 65 536ths: the cooling follows it, and 65 536 ends the
  /// search. Every thread asks some ten thousand times a second.
  ///
  /// - Parameters:
  ///   - moves: what the thread has proposed so far.
  ///   - best: the cost of the best that the thread knows.
  func spent(moves: Int, best: Int) -> Int

  /// Told at the first full timetable and at the end of every round.
  func report(_ progress: SearchProgress)
}
