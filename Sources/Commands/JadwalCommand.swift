import ArgumentParser

/// The command line of Jadwal: from a folder of tables to a plan that keeps every rule.
package struct JadwalCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "jadwal",
    abstract: "Plans training programmes: who teaches what, to whom, where and when.",
    usage: """
      jadwal init asean            write an example dataset to edit
      jadwal check asean           find its faults, or what is short
      jadwal plan asean            plan it; look at asean/plan/plan.html
      jadwal verify asean asean/plan
      jadwal show asean asean/plan --trainer T-VN-03
      jadwal explain asean asean/plan
      """,
    version: Version.text,
    subcommands: [
      InitCommand.self, CheckCommand.self, PlanCommand.self, VerifyCommand.self, ShowCommand.self,
      ExplainCommand.self, ReplaceCommand.self, MoveCommand.self, WhatIfCommand.self,
      DiffCommand.self, ExportCommand.self, ReportCommand.self, DoctorCommand.self,
      DatabaseCommand.self, ImportCommand.self, DatasetsCommand.self, ProgrammesCommand.self,
      AccountsCommand.self, PlansCommand.self, AllocateCommand.self, WorkerCommand.self,
      JobsCommand.self, SchedulesCommand.self, ServeCommand.self, SolveCommand.self,
    ])

  package init() {}
}

/// The version that plans are marked with.
enum Version {
  static let text = "0.1.0"
}
