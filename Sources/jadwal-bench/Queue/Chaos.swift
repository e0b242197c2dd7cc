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
///
/// The rounds of the queue that is to suffer take turns with those of a calm one, for what else goes on
/// at the machine changes a rate by more than what is looked for; a sixth scenario, in which nothing goes
/// wrong, tells how much of that is left.
struct Chaos {
  let jadwal: String
  /// Jobs before and as many after, in rounds.
  let jobs: Int

  private static let rounds = 12
  private static let options = [
    "--threads", "1", "--lease-seconds", "2", "--poll-seconds", "0.5", "--retry-seconds", "0.1",
  ]

  /// A server with two workers and a queue.
  private final class Shop {
    let server: QueueServer
    let proxy: FaultProxy?
    let url: String
    var workers: [BenchWorker]
    let queue: Round

    init(_ jadwal: String, behindProxy: Bool) throws {
      server = try QueueServer()
      proxy = behindProxy ? try FaultProxy(to: server.url) : nil
      let url = proxy?.url(server.url) ?? server.url
      self.url = url
      workers = try (0..<2).map { _ in try BenchWorker(jadwal, url, Chaos.options) }
      queue = try Round(server: server, programme: server.programme)
      try workers[0].waitUntilItHears(server, workers.count)
    }

    func close() {
      for worker in workers { worker.end() }
      proxy?.stop()
    }
  }

  /// - Parameter tell: told of each when it has been measured.
  func measure(_ tell: (QueueFigures.Upset) -> Void) throws {
    for name in [
      "nothing", "worker killed again and again", "crash of all workers", "PostgreSQL restarted",
      "backends killed", "network cut",
    ] {
      let calm = try Shop(jadwal, behindProxy: name == "network cut")
      let shop = try Shop(jadwal, behindProxy: name == "network cut")
      let before = try pair(shop.queue, calm.queue)
      // As many for both, so that both have stored as much.
      try shop.queue.ask(jobs)
      try upset(name, shop)
      try shop.queue.wait(for: shop.queue.asked)
      try calm.queue.run(jobs)
      let after = try pair(shop.queue, calm.queue)
      shop.close()
      calm.close()
      let (lost, twice) = try shop.queue.faults()
      tell(
        QueueFigures.Upset(
          name: name, before: before.rate, after: after.rate, kept: after.beside / before.beside,
          lost: lost, twice: twice))
    }
  }

  /// Jobs a second of `queue`, and how many times that of `calm` it is: the middle of all rounds.
  private func pair(_ queue: Round, _ calm: Round) throws -> (rate: Double, beside: Double) {
    let count = max(1, jobs / Self.rounds)
    let rates = try (0..<Self.rounds).map { _ in try (queue.run(count), calm.run(count)) }
    return (middle(rates.map(\.0)), middle(rates.map { $0.0 / $0.1 }))
  }

  /// The mean of the middle half.
  private func middle(_ values: [Double]) -> Double {
    let half = values.sorted().dropFirst(values.count / 4).dropLast(values.count / 4)
    return half.reduce(0, +) / Double(half.count)
  }

  /// Makes things go wrong while the jobs that were asked for last are done.
  private func upset(_ name: String, _ shop: Shop) throws {
    let queue = shop.queue
    let first = queue.asked - jobs
    switch name {
    case "nothing": break
    case "worker killed again and again":
      while try queue.completed() < queue.asked {
        let count = try queue.completed()
        try queue.wait(for: min(queue.asked, count + 3))
        try restart(Int.random(in: shop.workers.indices), of: shop)
      }
    case "crash of all workers":
      try queue.wait(for: first + min(jobs, 5))
      for index in shop.workers.indices { try restart(index, of: shop) }
    case "PostgreSQL restarted":
      try queue.wait(for: first + min(jobs, 5))
      try shop.server.cycle()
      try shop.server.kill()
      try shop.server.restart()
      try queue.reconnect()
    case "backends killed":
      for round in 1...5 {
        try queue.wait(for: first + jobs * round / 6)
        try queue.endBackends()
      }
    default:
      try queue.wait(for: first + min(jobs, 5))
      shop.proxy?.silence(true)
      Thread.sleep(forTimeInterval: 3)
      shop.proxy?.silence(false)
    }
  }

  private func restart(_ index: Int, of shop: Shop) throws {
    shop.workers[index].kill()
    shop.workers[index] = try BenchWorker(jadwal, shop.url, Self.options)
  }
}

/// Rounds of jobs on a server.
final class Round {
  private let server: QueueServer
  private let programme: StoredProgramme
  private var connection: Connection
  private(set) var asked = 0

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

  func faults() throws -> (lost: Int, twice: Int) {
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
