import Planning
import Synchronization
import Training

/// Looks for several good plans of a dataset, one after the other, each with an emphasis of its own.
final class Alternatives: Sendable {
  private struct State {
    var budget: Budget?
    var isStopped = false
  }

  private let loaded: LoadedDataset
  /// Of each plan.
  private let limits: SearchLimits
  private let seed: UInt64
  private let threads: Int
  private let state = Mutex(State())

  /// - Parameter limits: of all of them together; each gets its share, the first two of them.
  init(_ count: Int, of loaded: LoadedDataset, limits: SearchLimits, seed: UInt64, threads: Int) {
    self.loaded = loaded
    let shares = count > 1 ? count + 1 : 1
    self.limits = SearchLimits(
      seconds: limits.seconds.map { $0 / Double(shares) },
      iterations: limits.iterations.map { $0 / shares }, patience: limits.patience)
    self.seed = seed
    self.threads = threads
  }

  /// Ends the search with what there is; may be called from any thread.
  func stop() {
    state.withLock {
      $0.isStopped = true
      $0.budget?.stop()
    }
  }

  /// The plans that differ from each other, that of the weights themselves first.
  ///
  /// - Parameter observe: told which of them is looked for, and how far that is.
  func find(
    _ count: Int, from earlier: Plan?,
    observe: @escaping @Sendable (_ title: String, _ progress: SearchProgressTold) -> Void
  ) -> [AlternativePlan] {
    let hasPlanInForce = !loaded.programme.previous.isEmpty
    var found: [AlternativePlan] = []
    func look(_ emphasis: Emphasis, from start: Plan?) -> AlternativePlan? {
      let budget = Budget(limits, threads: threads) { progress in
        observe(
          emphasis.title, SearchProgressTold(cost: progress.cost, unplaced: progress.unplaced))
      }
      let isOver = state.withLock { state in
        state.budget = budget
        return state.isStopped
      }
      guard !isOver || found.isEmpty else { return nil }
      if isOver { budget.stop() }
      return search(emphasis, from: start, within: budget)
    }
    let emphases = Emphasis.list(count, hasPlanInForce: hasPlanInForce)
    for emphasis in emphases {
      let start = emphasis.turn == 0 ? found.first?.plan ?? earlier : earlier
      if let next = look(emphasis, from: start) { found.append(next) }
    }
    // What the weights ask for is never dearer than what was looked for beside it.
    let cheapest = found.min { $0.verification.cost < $1.verification.cost }
    if count > 1, let cheapest, let first = look(emphases[0], from: cheapest.plan) {
      found[0] = first
    }
    return found.enumerated().filter { index, one in
      found[..<index].allSatisfy { !PlanChanges(from: $0.plan, to: one.plan).isNothing }
    }.map(\.element)
  }

  private func search(
    _ emphasis: Emphasis, from start: Plan?, within budget: Budget
  ) -> AlternativePlan {
    var settings = loaded.programme.settings
    settings.weights = emphasis.applied(to: settings.weights)
    let facts = Facts(loaded.programme.adjusting(settings))
    let compiled = CompiledProgramme(facts, freeze: loaded.freeze)
    let seed = seed &+ UInt64(emphasis.turn)
    let result = compiled.search(
      PlanRequest(seed: seed, threads: threads, earlier: start), within: budget)
    let plan = Plan(programme: loaded.programme, placements: result.plan.placements)
    return AlternativePlan(
      title: emphasis.title, plan: plan,
      verification: Verification(PlanView(plan, facts: loaded.facts, freeze: loaded.freeze)),
      made: PlanMaking(
        seed: seed, threads: threads, iterations: result.iterations, seconds: budget.elapsed,
        version: Version.text))
  }
}

/// How far a search is.
struct SearchProgressTold: Sendable {
  var cost: Int
  var unplaced: Int
}
