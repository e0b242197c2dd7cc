import Faults
import Foundation
import Postgres
import Store
import Synchronization
import Worker

/// Claim and finish, each committed to the disk: by the worker's own code, and by pgbench with the
/// same statements and as many clients, in turns; the best round of each counts.
struct QueueCycle {
  let clients: Int
  let seconds: Int

  func measure() throws -> QueueFigures.Cycle {
    let server = try QueueServer()
    // Fewer than would be claimed in all rounds is no measurement.
    try server.fill(400_000)
    var (ours, theirs) = (0.0, 0.0)
    for _ in 0..<3 {
      theirs = max(theirs, try pgbench(server))
      ours = max(ours, try worker(server))
    }
    return QueueFigures.Cycle(clients: clients, ours: ours, pgbench: theirs)
  }

  private func worker(_ server: QueueServer) throws -> Double {
    let address = try server.address()
    let done = Mutex(0)
    let started = ContinuousClock.now
    let deadline = started + .seconds(seconds)
    // Threads of their own: Dispatch would run no more at once than there are cores.
    let all = DispatchGroup()
    for _ in 0..<clients {
      all.enter()
      Thread.detachNewThread {
        defer { all.leave() }
        do {
          let queue = JobQueue(Database(address))
          let name = WorkerSettings.freshName()
          var count = 0
          while ContinuousClock.now < deadline {
            for job in try queue.claim(by: name, for: .seconds(600)) {
              try queue.end(job, .discarded("measured"))
              count += 1
            }
          }
          done.withLock { $0 += count }
        } catch { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
      }
    }
    all.wait()
    return Double(done.withLock { $0 }) / started.duration(to: .now).seconds
  }

  private func pgbench(_ server: QueueServer) throws -> Double {
    let script = """
      SELECT domain_id AS d, job_id AS j, programme_id, kind, args::text AS args, attempt, max_attempts, fence AS f, cancel_requested \
      FROM jadwal.claim('pgbench', '600000 milliseconds'::interval, 1, ARRAY['allocate']) \\gset
      SELECT jadwal.finish(:d, :j, :f, 'discarded', 'measured', '0 milliseconds'::interval);

      """
    let file = FileManager.default.temporaryDirectory.appending(path: server.name + ".sql")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    // So many rather than so long: its alarm would not go off, for our threads block that signal.
    let told = try shellOutput(
      "PGOPTIONS='' pgbench -n -M extended -c \(clients) -j \(min(2, clients)) -t \(seconds * 300) -f \(file.path) "
        + "'\(server.url)' | sed -n 's/^tps = \\([0-9.]*\\).*/\\1/p'")
    return Double(told) ?? .nan
  }
}

/// From the moment at which somebody tells of a job to the moment at which a worker has it.
struct HintLatency {
  let rounds: Int

  func measure() async throws -> QueueFigures.Hint {
    let server = try QueueServer(isDurable: false)
    let asking = JobQueue(Database(try server.address()))
    let address = try server.address()
    let claimed = AsyncStream<ContinuousClock.Instant>.makeStream()
    let isOver = Mutex(false)
    Thread.detachNewThread {
      do {
        let listening = try Connection(address)
        try listening.listen(to: JobQueue.channel)
        let queue = JobQueue(Database(address))
        claimed.continuation.yield(.now)
        while !isOver.withLock({ $0 }) {
          guard try listening.notification(within: .seconds(1)) != nil else { continue }
          for job in try queue.claim(by: "bench", for: .seconds(600)) {
            claimed.continuation.yield(.now)
            try queue.end(job, .discarded("measured"))
          }
        }
      } catch { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
    }
    var iterator = claimed.stream.makeAsyncIterator()
    _ = await iterator.next()
    var waits: [Double] = []
    for _ in 0..<rounds {
      try server.fill(1)
      let started = ContinuousClock.now
      try asking.hint()
      guard let moment = await iterator.next() else { break }
      waits.append(started.duration(to: moment).seconds * 1000)
    }
    isOver.withLock { $0 = true }
    waits.sort()
    guard !waits.isEmpty else { throw CocoaError(.executableLoad) }
    return QueueFigures.Hint(
      times: waits.count, p50: waits[waits.count / 2], p99: waits[waits.count * 99 / 100])
  }
}

/// What the process keeps in memory while it claims and finishes.
struct ClaimMemory {
  let claims: Int

  func measure() throws -> QueueFigures.Memory {
    let server = try QueueServer(isDurable: false)
    try server.fill(claims)
    let queue = JobQueue(Database(try server.address()))
    var count = 0
    var warm = 0
    while let job = try queue.claim(by: "bench", for: .seconds(600)).first {
      try queue.end(job, .discarded("measured"))
      count += 1
      // What the first tenth has taken is what a process of this kind takes.
      if count == claims / 10 { warm = Self.resident }
    }
    return QueueFigures.Memory(claims: claims, early: warm, late: Self.resident)
  }

  static var resident: Int { resident(of: getpid()) }

  /// Kilobytes.
  static func resident(of process: Int32) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}

/// What a worker costs that has nothing to do.
struct IdleWorker {
  let jadwal: String
  let seconds: Int

  func measure() throws -> QueueFigures.Idle {
    let server = try QueueServer(isDurable: false)
    let worker = try BenchWorker(jadwal, server.url, ["--threads", "1"])
    defer { worker.end() }
    try worker.waitUntilItHears(server)
    let connection = try server.connection()
    func statements() throws -> Int {
      try connection.run(
        "SELECT (xact_commit + xact_rollback)::bigint FROM pg_stat_database WHERE datname = current_database()"
      )[0][0]
    }
    try connection.run("SELECT pg_stat_force_next_flush()")
    let (before, cpu, started) = (try statements(), worker.cpuSeconds, ContinuousClock.now)
    Thread.sleep(forTimeInterval: Double(seconds))
    let minutes = started.duration(to: .now).seconds / 60
    return QueueFigures.Idle(
      transactions: Double(try statements() - before) / minutes,
      cpuSeconds: (worker.cpuSeconds - cpu) / minutes,
      resident: ClaimMemory.resident(of: worker.identifier))
  }
}
