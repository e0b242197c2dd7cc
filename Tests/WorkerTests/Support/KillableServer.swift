import Faults

extension KillableServer {
  /// One of a test's own, which waits for the disk.
  convenience init(_ settings: String...) throws {
    try self.init(by: WorkerOffice.script, isDurable: true, settings)
  }
}
