import Faults
import Foundation

extension KillableServer {
  /// One of a test's own, which waits for the disk.
  convenience init(_ settings: String...) throws {
    try self.init(by: WorkerOffice.script, isDurable: true, settings)
  }

  /// Kills it, and starts it again with its clock put to a moment (RFC 3339), from which it goes on.
  func restart(at moment: String) throws {
    let seconds = try Date(moment, strategy: .iso8601).timeIntervalSinceNow
    try kill()
    try restart(
      in: "LD_PRELOAD=\(FakeTime.library) FAKETIME=\(seconds < 0 ? "" : "+")\(seconds) "
        + "DONT_FAKE_MONOTONIC=1")
  }
}
