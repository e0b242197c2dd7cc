/// One thread's search: a workbench, the best it has seen, and what it has tried.
final class LocalSearch: @unchecked Sendable {
  let workbench: Workbench
  private let arena: Arena
  private(set) var best: Best
  private(set) var iterations = 0
  /// By neighbourhood: proposed, evaluated, kept, alternatives, in turn.
  private let statistics: Grid<Int>
  private var random: Random
  private var cooling: Cooling
  private let wheel: Grid<UInt8>
  private let draws: Grid<Int32>
  private(set) var isOver = false
  /// How much of the budget was spent when it was asked last, in 65 536ths.
  private(set) var spent = 0
  /// Where the focus stands, and the moves until it goes on.
  private var focus: Int
  private var untilNext = 0

  /// Moves with the same activities in focus: few enough that all have their turn many times while it
  /// grows cold, where there are tens of thousands.
  private static let stay = 6 * Workbench.focusWidth

  init(on workbench: Workbench, seed: UInt64, cooling: Cooling, odds: [Int]) {
    self.workbench = workbench
    let arena = Arena()
    self.arena = arena
    statistics = Grid(count: 4 * Neighbourhood.allCases.count, filledWith: 0, in: arena)
    self.cooling = cooling
    random = Random(seed: seed)
    focus = random.below(max(1, workbench.problem.movable.count))
    best = Best(of: workbench)
    wheel = Grid(
      zip(Neighbourhood.allCases, odds).flatMap { neighbourhood, odds in
        Array(repeating: UInt8(neighbourhood.rawValue), count: odds)
      }, in: arena)
    draws = Grid(Annealing.draws, in: arena)
  }

  /// Proposes up to `count` moves; stops early once the budget is spent.
  func run(_ count: Int, watch: some Watch) {
    guard !isOver else { return }
    var random = self.random
    var cooling = self.cooling
    var done = 0
    while done < count {
      if untilNext <= 0 {
        focus = (focus + Workbench.focusWidth) % max(1, workbench.problem.movable.count)
        workbench.focus(at: focus)
        untilNext = Self.stay
      }
      let left = watch.movesPerThread &- iterations &- done
      let spent = watch.spent(moves: iterations + done, best: best.cost)
      self.spent = spent
      if spent >= 65_536 || left <= 0 {
        isOver = true
        break
      }
      cooling.cool(
        spent: spent, moves: iterations + done, leavesOut: workbench.unplacedCount > 0,
        isComplete: best.unplacedCount == 0)
      let annealing = cooling.annealing
      let batch = min(64, count - done, left)
      for _ in 0..<batch { step(annealing, &random) }
      done += batch
      untilNext -= batch
    }
    iterations += done
    self.random = random
    self.cooling = cooling
  }

  private func step(_ annealing: Annealing, _ random: inout Random) {
    let draw = Int(wheel[random.below(wheel.count)])
    guard let neighbourhood = Neighbourhood(rawValue: draw) else { return }
    let before = workbench.cost
    let weighed = workbench.alternatives
    let allowance = annealing.allowance(&random, draws.base)
    let proposal = workbench.propose(neighbourhood, allowing: allowance, random: &random)
    let row = 4 &* draw
    statistics[row] &+= 1
    statistics[row &+ 3] &+= workbench.alternatives &- weighed
    if proposal != .idle {
      statistics[row &+ 1] &+= 1
      statistics[row &+ 3] &+= 1
    }
    guard proposal == .made else {
      workbench.rollBack(to: 0)
      return
    }
    let delta = workbench.cost &- before
    guard delta <= allowance else {
      workbench.rollBack(to: 0)
      return
    }
    statistics[row &+ 2] &+= 1
    workbench.eachChanged { best.touch($0) }
    workbench.commit()
    if workbench.cost < best.cost { best.record(workbench) }
  }

  /// Goes on from `solution`, and takes it for the best if it is.
  func adopt(_ solution: Solution) {
    let known = best.solution
    workbench.adopt(solution)
    best = Best(of: workbench)
    if known.cost < best.cost { best.learn(known) }
  }

  func counts(of neighbourhood: Neighbourhood) -> MoveCounts {
    let row = 4 * neighbourhood.rawValue
    return MoveCounts(
      neighbourhood: neighbourhood, proposed: statistics[row], evaluated: statistics[row + 1],
      kept: statistics[row + 2], alternatives: statistics[row + 3])
  }

  /// Takes `solution` for the best, without going there.
  func learn(_ solution: Solution) { best.learn(solution) }
}
