import Training

extension Zone {
  /// `Mon 2026-08-03 09:00 (Asia/Bangkok)`: how sentences tell a time.
  package func moment(_ instant: Instant) -> String {
    let wall = wallTime(at: instant)
    return "\(wall.date.weekdayName) \(wall.date) \(wall.clock) (\(identifier))"
  }
}
