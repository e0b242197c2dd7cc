/// What the outside may watch of a search.
package struct Progress: Sendable {
  package var cost: Int
  package var unplaced: Int
  /// Moves proposed by all threads.
  package var iterations: Int
}

/// The search's only doors to the outside: when to stop, and what to tell.
package protocol Watch: Sendable {
  /// How much of the budget is spent once a thread has proposed so many moves, in 65 536ths: the
  /// cooling follows it, and 65 536 ends the search. Asked by every thread some thousand times a
  /// second.
  func spent(iterations: Int) -> Int

  /// Told at the first full timetable and at every exchange of the threads.
  func report(_ progress: Progress)
}
