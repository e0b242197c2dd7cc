import Faults
import Foundation
import TestSupport
import Testing

@testable import Postgres
@testable import Store

extension StoredTests {
  /// F11, on file systems so small that they fill.
  @Suite(.enabled(if: geteuid() == 0, "mounting needs root"))
  struct FullDisks {
    /// No room left; the server stays, nothing that was acknowledged is lost.
    @Test func aFullDiskRefusesAndKeepsWhatIsThere() throws {
      let folder = "/tmp/jadwal-full." + String(UInt32.random(in: .min ... .max), radix: 36)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      // The server runs as this user, and a tablespace is its own.
      let user = try #require(getpwnam("postgres")).pointee.pw_uid
      let options = "size=24m,mode=700,uid=\(user)"
      guard (try? shellOutput("mount -t tmpfs -o \(options) tmpfs \(folder)")) != nil else {
        print("skipped: no mount")
        return
      }
      defer { _ = try? shellOutput("umount -l \(folder)") }
      let test = try TestDatabase(migrations: [])
      let owner = try test.connection()
      let space = test.name + "_space"
      try owner.run(SQL(text: "CREATE TABLESPACE \(space) LOCATION '\(folder)'"))
      try owner.run(SQL(text: "GRANT CREATE ON TABLESPACE \(space) TO PUBLIC"))
      defer { _ = try? owner.run(SQL(text: "DROP TABLESPACE \(space)")) }
      try owner.run(SQL(text: "ALTER DATABASE \(test.name) SET default_tablespace = \(space)"))
      let database = try test.database()
      _ = try Migrator().migrate(database)
      var stored = 0
      var refusal: PostgresError?
      while refusal == nil {
        do {
          try SmallDataset.storePlan(in: database)
          stored += 1
          // A file takes its room at once, so that the disk fills within a few rounds.
          try owner.run(SQL(text: "SET default_tablespace = \(space)"))
          try owner.run(
            SQL(
              text:
                "CREATE TABLE filler_\(stored) AS SELECT repeat(md5(n::text), 60) FROM generate_series(1, 500) n"
            ))
        } catch let error as PostgresError { refusal = error }
      }
      #expect(refusal?.state == "53100")
      #expect(stored > 0)
      let versions = try Verifier(database).verify()
      #expect(versions.faults == [] && versions.versions == stored)
      try owner.run("DROP TABLE filler_1")
      try owner.run("CHECKPOINT")
      try SmallDataset.storePlan(in: database)
      for index in 2...max(2, stored) {
        try owner.run(SQL(text: "DROP TABLE IF EXISTS filler_\(index)"))
      }
      try owner.run(SQL(text: "ALTER DATABASE \(test.name) RESET default_tablespace"))
      try owner.run("DROP SCHEMA jadwal CASCADE")
    }

    /// No room left for the write-ahead log: the server stops, and nothing that was acknowledged is
    /// lost once there is room again.
    @Test func aFullLogStopsTheServerAndLosesNothing() throws {
      let name = "full" + String(UInt32.random(in: .min ... .max), radix: 36)
      let script = SmallDataset.fixtures.appending(path: "../../scripts/database")
        .standardizedFileURL.path
      let settings = ["wal_keep_size='1GB'", "max_wal_size='32MB'", "min_wal_size='32MB'"]
      let url = try shellOutput(
        "\(script) --name \(name) --durable start \(settings.map { "\"\($0)\"" }.joined(separator: " "))"
      )
      defer { _ = try? shellOutput("\(script) --name \(name) stop") }
      let folder = try shellOutput("\(script) --name \(name) folder")
      let log = folder + "/data/pg_wal"
      let test = try TestDatabase(on: url)
      let first = try SmallDataset.storePlan(in: test.database())
      try stop(folder, with: SIGINT)
      let user = try #require(getpwnam("postgres")).pointee
      let options = "size=80m,mode=700,uid=\(user.pw_uid),gid=\(user.pw_gid)"
      try shellOutput("cp -a \(log) \(folder)/log_before")
      guard (try? shellOutput("mount -t tmpfs -o \(options) tmpfs \(log)")) != nil else {
        print("skipped: no mount")
        return
      }
      defer { _ = try? shellOutput("umount -l \(log)") }
      try shellOutput("cp -a \(folder)/log_before/. \(log)")
      try shellOutput("\(script) --name \(name) restart")
      var acknowledged = [first.version]
      do {
        let database = Database(
          try test.address(), patience: .milliseconds(100), pause: { _ in })
        let owner = try test.connection()
        while true {
          acknowledged.append(try SmallDataset.storePlan(in: database).version)
          try owner.run(
            "CREATE TABLE IF NOT EXISTS filler AS SELECT repeat(md5(n::text), 60) FROM generate_series(1, 500) n"
          )
          try owner.run("UPDATE filler SET repeat = repeat || 'x'")
        }
      } catch is PostgresError {}
      let said = try String(contentsOfFile: folder + "/log", encoding: .utf8)
      #expect(said.contains("PANIC") && said.contains("No space left on device"))
      // It may have ended by itself, or come back.
      try stop(folder, with: SIGQUIT)
      try shellOutput("mount -o remount,size=512m \(log)")
      var isBack = false
      for _ in 0..<100 where !isBack {
        isBack = (try? shellOutput("\(script) --name \(name) restart")) != nil
      }
      let told = try String(contentsOfFile: folder + "/log", encoding: .utf8).suffix(1000)
      try #require(isBack, "\(told)")
      #expect(try Verifier(test.database()).verify().faults == [])
      let there = Set(try PlanStore(test.database()).list(first.programme).map(\.version))
      #expect(acknowledged.count > 1 && acknowledged.allSatisfy(there.contains))
      let next = try SmallDataset.storePlan(in: test.database()).version
      #expect(acknowledged.allSatisfy { $0 < next })
      print("\(acknowledged.count) acknowledged versions, none lost with the log full")
    }

    /// Ends a server, if it has not ended by itself, and waits until it is gone.
    private func stop(_ folder: String, with signal: Int32) throws {
      let file = folder + "/data/postmaster.pid"
      guard let text = try? String(contentsOfFile: file, encoding: .utf8),
        let postmaster = Int32(text.prefix { $0 != "\n" })
      else { return }
      kill(postmaster, signal)
      while Faults.lives(postmaster) { usleep(10_000) }
    }
  }
}
