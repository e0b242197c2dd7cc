import ArgumentParser
import Files
import Foundation
import Planning
import Training

/// `jadwal-bench repair`: how much a plan changes when one trainer falls ill.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Has trainers fall ill in turn, repairs the plan, and prints what that moved as CSV.",
    discussion: """
      Each case draws a trainer, a day and 1 to 14 days of absence that hit at least one session. \
      The plan is in force and frozen until two days after the absence begins. `hit` counts the sessions \
      that the absence makes impossible, `beyond` the others that had a place and do not keep it as it \
      was (another start, trainer or venue, or none), `others` those of them that the trainer had no \
      part in, `frozen` frozen sessions that were touched. Seconds are wall time from the \
      changed facts to the judged plan.
      """)

  @Argument(help: "The dataset folder.")
  var dataset: String
  @Argument(help: "The plan in force: a plan folder or an assignments.csv.")
  var plan: String
  @Option(help: "How many absences.")
  var absences = 50
  @Option(help: "Where the random numbers start.")
  var seed: UInt64 = 1
  @Option(help: "Chains of moves that are tried for each session without a place of its own.")
  var draws = 2_000
  @Option(help: "Search the whole plan for so many seconds instead, as a plan without repair does.")
  var search: Double?

  func run() throws {
    let programme = try loadProgramme(dataset)
    guard case .success(let file) = readPlan(at: plan, for: programme) else {
      note("\(plan) does not fit the dataset")
      throw ExitCode(65)
    }
    print(
      "case,trainer,from,days,hit,retimed,reassigned,relocated,lost,gained,beyond,others,frozen,"
        + "violations,cost_before,cost_after,seconds")
    var cases: [RepairCase] = []
    var random = Draw(seed: seed, topic: "repair")
    while cases.count < absences {
      guard let illness = Illness.draw(of: file.plan, &random) else { continue }
      let result = RepairCase(illness, of: file.plan, draws: draws, search: search)
      print("\(cases.count + 1)," + result.row)
      fflush(nil)
      cases.append(result)
    }
    tell(cases)
  }

  private func tell(_ cases: [RepairCase]) {
    func middle<Value: Comparable>(_ values: [Value]) -> Value? {
      values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
    guard let beyond = middle(cases.map(\.beyond)), let others = middle(cases.map(\.others)),
      let seconds = middle(cases.map(\.seconds))
    else { return }
    note(
      "\(cases.count) absences, seed \(seed): median beyond \(beyond), others \(others); "
        + "at most \(cases.map(\.beyond).max() ?? 0); at most 3 in "
        + "\(cases.count { $0.beyond <= 3 }); frozen touched "
        + "\(cases.reduce(0) { $0 + $1.frozen }); rules broken "
        + "\(cases.reduce(0) { $0 + $1.violations }); lost "
        + "\(cases.reduce(0) { $0 + $1.changes.lost.count }) of "
        + "\(cases.reduce(0) { $0 + $1.hit.count }) hit; seconds "
        + String(format: "%.2f, at most %.2f", seconds, cases.map(\.seconds).max() ?? 0))
  }
}
