import Postgres

extension Database {
  /// Has the server look at what was stored just now, where that is much: until then it takes it for
  /// next to nothing, and looks through all of it for each row.
  ///
  /// What was stored stays so whatever becomes of this, which the server does by itself some minutes
  /// later.
  func gatherStatistics(after rows: Int) {
    guard rows >= 1_000 else { return }
    _ = try? read("SELECT jadwal.gather_statistics()")
  }
}
