import Foundation
import Synchronization
import Testing
import Worker

/// A `jadwal worker` in a process of its own, whose log is read as it comes.
final class RunningWorker: Sendable {
  struct Line: @unchecked Sendable {
    // Read only.
    let fields: [String: Any]

    var message: String { fields["message"] as? String ?? "" }
    var job: Int? { fields["job"] as? Int }
    subscript(_ name: String) -> String? { fields[name].map { "\($0)" } }
  }

  /// The executable stands beside the bundle of the tests.
  static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    let own = bundle ?? Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return own.deletingLastPathComponent().appending(path: "jadwal")
  }()

  private struct State {
    var lines: [Line] = []
    var text = ""
    var status: Int32?
  }

  let identifier: Int32
  private let process: UncheckedProcess
  private let state: SharedState
  private let bell = Bell()

  private final class SharedState: Sendable { let value = Mutex(State()) }
  private struct UncheckedProcess: @unchecked Sendable { let process: Process }

  /// Quick to find jobs and to lose them, unless `arguments` say otherwise.
  ///
  /// - Parameter prefix: a program, with its arguments, that runs it.
  init(
    _ url: String, _ arguments: [String] = [], environment: [String: String] = [:],
    through prefix: [String] = []
  ) throws {
    let process = Process()
    let command = prefix + [Self.executable.path]
    process.executableURL = URL(filePath: command[0])
    process.arguments =
      command.dropFirst() + [
        "worker", "--threads", "1", "--log-format", "json", "--lease-seconds", "1",
        "--poll-seconds", "0.2", "--retry-seconds", "0.1",
      ] + arguments
    var own = ["PATH": "/usr/bin:/bin", "DATABASE_URL": url]
    own["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    process.environment = own.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    let state = SharedState()
    process.terminationHandler = { [bell] process in
      state.value.withLock {
        $0.status =
          process.terminationReason == .exit
          ? process.terminationStatus : -process.terminationStatus
      }
      bell.ring()
    }
    try process.run()
    self.process = UncheckedProcess(process: process)
    self.state = state
    identifier = process.processIdentifier
    let reading = errors.fileHandleForReading
    Thread.detachNewThread { [bell] in
      var rest = ""
      while true {
        let data = reading.availableData
        guard !data.isEmpty else {
          // Else it stays open, here and in every process that a test starts.
          try? reading.close()
          return
        }
        rest += String(decoding: data, as: UTF8.self)
        state.value.withLock { $0.text += String(decoding: data, as: UTF8.self) }
        while let end = rest.firstIndex(of: "\n") {
          let line = rest[..<end]
          rest = String(rest[rest.index(after: end)...])
          if let fields = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
          {
            state.value.withLock { $0.lines.append(Line(fields: fields)) }
          }
        }
        bell.ring()
      }
    }
  }

  deinit { if state.value.withLock({ $0.status }) == nil { kill(identifier, SIGKILL) } }

  var lines: [Line] { state.value.withLock { $0.lines } }
  /// Jobs that it says it has completed.
  var completed: Int { lines.count { $0.message == "The job is completed" } }
  var text: String { state.value.withLock { $0.text } }

  /// Waits for a line that begins so, and tells which.
  @discardableResult
  func line(
    _ message: String, atMost time: Duration = .seconds(60),
    sourceLocation: SourceLocation = #_sourceLocation,
    where fits: (Line) -> Bool = { _ in true }
  ) async throws -> Line {
    let deadline = ContinuousClock.now + time
    while true {
      if let line = lines.first(where: { $0.message.hasPrefix(message) && fits($0) }) {
        return line
      }
      guard ContinuousClock.now < deadline, state.value.withLock({ $0.status }) == nil else {
        Issue.record("the worker did not say \(message):\n\(text)", sourceLocation: sourceLocation)
        throw CancellationError()
      }
      await bell.wait(atMost: .milliseconds(200))
    }
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for its end: the status, negative where a signal ended it.
  func end(atMost time: Duration = .seconds(60)) async throws -> Int32 {
    let deadline = ContinuousClock.now + time
    while true {
      if let status = state.value.withLock({ $0.status }) { return status }
      guard ContinuousClock.now < deadline else {
        Issue.record("the worker does not end:\n\(text)")
        throw CancellationError()
      }
      await bell.wait(atMost: .milliseconds(200))
    }
  }
}
