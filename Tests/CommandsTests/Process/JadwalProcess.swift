import Foundation
import Synchronization
import Testing

/// Everything that is tried on the built executable, one process at a time: a test machine may have
/// one core, and a search takes all it gets.
@Suite("The executable", .serialized)
struct ExecutableTests {}

/// How a process ended and what it said.
struct ProcessResult {
  var status: Int32
  var wasKilled: Bool
  var output: String
  var errors: String

  /// The one JSON document on standard output.
  func json() throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}

/// The built `jadwal`, run as people run it.
final class JadwalProcess {
  /// The executable stands beside the bundle of the tests.
  static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    let own = bundle ?? Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return own.deletingLastPathComponent().appending(path: "jadwal")
  }()

  let process = Process()
  private let scratch: Scratch
  private let outputFile: URL
  private let errorFile: URL
  private let writers: [FileHandle]
  private let ending = AsyncStream<Void>.makeStream()

  /// Ready to start in `scratch`, with both of its outputs in files.
  init(_ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]) throws {
    self.scratch = scratch
    outputFile = scratch.logs.appending(path: "\(UUID().uuidString).out")
    errorFile = scratch.logs.appending(path: "\(UUID().uuidString).err")
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = scratch.url
    var all = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "NO_COLOR", "TERM"] { all[name] = nil }
    process.environment = all.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    writers = try [Self.writer(outputFile), Self.writer(errorFile)]
    process.standardOutput = writers[0]
    process.standardError = writers[1]
    process.terminationHandler = { [ending] _ in ending.continuation.finish() }
  }

  func start() throws {
    // The process has its own by then.
    defer { for writer in writers { try? writer.close() } }
    try process.run()
  }

  /// Waits for the end.
  func end() async throws -> ProcessResult {
    for await _ in ending.stream {}
    return ProcessResult(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  private static func writer(_ file: URL) throws -> FileHandle {
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }
}

/// Runs `jadwal` with `arguments` in the scratch folder, from start to end.
@discardableResult
func jadwal(
  _ arguments: String..., in scratch: Scratch, environment: [String: String] = [:]
) async throws -> ProcessResult {
  let process = try JadwalProcess(arguments, in: scratch, environment: environment)
  try process.start()
  return try await process.end()
}

/// Runs a line of shell in which `$jadwal` is the executable.
@discardableResult
func shell(_ line: String, in scratch: Scratch) async throws -> ProcessResult {
  let process = try JadwalProcess(
    ["-c", line], in: scratch, environment: ["jadwal": JadwalProcess.executable.path])
  process.process.executableURL = URL(fileURLWithPath: "/bin/sh")
  try process.start()
  return try await process.end()
}
