import Foundation
import TestSupport
import Testing

@testable import Postgres

extension ExecutableTests {
  /// Datasets and plans of every kind, through the database and back.
  @Suite(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
  struct RoundTrips {
    private let test: TestDatabase
    private let environment: [String: String]

    init() throws {
      test = try TestDatabase()
      environment = ["DATABASE_URL": test.url(as: try test.login("ana", in: "jadwal_coordinator"))]
    }

    /// What `jadwal-bench generate` is asked for, or a dataset of the tests.
    @Test(arguments: [
      "small", "example", "--size s --seed 1", "--size s --seed 2 --joint --absences --partners",
      "--size s --seed 3 --tightness 0.9 --joint", "--size m --seed 4 --tightness 0.8 --partners",
    ])
    func whatGoesInComesOut(_ dataset: String) async throws {
      let isDrawn = dataset.hasPrefix("--")
      let scratch = try isDrawn ? Scratch() : Scratch(dataset)
      let folder = isDrawn ? "drawn" : dataset
      if isDrawn {
        let drawing = try JadwalProcess(
          ["generate", "--out", folder] + dataset.split(separator: " ").map(String.init),
          in: scratch)
        drawing.process.executableURL = JadwalProcess.executable.deletingLastPathComponent()
          .appending(path: "jadwal-bench")
        try drawing.start()
        let drawn = try await drawing.end()
        try #require(drawn.status == 0, "\(drawn.errors)")
      }
      let planned = try await jadwal(
        "plan", folder, "--database", "", "--iterations", "3000", "--threads", "1", "--out", "plan",
        "--json", in: scratch, environment: environment)
      try #require(planned.status == 0, "\(planned.errors)")
      let summary = try planned.json()
      let name = try #require(summary["programme"] as? String)
      try await expectSameFiles(name, as: folder, in: scratch)
      try expectFigures(summary)
    }

    private func expectSameFiles(
      _ name: String, as folder: String, in scratch: Scratch
    ) async throws {
      for line in [
        ["datasets", "export", name, "--out", "dataset-back"],
        ["plans", "export", name, "1", "--out", "plan-back"],
      ] {
        let process = try JadwalProcess(line, in: scratch, environment: environment)
        try process.start()
        let result = try await process.end()
        try #require(result.status == 0, "\(result.errors)")
      }
      let back = try scratch.names("dataset-back")
      #expect(back.count >= 7 && back.contains("programme.yaml"))
      for file in back {
        #expect(
          try scratch.bytes("dataset-back/\(file)") == scratch.bytes("\(folder)/\(file)"), "\(file)"
        )
      }
      let again = try await jadwal(
        "import", "dataset-back", "--json", in: scratch, environment: environment)
      #expect(try again.json()["new"] as? String == "no")
      // All that the plan's folder holds comes back, to the byte.
      #expect(try scratch.names("plan-back") == scratch.names("plan"))
      for file in try scratch.names("plan") {
        #expect(
          try scratch.bytes("plan-back/\(file)") == scratch.bytes("plan/\(file)"), "\(file)")
      }
      let verified = try await jadwal("verify", "dataset-back", "plan-back", "--bound", in: scratch)
      #expect(verified.status == 0, "\(verified.errors)")
    }

    /// The plan's figures, from the views alone.
    private func expectFigures(_ summary: [String: Any]) throws {
      let connection = try test.connection()
      func amount(_ term: String) throws -> Int {
        let terms = try #require(summary["terms"] as? [String: [String: Int]])
        return try #require(terms[term]?["amount"])
      }
      let figures = try connection.run(
        """
        SELECT (SELECT sum(unplaced_amount)::bigint FROM jadwal.cohort_outcome),
          (SELECT coalesce(sum(inequity), 0)::bigint FROM jadwal.equity_by_state)
            + (SELECT coalesce(sum(inequity), 0)::bigint FROM jadwal.equity_by_group),
          (SELECT coalesce(sum(overtime), 0)::bigint FROM jadwal.trainer_load),
          (SELECT count(*) FROM jadwal.session_outcome WHERE placed),
          (SELECT count(*) FROM jadwal.session_outcome WHERE NOT placed)
        """)[0]
      #expect(try figures[0] == amount("unplaced"))
      #expect(try figures[1] == amount("inequity"))
      #expect(try figures[2] == amount("overtime"))
      #expect(try figures[3] == summary["placed"] as? Int)
      #expect(try figures[4] == summary["unplaced"] as? Int)
      let equity = try #require(summary["equity"] as? [String: [String: [String: Int]]])
      for (kind, column) in [("state", "member_state"), ("group", "name")] {
        let rows = try connection.run(
          SQL(text: "SELECT \(column), asked, placed, share FROM jadwal.equity_by_\(kind)"))
        let told = try #require(equity[kind])
        #expect(rows.count == told.count)
        for row in rows {
          let share = try #require(told[try row[0]])
          #expect(try row[1] == share["asked"])
          #expect(try row[2] == share["placed"])
          #expect(try row[3] == share["share"])
        }
      }
    }
  }
}
