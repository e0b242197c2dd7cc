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
  @Option(help: "Jobs before, during and after each chaos.")
  var jobs = 120
  @Option(help: "The dataset of the part weekly.")
  var dataset: String?

  @Option(help: "Hints that are timed.")
  var hints = 500
  @Option(help: "Seconds that an idle worker is looked at.")
  var idleSeconds = 60
  @Option(help: "Seconds of each search of the part weekly.")
  var searchSeconds = 60.0
  @Flag(help: "One JSON document.")
  var json = false

  func run() async throws {
    var figures = QueueFigures()
    func tell(_ text: String) { if !json { print(text) } }
    for part in parts.split(separator: ",") {
      switch part {
      case "cycle":
        let cycle = try QueueCycle(clients: clients, seconds: seconds).measure()
        figures.cycle = cycle
        tell(cycle.text)
      case "hint":
        let hint = try await HintLatency(rounds: hints).measure()
        figures.hint = hint
        tell(hint.text)
      case "memory":
        let memory = try ClaimMemory(claims: claims).measure()
        figures.memory = memory
        tell(memory.text)
      case "idle":
        let idle = try IdleWorker(jadwal: jadwal, seconds: idleSeconds).measure()
        figures.idle = idle
        tell(idle.text)
      case "chaos":
        try Chaos(jadwal: jadwal, jobs: jobs).measure {
          figures.chaos = (figures.chaos ?? []) + [$0]
          tell($0.text)
        }
      case "weekly":
        guard let dataset else { throw ValidationError("weekly needs --dataset.") }
        try WeeklyRun(jadwal: jadwal, dataset: dataset, searchSeconds: searchSeconds).measure {
          figures.weekly = (figures.weekly ?? []) + [$0]
          tell($0.text)
        }
      default: throw ValidationError("--parts are cycle, hint, memory, idle, chaos and weekly.")
      }
    }
    guard json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
  }
}
