import Logging
import Postgres
import Store
import Synchronization

/// One job from its claim to its end.
struct JobRun: Sendable {
  let job: ClaimedJob
  let settings: WorkerSettings
  let link: Link
  let heartbeat: Link
  let solver: any Solver
  let drain: Drain
  let health: Health
  let logger: Logger

  /// How it ended, as metrics call it.
  func run() async -> String {
    let control = SolveControl()
    let state = RunState()
    let ended = Bell()
    drain.add(ended)
    defer { drain.remove(ended) }
    return await withTaskGroup(of: String?.self) { group in
      group.addTask { await beat(control, state) }
      group.addTask { await watchDrain(control, state, ended) }
      group.addTask { await work(control, state) }
      var outcome = "given_back"
      for await told in group {
        if let told {
          outcome = told
          group.cancelAll()
        }
      }
      return outcome
    }
  }

  /// Renews the lease, at most once a second and at least three times in its length, until the job
  /// has ended.
  private func beat(_ control: SolveControl, _ state: RunState) async -> String? {
    let interval = min(settings.lease / 3, .seconds(1))
    var renewed = ContinuousClock.now
    while !Task.isCancelled {
      try? await Task.sleep(for: interval)
      guard !Task.isCancelled else { break }
      health.loopedOn()
      let progress = state.newProgress()
      let isDue = renewed.duration(to: .now) >= settings.lease / 3 - .milliseconds(1)
      guard isDue || progress != nil else { continue }
      let (job, lease) = (job, settings.lease)
      do {
        let found = try await heartbeat.ask { database in
          try JobQueue(database).renew(job, for: lease, progress: progress)
        }
        renewed = .now
        guard found != .held else { continue }
        state.note(found)
        control.kill()
        return nil
      } catch {
        // Without a word from the server the search goes on: the fence decides at its end.
        if !Task.isCancelled { logger.warning("The lease was not renewed", metadata: told(error)) }
      }
    }
    return nil
  }

  /// Ends the search when the worker is to stop: a search that is half through, whose plan nobody
  /// expects to be the same to the byte, is kept as far as it is; another is given back.
  private func watchDrain(
    _ control: SolveControl, _ state: RunState, _ bell: Bell
  ) async -> String? {
    var wasStopped = false
    while !Task.isCancelled, !drain.isHurried {
      guard let remaining = drain.remaining, !state.isSolved else {
        await bell.wait(atMost: .seconds(3600))
        continue
      }
      // Some of the time has to be left for giving back.
      let spare = remaining - .seconds(2)
      if wasStopped {
        guard spare > .zero else { break }
      } else {
        guard job.arguments.iterations == nil, state.share(of: searchSeconds) >= 0.5 else { break }
        control.stop()
        wasStopped = true
      }
      await bell.wait(atMost: max(.zero, spare))
    }
    guard !Task.isCancelled else { return nil }
    control.kill()
    return nil
  }

  private var searchSeconds: Double { job.arguments.seconds ?? 60 }

  private func work(_ control: SolveControl, _ state: RunState) async -> String {
    if job.cancelRequested { return await end(.cancelled, "cancelled") }
    do {
      let input = try await link.ask { [job] in try JobQueue.input(for: job, in: $0) }
      let result = await solver.solve(
        task(for: input), control: control, progress: { state.note($0) })
      state.noteSolved()
      switch result {
      case .success(let draft): return try await settle(draft, input)
      case .failure(.refused(let why)):
        return await end(.discarded(named(why, input)), "discarded")
      case .failure(.failed(let why)): return await retry(named(why, input))
      case .failure(.killed): return await endKilled(state)
      }
    } catch let error as NotFound {
      return await end(.discarded(error.description), "discarded")
    } catch is CancellationError {
      return "given_back"
    } catch {
      if drain.hasBegun, (error as? PostgresError)?.isWorthWaiting == true {
        logger.error("The job is left to its lease", metadata: told(error))
        return "left"
      }
      return await retry("\(error)")
    }
  }

  private func endKilled(_ state: RunState) async -> String {
    switch state.renewal {
    case .lost:
      logger.notice("fenced: another worker has the job, and its result is dropped")
      return "fenced"
    case .cancelled: return await end(.cancelled, "cancelled")
    case .held:
      return await end(.givenBack("the worker was stopped"), "given_back")
    }
  }

  private func task(for input: JobInput) -> SolveTask {
    let arguments = job.arguments
    let isOpen = arguments.seconds == nil && arguments.iterations == nil
    let seconds = isOpen ? 60 : arguments.seconds
    let limit = seconds.map { Duration.seconds($0 * 1.25) } ?? settings.longest
    return SolveTask(
      request: SolveRequest(
        now: input.now, digest: input.digest, week: arguments.week,
        hasPublished: input.published != nil,
        taken: input.occupied,
        seed: arguments.seed ?? 1, threads: arguments.threads ?? settings.threads,
        seconds: seconds, iterations: arguments.iterations),
      files: input.files, wallLimit: min(limit, settings.longest) + settings.grace,
      memory: settings.memory)
  }

  private func settle(_ draft: PlanDraft, _ input: JobInput) async throws -> String {
    let (job, metrics) = (job, draft.figures)
    while true {
      do {
        let outcome = try await link.ask {
          try JobQueue.settle(job, with: draft, from: input, in: $0)
        }
        logger.info(
          "The job is completed",
          metadata: [
            "cost": "\(metrics.cost)", "unplaced": "\(metrics.unplaced)", "outcome": "\(outcome)",
          ])
        return "completed"
      } catch let error as PostgresError {
        switch error {
        case _ where error.kind == .unknownOutcome || error.constraint == "one_version_per_job":
          // What became of it, the server knows: done, as before, or another's by now.
          let standing = try await link.ask { try JobQueue($0).standing(of: job) }
          if standing == "running" { continue }
          return standing == "completed" ? "completed" : fenced()
        case _ where error.isFenced:
          let standing = try await link.ask { try JobQueue($0).standing(of: job) }
          return standing == "completed" ? "completed" : fenced()
        case _ where error.constraint == PostgresError.publishedVersionMoved:
          return await end(
            .givenBack("another plan was published meanwhile"), "given_back")
        default: throw error
        }
      }
    }
  }

  private func fenced() -> String {
    logger.notice("fenced: another worker has the job, and its result is dropped")
    return "fenced"
  }

  private func retry(_ why: String) async -> String {
    var backoff = Backoff(from: settings.retry, upTo: .seconds(3600))
    for _ in 1..<max(1, job.attempt) { _ = backoff.next() }
    let isLast = job.attempt >= job.maxAttempts
    return await end(.retry(why, after: backoff.next()), isLast ? "discarded" : "retryable")
  }

  private func end(_ ending: JobQueue.Ending, _ outcome: String) async -> String {
    do {
      try await link.ask { [job] in try JobQueue($0).end(job, ending) }
      logger.notice(
        "The job has ended without a plan",
        metadata: ["outcome": "\(outcome)", "why": "\(ending)"])
      return outcome
    } catch let error as PostgresError where error.isFenced {
      return fenced()
    } catch {
      logger.error("The job is left to its lease", metadata: told(error))
      return "left"
    }
  }

  private func named(_ why: String, _ input: JobInput) -> String {
    String("\(input.programme.name), dataset version \(input.dataset): \(why)".prefix(8000))
  }

  private func told(_ error: any Error) -> Logger.Metadata { ["error": "\(error)"] }
}

/// What the tasks of a run tell each other.
private final class RunState: Sendable {
  private struct State {
    var progress: JobProgress?
    var isToldOf = true
    var renewal = JobQueue.Renewal.held
    var isSolved = false
    let began = ContinuousClock.now
  }

  private let state = Mutex(State())

  func note(_ progress: JobProgress) {
    state.withLock { state in
      guard state.progress != progress else { return }
      (state.progress, state.isToldOf) = (progress, false)
    }
  }

  /// What has not been written yet.
  func newProgress() -> JobProgress? {
    state.withLock { state in
      guard !state.isToldOf else { return nil }
      state.isToldOf = true
      return state.progress
    }
  }

  func note(_ renewal: JobQueue.Renewal) { state.withLock { $0.renewal = renewal } }
  func noteSolved() { state.withLock { $0.isSolved = true } }

  var renewal: JobQueue.Renewal { state.withLock { $0.renewal } }
  var isSolved: Bool { state.withLock { $0.isSolved } }

  /// How much of its time the search has had; nothing before there is a plan.
  func share(of seconds: Double) -> Double {
    state.withLock { state in
      guard state.progress != nil, seconds > 0 else { return 0 }
      return state.began.duration(to: .now).seconds / seconds
    }
  }
}
