import ArgumentParser
import Files
import Store

/// `jadwal db`: the schema, and whether what is stored is what was stored.
struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "Brings the database's schema up to date, and checks what is stored.",
    subcommands: [Migrate.self, Status.self, Verify.self])

  struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Brings the schema up to date; needs a superuser, or the owner of the database who may create roles."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let applied = try Migrator().migrate(database.connect())
      if options.json {
        return try options.output.write(
          JSONText.object([
            (
              "applied",
              .list(
                applied.map {
                  .object([("number", .whole($0.number)), ("name", .text($0.name))])
                })
            )
          ]).bytes)
      }
      let lines = applied.map { "applied \($0.number) \($0.name)" }
      try options.output.write(
        (lines.isEmpty ? ["The schema is up to date."] : lines).joined(separator: "\n") + "\n")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Says which migrations are applied.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let status = try Migrator().status(database.connect())
      if options.json {
        try options.output.write(json(of: status).bytes)
      } else {
        let lines =
          status.applied.map { "\($0.number) \($0.name): applied" }
          + status.missing.map { "\($0.number) \($0.name): missing" }
        try options.output.write(lines.joined(separator: "\n") + "\n")
      }
      if let refusal = status.refusal { throw Failure(ExitStatus.badData, refusal.description) }
    }

    private func json(of status: Migrator.Status) -> JSONText {
      func list(_ items: [(number: Int, name: String)]) -> JSONText {
        .list(items.map { .object([("number", .whole($0.number)), ("name", .text($0.name))]) })
      }
      return .object([
        ("applied", list(status.applied.map { ($0.number, $0.name) })),
        ("missing", list(status.missing.map { ($0.number, $0.name) })),
      ])
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Checks content hashes, the audit chain, and that nothing is booked twice; exit 65 where something is wrong."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let report = try Verifier(database.connect()).verify()
      try options.output.write(options.json ? json(of: report).bytes : Array(text(of: report).utf8))
      if !report.faults.isEmpty { throw ExitStatus.badData }
    }

    private func json(of report: Verifier.Report) -> JSONText {
      .object([
        ("faults", .list(report.faults.map(JSONText.text))), ("files", .whole(report.files)),
        ("datasets", .whole(report.datasets)), ("versions", .whole(report.versions)),
        ("audit_rows", .whole(report.auditRows)), ("bookings", .whole(report.bookings)),
        ("audit_heads", .object(report.heads.map { ($0.domain, .text($0.head)) })),
      ])
    }

    private func text(of report: Verifier.Report) -> String {
      var lines = report.faults.map(legible)
      lines.append(
        "\(counted(report.datasets, "dataset version")) (\(counted(report.files, "file"))), "
          + "\(counted(report.versions, "plan version")), \(counted(report.auditRows, "audit row")), "
          + "\(counted(report.bookings, "booking")) checked: "
          + (report.faults.isEmpty ? "all as stored." : "\(counted(report.faults.count, "fault")).")
      )
      lines += report.heads.map { "audit of \($0.domain): \($0.head)" }
      return lines.joined(separator: "\n") + "\n"
    }
  }
}
