import Faults
import Foundation
import Postgres
import Store

/// A `jadwal worker` that the measurement runs, and starts again where it is killed.
final class BenchWorker {
  private let process = Process()
  var identifier: Int32 { process.processIdentifier }

  init(_ jadwal: String, _ url: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: jadwal)
    process.arguments = ["worker", "--allow-insecure-database"] + arguments
    var environment = ProcessInfo.processInfo.environment
    environment["DATABASE_URL"] = url
    process.environment = environment
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func kill() {
    Foundation.kill(identifier, SIGKILL)
    process.waitUntilExit()
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  func waitUntilItHears(_ server: QueueServer, _ count: Int = 1) throws {
    let connection = try server.connection()
    while try connection.run(
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'jadwal-worker-listen'")[0][0]
      < count
    { usleep(10_000) }
  }

  /// User and system time of the process alone.
  var cpuSeconds: Double {
    let stat = (try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)) ?? ""
    let fields = stat.split(separator: " ")
    guard fields.count > 15, let user = Double(fields[13]), let system = Double(fields[14]) else {
      return 0
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

/// Five ways to make things go wrong, and the rate of jobs before and after.
struct Chaos {
  let jadwal: String
  let jobs: Int

  private static let options = [
    "--threads", "1", "--lease-seconds", "2", "--poll-seconds", "0.5", "--retry-seconds", "0.1",
  ]

  /// - Parameter tell: told of each when it has been measured.
  func measure(_ tell: (QueueFigures.Upset) -> Void) throws {
    for name in [
      "worker killed again and again", "crash of all workers", "PostgreSQL restarted",
      "backends killed", "network cut",
    ] {
      let server = try QueueServer()
      let proxy = name == "network cut" ? try FaultProxy(to: server.url) : nil
      let url = proxy?.url(server.url) ?? server.url
      var workers = try (0..<2).map { _ in try BenchWorker(jadwal, url, Self.options) }
      let queue = try Round(server: server, programme: server.programme)
      for worker in workers { try worker.waitUntilItHears(server, workers.count) }
      // The best of three rounds, before and after: the disk is shared.
      var asked = 0
      func best() throws -> Double {
        asked += 3 * jobs
        return try max(queue.run(jobs), queue.run(jobs), queue.run(jobs))
      }
      let before = try best()
      try queue.ask(jobs)
      asked += jobs
      try upset(name, server, proxy, queue, asked, &workers, url)
      try queue.wait(for: asked)
      let after = try best()
      for worker in workers { worker.end() }
      proxy?.stop()
      let (lost, twice) = try queue.faults(of: asked)
      tell(
        QueueFigures.Upset(name: name, before: before, after: after, lost: lost, twice: twice))
    }
  }

  private func upset(
    _ name: String, _ server: QueueServer, _ proxy: FaultProxy?, _ queue: Round, _ asked: Int,
    _ workers: inout [BenchWorker], _ url: String
  ) throws {
    switch name {
    case "worker killed again and again":
      while try queue.completed() < asked {
        let count = try queue.completed()
        try queue.wait(for: min(asked, count + 3))
        let victim = Int.random(in: workers.indices)
        workers[victim].kill()
        workers[victim] = try BenchWorker(jadwal, url, Self.options)
      }
    case "crash of all workers":
      try queue.wait(for: asked - jobs + min(jobs, 5))
      for index in workers.indices {
        workers[index].kill()
        workers[index] = try BenchWorker(jadwal, url, Self.options)
      }
    case "PostgreSQL restarted":
      try queue.wait(for: asked - jobs + min(jobs, 5))
      try server.cycle()
      try server.kill()
      try server.restart()
      try queue.reconnect()
    case "backends killed":
      for round in 1...5 {
        try queue.wait(for: asked - jobs + jobs * round / 6)
        try queue.endBackends()
      }
    default:
      try queue.wait(for: asked - jobs + min(jobs, 5))
      proxy?.silence(true)
      Thread.sleep(forTimeInterval: 3)
      proxy?.silence(false)
    }
  }
}

/// Rounds of jobs on a server.
final class Round {
  private let server: QueueServer
  private let programme: StoredProgramme
  private var connection: Connection
  private var asked = 0

  init(server: QueueServer, programme: StoredProgramme) throws {
    self.server = server
    self.programme = programme
    connection = try server.connection()
  }

  func reconnect() throws { connection = try server.connection() }

  func completed() throws -> Int {
    try connection.run("SELECT count(*) FROM jadwal.job WHERE state = 'completed'")[0][0]
  }

  func ask(_ count: Int) throws {
    for _ in 0..<count {
      try connection.run(
        """
        SELECT jadwal.enqueue(\(programme.domainNumber), \(programme.number), 'allocate', NULL,
          '{"iterations": 2000, "threads": 1}', NULL, NULL)
        """)
    }
    try connection.run("UPDATE jadwal.job SET max_attempts = 100 WHERE state = 'available'")
    try connection.run("SELECT pg_notify(\(JobQueue.channel), '')")
    asked += count
  }

  func wait(for count: Int) throws {
    while try completed() < count { usleep(2000) }
  }

  /// Jobs a second.
  @discardableResult
  func run(_ count: Int) throws -> Double {
    let before = try completed()
    try ask(count)
    let started = ContinuousClock.now
    try wait(for: before + count)
    return Double(count) / started.duration(to: .now).seconds
  }

  func endBackends() throws {
    try connection.run(
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE application_name LIKE 'jadwal-worker%'
      """)
  }

  func faults(of asked: Int) throws -> (lost: Int, twice: Int) {
    let lost: Int = try connection.run(
      """
      SELECT \(asked)::int - count(DISTINCT j.job_id) FROM jadwal.job j
      JOIN jadwal.plan_version v USING (domain_id, job_id) WHERE j.state = 'completed'
      """)[0][0]
    let twice: Int = try connection.run(
      "SELECT count(*) - count(DISTINCT job_id) FROM jadwal.plan_version WHERE job_id IS NOT NULL")[
        0][0]
    return (lost, twice)
  }
}
