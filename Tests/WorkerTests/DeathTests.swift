import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// Workers that die and stop (reliability.md §4.1), in processes of their own.
  @Suite struct Deaths {
    /// F1: four workers with searches longer and shorter than the lease, killed again and again.
    @Test func workersThatAreKilledInTheMiddleLoseNothing() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      var count = 0
      func askForMore(_ more: Int) throws {
        try office.ask(more, JobArguments(iterations: 20_000, threads: 1))
        try office.test.connection().run("UPDATE jadwal.job SET max_attempts = 100")
        count += more
      }
      try askForMore(40)
      var random = SplitMix(state: UInt64.random(in: .min ... .max))
      print("seed \(random.state)")
      var workers = try (0..<4).map { _ in try RunningWorker(url, ["--lease-seconds", "0.4"]) }
      var kills = 0
      while true {
        if try office.states()["completed"] ?? 0 >= count {
          if kills >= 8 { break }
          try askForMore(10)
        }
        let victim = Int.random(in: workers.indices, using: &random)
        let seen = workers[victim].lines.count
        // Killed right after it has said something: in the middle of what it does then.
        try await office.wait("something happens") {
          try workers[victim].lines.count > seen || office.states()["completed"] ?? 0 >= count
        }
        guard workers[victim].lines.count > seen else { continue }
        workers[victim].send(SIGKILL)
        kills += 1
        workers[victim] = try RunningWorker(url, ["--lease-seconds", "0.4"])
      }
      for worker in workers {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
      }
      for worker in workers { #expect(try await worker.end() == 0) }
      print("\(kills) workers killed")
      #expect(kills > 3)
      try office.checkInvariants(completed: count)
    }

    /// F3: a worker that slept longer than its lease finds that another has its job.
    @Test func aWorkerThatSleptIsFenced() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let sleeper = try RunningWorker(url)
      let number = try office.ask(1, JobArguments(seconds: 3, threads: 1))[0]
      try await sleeper.line("The job is taken")
      sleeper.send(SIGSTOP)
      // Its child goes on and has a plan when it wakes up.
      let other = try RunningWorker(url)
      try await other.line("The job is completed", where: { $0.job == number })
      sleeper.send(SIGCONT)
      try await sleeper.line("fenced", where: { $0.job == number })
      for worker in [sleeper, other] {
        try await worker.line("The worker starts")
        worker.send(SIGTERM)
        #expect(try await worker.end() == 0)
      }
      let job = try office.job(number)
      #expect(job.state == "completed" && job.attempt == 2)
      try office.checkInvariants(completed: 1)
    }

    /// F5: two of the same configuration never take the same job.
    @Test func twoWorkersNeverHaveTheSameJob() async throws {
      let office = try WorkerOffice()
      let count = 10_000
      try office.test.connection().run(
        """
        INSERT INTO jadwal.job (domain_id, programme_id, kind, asked_by)
        SELECT \(office.programme.domainNumber)::int, \(office.programme.number)::int, 'allocate', 'x'
        FROM generate_series(1, \(count)::int)
        """)
      let names = (0..<2).map { _ in WorkerSettings.freshName() }
      #expect(names[0] != names[1])
      let claimers = names.map { name in
        Aside {
          let database = try office.test.database(as: office.worker)
          var numbers: [Int] = []
          while let job = try JobQueue(database).claim(by: name, for: .seconds(600)).first {
            numbers.append(job.number)
          }
          return numbers
        }
      }
      var claimed: [[Int]] = []
      for claimer in claimers { claimed.append(try await claimer.value()) }
      #expect(claimed.allSatisfy { !$0.isEmpty })
      #expect(claimed.joined().count == count && Set(claimed.joined()).count == count)
    }
  }
}
