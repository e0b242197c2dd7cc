import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Commands

extension ExecutableTests {
  /// The commands that talk to a database, as people use them.
  @Suite(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
  struct WithADatabase {
    let test: TestDatabase
    let ana: [String: String]
    let budi: [String: String]
    let scratch: Scratch

    init() throws {
      test = try TestDatabase()
      ana = ["DATABASE_URL": test.url(as: try test.login("ana", in: "jadwal_coordinator"))]
      budi = ["DATABASE_URL": test.url(as: try test.login("budi", in: "jadwal_coordinator"))]
      scratch = try Scratch("small")
    }

    private func version(_ result: ProcessResult) throws -> String {
      try #require(try result.json()["state"] as? String)
    }

    @Test func aProgrammeGoesFromImportToExport() async throws {
      let imported = try await jadwal("import", "small", in: scratch, environment: ana)
      #expect(imported.status == 0 && imported.output.contains("dataset version 1 is stored"))
      let again = try await jadwal("import", "small", in: scratch, environment: ana)
      #expect(again.status == 0 && again.output.contains("has these files already"))
      let planned = try await jadwal(
        "plan", "training-s-1", "--database", "", "--iterations", "3000", "--threads", "1",
        in: scratch,
        environment: ana)
      #expect(planned.status == 0 && planned.errors.contains("version 1 of training-s-1"))
      for (verb, who, state) in [
        ("submit", ana, "submitted"), ("approve", budi, "approved"), ("publish", ana, "published"),
      ] {
        let result = try await jadwal(
          "plans", verb, "training-s-1", "1", "--json", in: scratch, environment: who)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try version(result) == state)
        #expect(result.errors.contains("audit of training-s-1: "))
      }
      let exported = try await jadwal(
        "datasets", "export", "training-s-1", "--out", "back", in: scratch, environment: ana)
      #expect(exported.status == 0)
      for name in try scratch.names("back") {
        #expect(try scratch.bytes("back/\(name)") == scratch.bytes("small/\(name)"))
      }
      let out = try await jadwal(
        "plans", "export", "training-s-1", "1", "--out", "plan", in: scratch, environment: ana)
      #expect(out.status == 0, "\(out.errors)")
      #expect(try scratch.names("plan") == planFiles)
      // What is given back is what the same command writes to a folder.
      let local = try await jadwal(
        "plan", "small", "--iterations", "3000", "--threads", "1", "--out", "local", in: scratch)
      #expect(local.status == 0)
      for name in ["assignments.csv", "bound.json"] {
        #expect(try scratch.bytes("plan/\(name)") == scratch.bytes("local/\(name)"), "\(name)")
      }
      let verified = try await jadwal("verify", "back", "plan", in: scratch)
      #expect(verified.status == 0)
      let checked = try await jadwal("db", "verify", in: scratch, environment: ana)
      #expect(checked.status == 0 && checked.output.contains("all as stored"), "\(checked.output)")
      let list = try await jadwal("plans", "list", in: scratch, environment: ana)
      #expect(list.output.contains("published"))
      let programmes = try await jadwal("programmes", in: scratch, environment: ana)
      #expect(programmes.output.contains("training-s-1"))
    }

    @Test func aFolderIsStoredWithItsPlan() async throws {
      for expected in 1...2 {
        let result = try await jadwal(
          "plan", "small", "--database", try #require(ana["DATABASE_URL"]), "--iterations", "500",
          in: scratch)
        #expect(result.status == 0 && result.errors.contains("version \(expected) of training-s-1"))
        #expect(try scratch.names("small/plan") == planFiles)
      }
      let diff = try await jadwal(
        "plans", "diff", "training-s-1", "1", "2", in: scratch, environment: ana)
      #expect(diff.status == 0)
    }

    /// A search is long, and the database may be gone by its end.
    @Test func aPlanThatCannotBeStoredIsNotLost() async throws {
      let imported = try await jadwal("import", "small", in: scratch, environment: ana)
      #expect(imported.status == 0)
      let owner = try test.connection()
      try owner.run("REVOKE EXECUTE ON FUNCTION jadwal.open_plan FROM jadwal_coordinator")
      let refused = try await jadwal(
        "plan", "training-s-1", "--database", "", "--iterations", "2000", "--threads", "1",
        in: scratch, environment: ana)
      #expect(refused.status == 77 && refused.errors.contains("--from training-s-1.plan"))
      #expect(try scratch.names("training-s-1.plan") == planFiles)
      try owner.run("GRANT EXECUTE ON FUNCTION jadwal.open_plan TO jadwal_coordinator")
      let stored = try await jadwal(
        "plan", "training-s-1", "--database", "", "--iterations", "0", "--from",
        "training-s-1.plan", in: scratch, environment: ana)
      #expect(stored.status == 0 && stored.errors.contains("version 1 of training-s-1"))
      let out = try await jadwal(
        "plans", "export", "training-s-1", "1", "--out", "back", in: scratch, environment: ana)
      #expect(out.status == 0)
      #expect(
        try scratch.bytes("back/assignments.csv")
          == scratch.bytes("training-s-1.plan/assignments.csv"))
    }

    /// Pins that were well when nobody else had booked are told where somebody has.
    @Test func aPinInWhatIsBookedIsToldAsAFault() async throws {
      for name in ["one", "two"] {
        try FileManager.default.copyItem(at: scratch.file("small"), to: scratch.file(name))
        try scratch.edit(
          "\(name)/programme.yaml", "id: training-s-1", "id: \(name)\ndomain: shared")
      }
      let planned = try await jadwal(
        "plan", "one", "--database", "", "--iterations", "3000", in: scratch, environment: ana)
      #expect(planned.status == 0, "\(planned.errors)")
      for (verb, who) in [("submit", ana), ("approve", budi), ("publish", ana)] {
        let result = try await jadwal("plans", verb, "one", "1", in: scratch, environment: who)
        #expect(result.status == 0, "\(verb): \(result.errors)")
      }
      let rows = try scratch.text("one/plan/assignments.csv").split(separator: "\n")
      let placed = try #require(
        rows.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
          .first { !$0[3].isEmpty })
      try scratch.write(
        "session,start,lead,venue\n\(placed[0]),\(placed[3]),,\n", to: "two/pinned.csv")
      let alone = try await jadwal("check", "two", in: scratch)
      #expect(alone.status == 0, "\(alone.errors)")
      let beside = try await jadwal(
        "plan", "two", "--database", "", "--iterations", "1000", in: scratch, environment: ana)
      #expect(beside.status == 65 && beside.errors.contains("pinned.csv"), "\(beside.errors)")
    }

    /// What another programme of the domain has published is no time for whom they share.
    @Test func twoProgrammesOfADomainFindRoomBesideEachOther() async throws {
      for name in ["one", "two"] {
        try FileManager.default.copyItem(at: scratch.file("small"), to: scratch.file(name))
        try scratch.edit(
          "\(name)/programme.yaml", "id: training-s-1", "id: \(name)\ndomain: shared")
        let planned = try await jadwal(
          "plan", name, "--database", "", "--iterations", "20000", in: scratch, environment: ana)
        #expect(planned.status == 0, "\(planned.errors)")
        for (verb, who) in [("submit", ana), ("approve", budi), ("publish", ana)] {
          let result = try await jadwal("plans", verb, name, "1", in: scratch, environment: who)
          #expect(result.status == 0, "\(name) \(verb): \(result.errors)")
        }
      }
      let checked = try await jadwal("db", "verify", in: scratch, environment: ana)
      #expect(checked.status == 0, "\(checked.output)")
    }

    @Test func refusalsHaveTheirStatus() async throws {
      func status(_ line: String, as who: [String: String]) async throws -> ProcessResult {
        let process = try JadwalProcess(
          line.split(separator: " ").map(String.init), in: scratch, environment: who)
        try process.start()
        return try await process.end()
      }
      let reader = ["DATABASE_URL": test.url(as: try test.reader("reader", of: "VN"))]
      let away = ["DATABASE_URL": "postgresql:///x?host=/nowhere"]
      let empty = try TestDatabase(migrations: [])
      #expect(try await status("import small", as: ana).status == 0)
      #expect(try await status("plan small --database  --iterations 100", as: ana).status == 64)
      for _ in 0..<2 {
        let planned = try await jadwal(
          "plan", "training-s-1", "--database", "", "--iterations", "100", in: scratch,
          environment: ana)
        #expect(planned.status == 0)
      }
      let cases: [(String, [String: String], Int32)] = [
        ("import small", reader, 77), ("import small", away, 69),
        ("import small", ["DATABASE_URL": empty.url()], 69),
        ("import nowhere", ana, 65), ("import small --as somebody", ana, 77),
        ("plans show training-s-1 9", ana, 65), ("plans show nothing 1", ana, 65),
        ("plans publish training-s-1 1", ana, 65), ("plans submit training-s-1 1", reader, 65),
        ("plans submit training-s-1 1", ana, 0), ("plans approve training-s-1 1", ana, 77),
        ("plans approve training-s-1 1", budi, 0),
        ("plans publish training-s-1 1 --seen 2", ana, 75),
        ("plans publish training-s-1 1 --seen x", ana, 64),
        ("plans publish training-s-1 1 --seen none", ana, 0),
        ("plans submit training-s-1 2", ana, 0), ("plans approve training-s-1 2", budi, 0),
        ("plans publish training-s-1 2", ana, 75), ("plans withdraw training-s-1 2", budi, 77),
        ("programmes set training-s-1", ana, 64),
        ("programmes set training-s-1 --one-person yes", ana, 0),
        ("datasets export training-s-1 --out small", ana, 73),
        ("datasets list nothing", ana, 65), ("db status", ana, 0), ("db migrate", away, 69),
        ("db status --database postgresql://u:p@x@y/z", ana, 64),
      ]
      for (line, who, expected) in cases {
        let result = try await status(line, as: who)
        #expect(result.status == expected, "\(line): \(result.status) \(result.errors)")
        if expected != 0 { #expect(result.output.isEmpty && !result.errors.isEmpty, "\(line)") }
      }
    }
  }
}
