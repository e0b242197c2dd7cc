import ArgumentParser
import Foundation
import Postgres
import Store
import Training
import Worker

/// `jadwal-bench worker`: the queue beside pgbench, hints, memory, idleness, and five kinds of chaos.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Measures the queue side by side with pgbench, and what chaos costs it.",
    discussion: """
      Works in databases of its own, which it makes and drops, on servers of its own, which wait for \
      the disk. Parts: cycle, hint, memory, idle, chaos, weekly.
      """)

  @Option(help: "Which parts, several with commas. [default: all but weekly]")
  var parts = "cycle,hint,memory,idle,chaos"
  @Option(help: "The executable that works.")
  var jadwal = "jadwal"
  @Option(help: "Clients of the cycle.")
  var clients = 4
  @Option(help: "Seconds of each round of the cycle.")
  var seconds = 5
  @Option(help: "Claims that memory is looked at over.")
  var claims = 100_000
  @Option(help: "Jobs of each round of chaos.")
  var jobs = 60
  @Option(help: "The dataset of the part weekly.")
  var dataset: String?

  func run() async throws {
    for part in parts.split(separator: ",") {
      switch part {
      case "cycle": try QueueCycle(clients: clients, seconds: seconds).measure()
      case "hint": try await HintLatency().measure()
      case "memory": try ClaimMemory(claims: claims).measure()
      case "idle": try IdleWorker(jadwal: jadwal).measure()
      case "chaos": try Chaos(jadwal: jadwal, jobs: jobs).measure()
      case "weekly":
        guard let dataset else { throw ValidationError("weekly needs --dataset.") }
        try WeeklyRun(jadwal: jadwal, dataset: dataset).measure()
      default: throw ValidationError("--parts are cycle, hint, memory, idle, chaos and weekly.")
      }
    }
  }
}
