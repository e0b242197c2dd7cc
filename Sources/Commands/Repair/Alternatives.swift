import Planning
import Synchronization
import Training

/// One of several good plans.
struct AlternativePlan: Sendable {
  var title: String
  var plan: Plan
  /// By the weights of the dataset.
  var verification: Verification
  var made: PlanMaking
}

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

  /// - Parameter limits: of all of them together; each gets its share.
  init(_ count: Int, of loaded: LoadedDataset, limits: SearchLimits, seed: UInt64, threads: Int) {
    self.loaded = loaded
    self.limits = SearchLimits(
      seconds: limits.seconds.map { $0 / Double(count) },
      iterations: limits.iterations.map { $0 / count }, patience: limits.patience)
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
    var found: [AlternativePlan] = []
    let hasPlanInForce = !loaded.programme.previous.isEmpty
    for emphasis in Emphasis.list(count, hasPlanInForce: hasPlanInForce) {
      let budget = Budget(limits, threads: threads) { progress in
        observe(
          emphasis.title, SearchProgressTold(cost: progress.cost, unplaced: progress.unplaced))
      }
      let isOver = state.withLock { state in
        state.budget = budget
        return state.isStopped
      }
      if isOver, !found.isEmpty { break }
      if isOver { budget.stop() }
      let start = emphasis.turn == 0 ? found.first?.plan ?? earlier : earlier
      let alternative = search(emphasis, from: start, within: budget)
      let isNew = found.allSatisfy {
        !PlanChanges(from: $0.plan, to: alternative.plan).isNothing
      }
      if isNew { found.append(alternative) }
    }
    return found
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
