import Faults

extension KillableServer {
  /// One of a test's own, which waits for the disk.
  convenience init(_ settings: String...) throws {
    try self.init(by: WorkerOffice.script, isDurable: true, settings)
  }

  /// One whose clock was put to a moment (UTC) when it started.
  convenience init(at moment: String) throws {
    try self.init(by: Self.clock(moment) + WorkerOffice.script, isDurable: true)
  }

  /// Kills it, and starts it again at another moment.
  func restart(at moment: String) throws {
    try kill()
    try shellOutput("\(Self.clock(moment)) \(WorkerOffice.script) --name \(name) restart")
  }

  private static func clock(_ moment: String) -> String {
    "TZ=UTC LD_PRELOAD=\(FakeTime.library) FAKETIME='@\(moment)' DONT_FAKE_MONOTONIC=1 "
  }
}
