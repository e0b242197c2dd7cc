import Foundation

/// A `jadwal` that runs beside the test.
final class Invocation {
  private let process = Process()
  private let files: [URL]

  init(_ arguments: [String], url: String) throws {
    process.executableURL = RunningWorker.executable
    process.arguments = arguments
    var own = ["DATABASE_URL": url]
    own["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    process.environment = own
    process.standardInput = FileHandle.nullDevice
    let folder = FileManager.default.temporaryDirectory
    files = ["out", "err"].map { folder.appending(path: "jadwal-\(UUID().uuidString).\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  deinit { for file in files { try? FileManager.default.removeItem(at: file) } }

  func end() -> (status: Int32, output: String, errors: String) {
    process.waitUntilExit()
    let texts = files.map { file in
      String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
    return (process.terminationStatus, texts[0], texts[1])
  }
}

/// Runs `jadwal` to its end, with nothing in its environment but `DATABASE_URL`.
func jadwal(
  _ arguments: String..., url: String
) throws -> (status: Int32, output: String, errors: String) {
  try Invocation(arguments, url: url).end()
}
