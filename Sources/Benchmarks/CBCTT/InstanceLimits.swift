extension CBCTT {
  /// The most that the reader takes, so that no file costs more than a bounded time and memory.
  ///
  /// All are ten times the largest instances of the field and more.
  package enum InstanceLimits {
    package static let bytes = 16 << 20
    package static let bytesPerWord = 1000
    package static let courses = 10_000
    package static let rooms = 10_000
    package static let curricula = 50_000
    /// Days times periods per day; each of the two alone, where there are none of the other.
    package static let periods = 2_000
    /// Lectures of all courses.
    package static let lectures = 100_000
    /// Courses of all curricula, each counted as often as it is named.
    package static let memberships = 1_000_000
  }
}
