import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// How a worker begins: what waiting cannot mend ends it with a word, and what it can is waited for.
  @Suite struct Starts {
    /// Runs a worker to its end; its status and what it has said.
    private func run(_ url: String) async throws -> (status: Int32, text: String) {
      let worker = try RunningWorker(url)
      return (try await worker.end(), worker.text)
    }

    /// An office on a server that asks the worker, and whoever might be taken for it, for a password.
    private func guarded() async throws -> (server: KillableServer, office: WorkerOffice) {
      let server = try KillableServer()
      let office = try WorkerOffice(on: server.url)
      let owner = try office.test.connection()
      try owner.run("ALTER ROLE \(identifier: office.worker) PASSWORD 'right'")
      try Data(
        """
        local all \(office.worker),nobody,passer scram-sha-256
        local all all trust

        """.utf8
      ).write(to: URL(filePath: server.folder + "/data/pg_hba.conf"))
      try owner.run("SELECT pg_reload_conf()")
      try await office.wait("nobody comes in without the password") {
        (try? office.test.connection(as: office.worker)) == nil
      }
      return (server, office)
    }

    /// A server with password authentication says who is not permitted, which no wait will mend.
    @Test func whoIsNotLetInIsTold() async throws {
      let (server, office) = try await guarded()
      let url = office.test.url(as: office.worker)
      for (wrong, told) in [
        (url + "&password=wrong", "password authentication failed"), (url, "no password supplied"),
        (url.replacing(office.worker, with: "nobody") + "&password=x", "authentication failed"),
      ] {
        let result = try await run(wrong)
        #expect(result.status == 77, "\(result.text)")
        #expect(result.text.contains("Not permitted") && result.text.contains(told))
        #expect(!result.text.contains("wrong") && !result.text.contains("LOCATION"))
      }
      // A role that is let in, and may do nothing here.
      try office.test.connection().run("CREATE ROLE passer LOGIN PASSWORD 'x'")
      let passer = url.replacing("user=" + office.worker, with: "user=passer") + "&password=x"
      let passing = try await run(passer)
      #expect(passing.status == 77, "\(passing.text)")
      try office.test.connection().run("GRANT jadwal_reader TO passer")
      let reading = try await run(passer)
      #expect(reading.status == 77, "\(reading.text)")
      let nowhere = try await run(
        url.replacing("/" + office.test.name + "?", with: "/nowhere?") + "&password=right")
      #expect(nowhere.status == 69 && nowhere.text.contains("jadwal db migrate"), "\(nowhere.text)")
      _ = server
    }

    /// Whoever cannot reach the server waits for it; whoever was let in once waits too when that ends.
    @Test func aServerThatIsAwayIsWaitedFor() async throws {
      let (server, office) = try await guarded()
      try server.kill()
      let worker = try RunningWorker(office.test.url(as: office.worker) + "&password=right")
      try await worker.line("The database does not answer")
      try server.restart()
      let first = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == first })
      let owner = try office.test.connection()
      try owner.run("ALTER ROLE \(identifier: office.worker) PASSWORD 'changed'")
      try owner.run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'jadwal-worker%'
        """)
      try await worker.line("The database does not let the worker in any more")
      try owner.run("ALTER ROLE \(identifier: office.worker) PASSWORD 'right'")
      let second = try office.ask()[0]
      try await worker.line("The job is completed", where: { $0.job == second })
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: 2)
    }

    /// F21: an older schema is told of at once, and a newer one is worked with.
    @Test func anotherSchemaDoesNoHarm() async throws {
      let older = try TestDatabase(migrations: Migration.all.dropLast())
      let login = try older.login("worker", in: "jadwal_worker")
      let result = try await run(older.url(as: login))
      #expect(result.status == 69, "\(result.text)")
      #expect(result.text.contains("\(Migration.all.count)") && result.text.contains("db migrate"))
      #expect(try older.connection().run("SELECT count(*) FROM jadwal.job")[0][0] == 0)

      let office = try WorkerOffice()
      let next = Migration(
        number: Migration.all.count + 1, name: "next",
        script: "ALTER TABLE jadwal.job ADD note text; CREATE INDEX ON jadwal.job (asked_at);")
      let before = try office.ask(10)
      let worker = try RunningWorker(office.test.url(as: office.worker))
      try await worker.line("The job is completed", where: { $0.job == before[0] })
      // Under load: the migration waits for no longer than its limit, and the jobs go on.
      var isThere = false
      try await office.wait("the migration gets its lock") {
        do {
          _ = try Migrator(Migration.all + [next]).migrate(office.test.database())
          isThere = true
        } catch let error as PostgresError where error.state == "55P03" {}
        return isThere
      }
      try office.ask(5)
      try await office.waitUntilDone(15)
      #expect(worker.lines.allSatisfy { $0.message != "The job has ended without a plan" })
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      let old = try RunningWorker(office.test.url(as: office.worker))
      try await old.line("The schema is newer")
      let after = try office.ask()[0]
      try await old.line("The job is completed", where: { $0.job == after })
      old.send(SIGTERM)
      #expect(try await old.end() == 0)
    }
  }
}
