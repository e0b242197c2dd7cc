import Faults
import Foundation
import Logging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// Workers die at every statement; nothing is lost and nothing is done twice.
  @Suite struct KillPoints {
    static let isLong = ProcessInfo.processInfo.environment["JADWAL_ALL_TESTS"] != nil

    /// The life of a worker: from a moment on, nothing that it says reaches the server.
    private final class Life: Sendable {
      private struct State {
        var left: Int
        var isOver = false
      }

      private let state: Mutex<State>

      init(statements: Int) { state = Mutex(State(left: statements)) }

      var isOver: Bool { state.withLock { $0.isOver } }

      func speak() throws(PostgresError) {
        let isDead = state.withLock { state in
          state.left -= 1
          if state.left <= 0 { state.isOver = true }
          return state.isOver
        }
        // What is lost without hope of coming back, so that the dead does nothing any more.
        if isDead { throw PostgresError(.unexpected, "killed") }
      }
    }

    private func live(_ life: Life, in office: WorkerOffice, _ solver: CannedSolver) async throws {
      let drain = Drain(within: .seconds(30))
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let address = try office.test.address(as: office.worker)
      let health = Health(patience: .seconds(3600))
      func link(_ name: String) -> Link {
        Link(
          name, to: address, drain: drain, health: health, logger: logger,
          onConnect: { connection in
            connection.onStatement = { () throws(PostgresError) in try life.speak() }
          })
      }
      var settings = WorkerSettings()
      settings.lease = .milliseconds(1)
      settings.poll = .milliseconds(1)
      settings.jobs = 5
      let upkeep = link("upkeep")
      let worker = JobWorker(
        settings, link: link("work"), heartbeat: link("heartbeat"), solver: solver, drain: drain,
        health: health, bell: Bell(), logger: logger)
      do {
        _ = try await upkeep.once { try JobQueue($0).rescue() }
        try await worker.run()
      } catch let error as PostgresError {
        #expect(error.message == "killed")
      }
    }

    /// Each job may be lost as often as it is.
    private func ask(_ count: Int, in office: WorkerOffice) throws {
      try office.ask(count)
      try office.test.connection().run(
        "UPDATE jadwal.job SET max_attempts = 100, attempt = 0 WHERE state <> 'completed'")
    }

    @Test func aWorkerThatDiesAnywhereLosesNothing() async throws {
      let points = Self.isLong ? 10_000 : 1_000
      let seed = UInt64.random(in: .min ... .max)
      print("kill points: \(points), seed \(seed)")
      var random = SplitMix(state: seed)
      let solver = try CannedSolver()
      var deaths = 0
      var asked = 0
      let office = try WorkerOffice()
      while deaths < points {
        try ask(20, in: office)
        asked += 20
        let connection = try office.test.connection()
        func done() throws -> Int {
          try connection.run("SELECT count(*) FROM jadwal.job WHERE state = 'completed'")[0][0]
        }
        while try done() < asked {
          // Two at once, so that one finds what the other has left.
          let lives = (0..<2).map { _ in Life(statements: Int.random(in: 1...45, using: &random)) }
          try await withThrowingTaskGroup(of: Void.self) { group in
            for life in lives { group.addTask { try await live(life, in: office, solver) } }
            try await group.waitForAll()
          }
          deaths += lives.count(where: \.isOver)
        }
      }
      print("killed \(deaths) times at statements of \(asked) jobs")
      try office.checkInvariants(completed: asked)
    }

    /// With real processes, at the first statement, the second … until one passes unharmed; killed
    /// before the server hears it, and after it has done it (F1, F2, F7).
    @Test(arguments: [true, false])
    func aProcessIsKilledAtEachStatement(_ before: Bool) async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      var place = 0
      var asked = 0
      while true {
        place += 1
        try ask(1, in: office)
        asked += 1
        let victim = Mutex<Int32>(0)
        let proxy = try FaultProxy(
          to: url, fault: before ? .before(statement: place) : .after(statement: place),
          onFault: { kill(victim.withLock { $0 }, SIGKILL) })
        defer { proxy.stop() }
        let worker = try victim.withLock { victim in
          let worker = try RunningWorker(
            proxy.url(url), ["--jobs", "1", "--lease-seconds", "0.3", "--poll-seconds", "0.05"])
          victim = worker.identifier
          return worker
        }
        let status = try await worker.end()
        if !proxy.hasFaulted {
          #expect(status == 0, "\(worker.text)")
          break
        }
        #expect(status == -SIGKILL || status == 0, "\(worker.text)")
        // Another takes over what it has left.
        if try office.states()["completed"] != asked {
          let heir = try RunningWorker(
            url, ["--jobs", "1", "--lease-seconds", "0.3", "--poll-seconds", "0.05"])
          #expect(try await heir.end() == 0, "\(heir.text)")
        }
        #expect(try office.states()["completed"] == asked)
      }
      #expect(place > 15)
      print("killed at \(place - 1) statements, \(before ? "before" : "after") each")
      try office.checkInvariants(completed: asked)
    }
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
