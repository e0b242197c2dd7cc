import ArgumentParser

/// The command a developer measures with.
@main
struct JadwalBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jadwal-bench",
    abstract: "Makes datasets and measures the planner on them.",
    subcommands: [
      BoundCommand.self, CBCTTCommand.self, DatabaseCommand.self, EngineCommand.self,
      GenerateCommand.self, PageCommand.self, RepairCommand.self, TrainingCommand.self,
      WorkerCommand.self,
    ])
}
