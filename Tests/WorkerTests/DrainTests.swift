import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// How a worker ends (F4), what it does with jobs that cannot be done (F23), and how people end one.
  @Suite struct Endings {
    private func job(_ office: WorkerOffice, seconds: Double) throws -> Int {
      try office.ask(1, JobArguments(seconds: seconds, threads: 1))[0]
    }

    /// The first signal: a search that has hardly begun is given back, and costs no attempt.
    @Test(arguments: [SIGTERM, SIGINT])
    func aSearchThatHasHardlyBegunIsGivenBack(_ signal: Int32) async throws {
      let office = try WorkerOffice()
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "10"])
      let number = try job(office, seconds: 600)
      try await worker.line("The job is taken")
      try await office.wait("progress is written") { try office.job(number).bestCost != nil }
      worker.send(signal)
      #expect(try await worker.end(atMost: .seconds(30)) == 0)
      let job = try office.job(number)
      #expect(job.state == "available" && job.attempt == 0)
      try office.checkInvariants(completed: nil)
    }

    /// A search that is half through is kept as far as it is.
    @Test func aSearchThatIsHalfThroughIsKept() async throws {
      let office = try WorkerOffice()
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "10"])
      let number = try job(office, seconds: 10)
      try await office.wait("half of the time") { try office.job(number).seconds ?? 0 > 5.5 }
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      let ended = try office.job(number)
      try #require(ended.state == "completed")
      let seconds: Double = try office.test.connection().run(
        "SELECT seconds FROM jadwal.plan_version")[0][0]
      #expect(seconds > 5 && seconds < 10)
      try office.checkInvariants(completed: 1)
    }

    /// A second signal gives it back at once, however far it is.
    @Test func aSecondSignalGivesBackAtOnce() async throws {
      let office = try WorkerOffice()
      // A solver that does not listen when it is asked to stop.
      let solver = try Script("head -c 1 >/dev/null; sleep 600")
      let worker = try RunningWorker(
        office.test.url(as: office.worker),
        ["--solver", solver.path, "--drain-seconds", "600", "--lease-seconds", "30"])
      let number = try job(office, seconds: 600)
      try await worker.line("The job is taken")
      worker.send(SIGTERM)
      worker.send(SIGTERM)
      #expect(try await worker.end(atMost: .seconds(20)) == 0)
      let job = try office.job(number)
      #expect(job.state == "available" && job.attempt == 0)
    }

    /// With the server gone too, it ends in its time; the lease runs out later.
    @Test func itEndsInTimeWithoutAServer() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let proxy = try FaultProxy(to: url)
      defer { proxy.stop() }
      let worker = try RunningWorker(proxy.url(url), ["--drain-seconds", "3"])
      let number = try job(office, seconds: 600)
      try await worker.line("The job is taken", where: { $0.job == number })
      proxy.silence(true)
      worker.send(SIGTERM)
      #expect(try await worker.end(atMost: .seconds(30)) == 0)
    }

    /// F23: what always crashes, wants all memory, or never ends, is discarded after its attempts;
    /// other jobs go on meanwhile.
    @Test(arguments: [
      ("crashes", "head -c 1 >/dev/null; kill -SEGV $$", "signal 11"),
      (
        "says why", "head -c 1 >/dev/null; echo 'Fatal error: index out of range' >&2; exit 5",
        "Fatal error"
      ),
      (
        "wants all memory",
        // A line without an end, which is kept in memory until that is over.
        "ulimit -v $(($2 / 1024)); head -c 1 >/dev/null; head -c 10000000000 /dev/zero | tail -n 1 >/dev/null",
        "ended"
      ),
      ("never ends", "head -c 1 >/dev/null; while :; do :; done", "was killed"),
      ("says what is no plan", "head -c 1 >/dev/null; echo nonsense", "plan"),
      ("answers before it is asked", "head -c 100000 /dev/urandom", "plan"),
    ])
    func poisonIsDiscarded(_ what: String, _ script: String, _ told: String) async throws {
      let office = try WorkerOffice()
      let solver = try Script(script)
      // Two workers: one that is poisoned, and one to see that others go on.
      let worker = try RunningWorker(
        office.test.url(as: office.worker),
        [
          "--solver", solver.path, "--grace-seconds", "1", "--memory-megabytes", "256",
          "--lease-seconds", "10",
        ])
      let number = try job(office, seconds: 0.1)
      let owner = try office.test.connection()
      try owner.run("UPDATE jadwal.job SET max_attempts = 2")
      try await office.wait("it is discarded") { try office.job(number).state == "discarded" }
      let job = try office.job(number)
      #expect(job.attempt == 2)
      let error = try #require(job.lastError)
      #expect(error.contains(told) && error.contains("dataset version 1"), "\(what): \(error)")
      #expect(error.count <= 8192)
      #expect(worker.lines.count { $0.message == "The job is taken" } == 2)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      let other = try RunningWorker(office.test.url(as: office.worker))
      let next = try office.ask()[0]
      try await other.line("The job is completed", where: { $0.job == next })
      other.send(SIGTERM)
      #expect(try await other.end() == 0)
      try office.checkInvariants(completed: 1)
    }

    /// The solver itself keeps to its memory: a plan that needs more is not made, and the worker
    /// lives.
    @Test func theSolverLimitsItself() async throws {
      let office = try WorkerOffice()
      let small = try Script(
        "exec '\(RunningWorker.executable.path)' solve --memory-bytes 20000000 --cpu-seconds 5")
      let worker = try RunningWorker(
        office.test.url(as: office.worker), ["--solver", small.path, "--grace-seconds", "5"])
      let number = try job(office, seconds: 0.1)
      try office.test.connection().run("UPDATE jadwal.job SET max_attempts = 1")
      try await office.wait("it is discarded") { try office.job(number).state == "discarded" }
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// A dataset that cannot be planned is no reason to try again.
    @Test func whatIsRefusedIsDiscardedAtOnce() async throws {
      let office = try WorkerOffice()
      let worker = try RunningWorker(office.test.url(as: office.worker))
      let number = try office.ask(1, JobArguments(dataset: 7, seconds: 1))[0]
      try await office.wait("it is discarded") { try office.job(number).state == "discarded" }
      #expect(try office.job(number).attempt == 1)
      #expect(try office.job(number).lastError?.contains("no dataset version 7") == true)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// S5: the solver's environment holds no word of the database.
    @Test func theSolverKnowsNoDatabase() async throws {
      let office = try WorkerOffice()
      let file = FileManager.default.temporaryDirectory.appending(path: office.test.name).path
      let solver = try Script("env >'\(file)'; ls -l /proc/self/fd >>'\(file)'; exit 1")
      defer { try? FileManager.default.removeItem(atPath: file) }
      let worker = try RunningWorker(
        office.test.url(as: office.worker), ["--solver", solver.path],
        environment: [
          "PGPASSWORD": "canary-s3cret", "PGAPPNAME": "canary", "JADWAL_CANARY": "canary",
        ])
      let number = try job(office, seconds: 1)
      try office.test.connection().run("UPDATE jadwal.job SET max_attempts = 1")
      try await office.wait("it ran") { try office.job(number).state == "discarded" }
      let told = try String(contentsOfFile: file, encoding: .utf8)
      #expect(told.contains("PATH=") && !told.contains("canary"), "\(told)")
      #expect(
        !told.contains("PG") && !told.contains("DATABASE_URL") && !told.contains("socket:"),
        "\(told)")
      #expect(!worker.text.contains("canary"))
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
    }

    /// People cancel what waits and what runs, and let it be tried again.
    @Test func jobsAreCancelledAndTriedAgain() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.ana)
      let number = try job(office, seconds: 600)
      #expect(try jadwal("jobs", "cancel", "\(number)", url: url).status == 0)
      #expect(try office.job(number).state == "cancelled")
      #expect(try jadwal("jobs", "cancel", "\(number)", url: url).status == 65)
      #expect(try jadwal("jobs", "retry", "\(number)", url: url).status == 0)
      let worker = try RunningWorker(office.test.url(as: office.worker), ["--lease-seconds", "3"])
      try await worker.line("The job is taken")
      try await office.wait("progress") { try office.job(number).bestCost != nil }
      let shown = try jadwal("jobs", "show", "\(number)", url: url)
      #expect(shown.output.contains("cost") && shown.output.contains("Worker"), "\(shown.output)")
      #expect(try jadwal("jobs", "retry", "\(number)", url: url).status == 65)
      #expect(try jadwal("jobs", "cancel", "\(number)", url: url).status == 0)
      try await office.wait("it is cancelled") { try office.job(number).state == "cancelled" }
      let list = try jadwal("jobs", "list", "--json", url: url)
      #expect(list.output.contains("\"cancelled\""))
      let reader = office.test.url(as: try office.test.reader("reader", of: "TH"))
      #expect(try jadwal("jobs", "cancel", "\(number)", url: reader).status == 77)
      #expect(try jadwal("jobs", "show", "99999", url: url).status == 65)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: nil)
    }

    /// F15: clocks of workers that are wrong change nothing; every time is the server's.
    @Test(
      .enabled(
        if: FileManager.default.fileExists(atPath: FakeTime.library), "no libfaketime here"),
      arguments: ["-1d", "+1d", "-1h", "+1h"])
    func aWorkersClockDoesNotMatter(_ skew: String) async throws {
      let office = try WorkerOffice()
      let owner = try office.test.connection()
      let late = try office.ask()[0]
      try owner.run(
        "UPDATE jadwal.job SET run_at = clock_timestamp() + interval '40 minutes', state = 'scheduled'"
      )
      let held = try office.ask(1, JobArguments(iterations: 1))[0]
      try owner.run(
        """
        UPDATE jadwal.job SET state = 'running', locked_by = 'x', fence = 1, attempt = 1,
          lease_until = clock_timestamp() + interval '40 minutes' WHERE job_id = \(held)
        """)
      let worker = try RunningWorker(
        office.test.url(as: office.worker), [],
        environment: ["LD_PRELOAD": FakeTime.library, "FAKETIME": skew],
        // The library takes the first program's arguments away.
        through: ["/usr/bin/nice", "-n", "0"])
      let due = try office.ask(3, JobArguments(iterations: 200, threads: 1))
      for number in due {
        try await worker.line("The job is completed", where: { $0.job == number })
      }
      #expect(try office.job(late).state == "scheduled" && office.job(held).state == "running")
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      try office.checkInvariants(completed: 3)
    }
  }
}

enum FakeTime {
  static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
}

/// An executable of a few lines of shell, which goes when the test does.
final class Script {
  let path: String

  init(_ text: String) throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "jadwal-\(UUID().uuidString)").path
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: path))
    chmod(path, 0o755)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
