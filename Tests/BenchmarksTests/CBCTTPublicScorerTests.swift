import Benchmarks
import Engine
import Foundation
import Testing

/// `Score` and the reader against the public scorer, on its instances.
@Suite(
  .enabled(
    if: PublicScorer.isPresent,
    "no ../shared/bench/cbctt beside the package, or no python3")
)
struct CBCTTPublicScorerTests {
  @Test(arguments: PublicScorer.instances)
  func scoresAreEqual(_ name: String) throws {
    let path = PublicScorer.folder.appendingPathComponent("public/\(name)").path
    let instance = try CBCTT.InstanceReader.read(contentsOf: path)
    var random = Random(seed: 1)
    let timetables = [
      CBCTT.Timetable(),
      CBCTTSamples.tidy(in: instance, using: &random),
      CBCTTSamples.scattered(in: instance, using: &random),
      CBCTTSamples.crowded(in: instance, rooms: 3, periods: instance.periodsPerDay, &random),
      CBCTTSamples.damaged(in: instance, using: &random),
    ]
    for timetable in timetables {
      let verdict = try PublicScorer.verdict(on: lines(timetable, instance), instance: path)
      let score = CBCTT.Score(timetable, of: instance)
      #expect(verdict == PublicScorer.Verdict(score))
    }
  }

  @Test func acceptTheSameFiles() throws {
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CBCTTSamples.tinyFile)))
    var random = Random(seed: 3)
    for _ in 0..<40 {
      var bytes = original
      CBCTTMutation.apply(to: &bytes, using: &random)
      let text = String(decoding: bytes, as: UTF8.self)
      let verdict = try PublicScorer.withFile(bytes) { path in
        try PublicScorer.verdict(on: "", instance: path)
      }
      do throws(CBCTT.InstanceFault) {
        let instance = try CBCTT.InstanceReader.read(bytes)
        let score = CBCTT.Score(CBCTT.Timetable(), of: instance)
        #expect(verdict == PublicScorer.Verdict(score), "\(text)")
      } catch {
        // The public scorer takes any size.
        #expect(verdict == nil || error.kind == .size, "\(error): \(text)")
      }
    }
  }

  /// Solution lines that also name what the instance does not have.
  private func lines(_ timetable: CBCTT.Timetable, _ instance: CBCTT.Instance) -> String {
    timetable.entries.map { entry in
      let isCourse = instance.courses.indices.contains(entry.course)
      let isRoom = instance.rooms.indices.contains(entry.room)
      return [
        isCourse ? instance.courses[entry.course].id : "no-such-course",
        isRoom ? instance.rooms[entry.room].id : "no-such-room",
        "\(instance.day(of: entry.period))", "\(instance.slot(of: entry.period))\n",
      ].joined(separator: " ")
    }.joined()
  }
}

/// The public scorer as another program.
private enum PublicScorer {
  /// What it prints.
  struct Verdict: Decodable, Equatable {
    var feasible: Bool
    var violations: Int
    var cost: Int
    var hard: [String: Int]
    var soft: [String: Int]

    init(_ score: CBCTT.Score) {
      feasible = score.isFeasible
      violations = score.violations
      cost = score.cost
      hard = [
        "lectures": score.lectures, "room_occupancy": score.roomOccupancy,
        "conflicts": score.conflicts, "availability": score.availability, "entries": score.entries,
      ]
      soft = [
        "room_capacity": score.roomCapacity, "minimum_working_days": score.minimumWorkingDays,
        "curriculum_compactness": score.curriculumCompactness,
        "room_stability": score.roomStability,
      ]
    }
  }

  static let folder = CBCTTSamples.packageRoot.appendingPathComponent("../shared/bench/cbctt")
    .standardizedFileURL
  private static let script = folder.appendingPathComponent("score.py").path

  private static let python: String? =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)

  static let instances: [String] =
    (((try? FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("public").path)) ?? [])
    .filter { $0.hasSuffix(".ctt") }).sorted()

  static var isPresent: Bool {
    python != nil && !instances.isEmpty && FileManager.default.isReadableFile(atPath: script)
  }

  /// Nil where it cannot read the instance.
  static func verdict(on solution: String, instance: String) throws -> Verdict? {
    try withFile(Array(solution.utf8)) { path in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try #require(python))
      process.arguments = ["-BIS", script, "--json", instance, path]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let printed = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      if process.terminationStatus == 2 { return nil }
      return try JSONDecoder().decode(Verdict.self, from: printed)
    }
  }

  static func withFile<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cbctt-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try body(file.path)
  }
}
