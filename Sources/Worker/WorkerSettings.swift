import Foundation

/// How a worker works.
package struct WorkerSettings: Sendable {
  /// Threads that a job's search gets where the job does not say.
  package var threads = 1
  /// How long a job is the worker's unless it renews; a third of it passes between two renewals.
  package var lease = Duration.seconds(30)
  /// How long a job that nobody told of may wait until it is found.
  package var poll = Duration.seconds(5)
  /// How long after the first signal to stop the worker is gone.
  package var drain = Duration.seconds(30)
  /// What the first retry of a failed job waits at most; twice as long each time, up to an hour.
  package var retry = Duration.seconds(10)
  /// Memory that a solver may take, in bytes of address space.
  package var memory = 8 << 30
  /// What a solver may take beyond the time of its search before it is killed.
  package var grace = Duration.seconds(120)
  /// How long a job may search that names no time of its own.
  package var longest = Duration.seconds(3600)
  /// Unique for each start of a process, so that no worker is taken for another.
  package var name: String
  /// Nil: stays until it is told to stop.
  package var jobs: Int?

  package init(name: String? = nil) {
    self.name = name ?? Self.freshName()
  }

  /// The host, the process and eight random letters.
  package static func freshName() -> String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, 255)
    let letters = "abcdefghijkmnpqrstuvwxyz23456789"
    let random = String((0..<8).compactMap { _ in letters.randomElement() })
    let end = host.firstIndex(of: 0) ?? host.endIndex
    let name = String(decoding: host[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(name.prefix(64)):\(getpid()):\(random)"
  }
}
