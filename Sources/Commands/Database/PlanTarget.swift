import ArgumentParser
import Files
import Store

/// A version of a stored plan, as commands name it.
struct PlanTarget: ParsableArguments {
  @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
  var programme: String
  @Argument(help: "The version's number.")
  var version: Int
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var options: OutputOptions

  func find() throws -> (StoredProgramme, StoredPlan) {
    let database = try database.connect()
    let programme = try ProgrammeStore(database).find(programme)
    return (programme, try PlanStore(database).find(version, of: programme))
  }

  /// Takes the version a step further and tells what it is then; the newest hash of the audit chain
  /// goes to standard error, to be kept elsewhere.
  func change(_ step: (PlanStore, Int, StoredProgramme) throws -> [UInt8]) throws {
    let database = try database.connect()
    let programme = try ProgrammeStore(database).find(programme)
    let store = PlanStore(database)
    let head = try step(store, version, programme)
    options.output.warn("audit of \(programme.domain): \(Store.hexadecimal(head))")
    try tell(store.find(version, of: programme), of: programme)
  }

  func tell(_ plan: StoredPlan, of programme: StoredProgramme) throws {
    if options.json {
      return try options.output.write(json(of: plan, in: programme).bytes)
    }
    var lines = [
      "\(programme.name), version \(plan.version): \(plan.state)",
      "\(grouped(plan.placed)) sessions placed, \(grouped(plan.unplaced)) not; cost "
        + "\(grouped(plan.cost)), of it coverage \(grouped(plan.coverage)); \(bound(of: plan)).",
      "From dataset version \(plan.dataset)"
        + (plan.baseVersion.map { "; when it was made, version \($0) was published" } ?? "") + ".",
      "Stored by \(legible(plan.createdBy)) at \(plan.createdAt)"
        + (plan.job.map { " by job \($0)" } ?? ""),
    ]
    if plan.hardViolations > 0 {
      lines.append(
        "It breaks \(counted(plan.hardViolations, "hard rule")) and cannot be published.")
    }
    for (what, who) in [
      ("Submitted", plan.submittedBy), ("Approved", plan.approvedBy),
      ("Published", plan.publishedBy), (plan.state.capitalized, plan.closedBy),
    ] {
      let when = what == "Published" ? plan.publishedAt.map { " at \($0)" } : nil
      if let who { lines.append("\(what) by \(legible(who))\(when ?? "")") }
    }
    if let reason = plan.reason { lines.append("Because: \(legible(reason))") }
    lines.append("Content \(plan.content)")
    try options.output.write(lines.joined(separator: "\n") + "\n")
  }
}

/// What is proved of every plan, or why nothing is.
private func bound(of plan: StoredPlan) -> String {
  if plan.lowerBound > 0 { return "no plan can cost less than \(grouped(plan.lowerBound))" }
  return plan.job != nil && plan.baseVersion != nil
    ? "no lower bound is sought for a plan that is kept near another"
    : "no lower bound is proved"
}

func json(of plan: StoredPlan, in programme: StoredProgramme) -> JSONText {
  var members: [(String, JSONText)] = [
    ("programme", .text(programme.name)), ("domain", .text(programme.domain)),
    ("version", .whole(plan.version)), ("state", .text(plan.state)),
    ("dataset", .whole(plan.dataset)), ("cost", .whole(plan.cost)),
    ("coverage", .whole(plan.coverage)), ("lower_bound", .whole(plan.lowerBound)),
    ("hard_violations", .whole(plan.hardViolations)), ("placed", .whole(plan.placed)),
    ("unplaced", .whole(plan.unplaced)), ("content_sha256", .text(plan.content)),
    ("created_by", .text(plan.createdBy)), ("created_at", .text(plan.createdAt)),
  ]
  if let base = plan.baseVersion { members.append(("base_version", .whole(base))) }
  if let job = plan.job { members.append(("job", .whole(job))) }
  for (name, value) in [
    ("submitted_by", plan.submittedBy), ("approved_by", plan.approvedBy),
    ("published_by", plan.publishedBy), ("published_at", plan.publishedAt),
    ("closed_by", plan.closedBy), ("reason", plan.reason),
  ] {
    if let value { members.append((name, .text(value))) }
  }
  return .object(members)
}

func json(of change: StoredChange) -> JSONText {
  func side(_ side: StoredChange.Side) -> JSONText {
    var members: [(String, JSONText)] = [
      ("start", .text(side.start)), ("lead", .text(side.lead)),
    ]
    if let venue = side.venue { members.append(("venue", .text(venue))) }
    return .object(members)
  }
  var members: [(String, JSONText)] = [
    ("session", .text(change.session)), ("change", .text(change.change)),
  ]
  if let old = change.old { members.append(("old", side(old))) }
  if let new = change.new { members.append(("new", side(new))) }
  return .object(members)
}
