import Files
import Foundation
import Planning
import Store
import Training
import Worker

/// Gives the fixture's plan at once, in place of a search.
struct CannedSolver: Solver {
  private let draft: PlanDraft
  /// Runs before the plan is given: a test's way to make something happen during a search.
  var during: @Sendable () async -> Void = {}

  init() throws {
    let files = try WorkerOffice.files()
    let bytes = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
    let programme = try readDataset(in: .memory(bytes)).get().programme
    let csv = Array(try Data(contentsOf: WorkerOffice.fixture.appending(path: "greedy.csv")))
    let plan = try readPlan(csv, for: programme).get().plan
    let placed = plan.placements.count { $0 != nil }
    draft = PlanDraft(
      figures: PlanDraft.Figures(
        seed: 1, threads: 1, iterations: 1, seconds: 1, version: "test", cost: 1, coverage: 0,
        lowerBound: 0, terms: "{}", hardViolations: 0, placed: placed,
        unplaced: plan.placements.count - placed, outcome: #"{"cost": 1, "unplaced": 0}"#),
      rows: AssignmentRows(plan).bytes, planJSON: Array("{}\n".utf8), boundJSON: Array("{}\n".utf8))
  }

  func solve(
    _ task: SolveTask, control: SolveControl, progress: @escaping @Sendable (JobProgress) -> Void
  ) async -> Result<PlanDraft, SolveFailure> {
    progress(JobProgress(cost: 2, iterations: 1, seconds: 0.1))
    await during()
    return control.wasKilled ? .failure(.killed) : .success(draft)
  }
}
