extension CBCTT {
  /// When and where lectures are held. It may be wrong in any way; `Score` says how.
  package struct Timetable: Hashable, Sendable {
    /// One lecture. Lectures of a course are alike, so only the course is told.
    package struct Entry: Hashable, Sendable {
      package var course: Int
      package var room: Int
      package var period: Int

      package init(course: Int, room: Int, period: Int) {
        self.course = course
        self.room = room
        self.period = period
      }
    }

    /// In any order.
    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }
  }
}
