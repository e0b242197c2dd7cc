import Foundation
import TestSupport
import Testing

extension ExecutableTests {
  /// What `doctor` says of a machine and of databases in every state.
  @Suite struct Doctor {
    @Test func findsAMachineFitWithoutADatabase() async throws {
      let scratch = try Scratch()
      let result = try await jadwal("doctor", in: scratch, environment: Self.noDatabase)
      #expect(result.status == 0 && result.errors.isEmpty)
      for subject in ["zone data", "encoding", "clock", "database"] {
        #expect(result.output.contains(subject))
      }
      #expect(!result.output.contains("fault"))
    }

    @Test func tellsOfADatabaseOutOfReach() async throws {
      let scratch = try Scratch()
      let result = try await jadwal(
        "doctor", "--json", "--database", "postgresql://127.0.0.1:1/none", in: scratch)
      #expect(result.status == 69)
      let verdict = try verdict(of: "database", in: result)
      #expect(verdict == "fault")
    }

    @Test func warnsOfAnEncodingThatHidesNames() async throws {
      let scratch = try Scratch()
      let result = try await jadwal(
        "doctor", "--json", in: scratch,
        environment: Self.noDatabase.merging(["LC_ALL": "C"]) { $1 })
      #expect(result.status == 0)
      #expect(try result.json()["fit"] as? Bool == true)
      #expect(try verdict(of: "encoding", in: result) == "warning")
    }

    @Test func missesATemporaryFolder() async throws {
      let scratch = try Scratch()
      let result = try await jadwal(
        "doctor", "--json", in: scratch,
        environment: Self.noDatabase.merging(["TMPDIR": scratch.file("none").path]) { $1 })
      #expect(result.status == 65)
      #expect(try result.json()["fit"] as? Bool == false)
      #expect(try verdict(of: "temporary files", in: result) == "fault")
    }

    @Test(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
    func knowsASchemaThatIsBehind() async throws {
      let scratch = try Scratch()
      let test = try TestDatabase()
      let good = try await jadwal("doctor", "--json", "--database", test.url(), in: scratch)
      #expect(good.status == 0, "\(good.output)")
      for subject in ["database", "schema", "both clocks"] {
        #expect(try verdict(of: subject, in: good) == "ok")
      }
      try test.connection().run("DROP SCHEMA jadwal CASCADE")
      let bare = try await jadwal("doctor", "--json", "--database", test.url(), in: scratch)
      #expect(bare.status == 69)
      #expect(try verdict(of: "schema", in: bare) == "fault")
      #expect(bare.output.contains("jadwal db migrate"))
    }

    private static let noDatabase = [
      "DATABASE_URL": "", "PGHOST": "", "PGDATABASE": "", "PGSERVICE": "",
    ]

    private func verdict(of subject: String, in result: ProcessResult) throws -> String? {
      let list = try #require(try result.json()["examinations"] as? [[String: Any]])
      return list.first { $0["subject"] as? String == subject }?["verdict"] as? String
    }
  }
}
