import Files
import Hummingbird
import Postgres
import Store
import Training

/// One plan version: its figures, its life and what may be done next, how evenly it reaches people,
/// and what has no place.
struct VersionPages {
  let board: Board

  func add(to router: Router<BoardContext>) {
    let path: RouterPath = "programmes/:domain/:programme/versions/:version"
    router.get(path, use: show)
    router.post("\(path)/life", use: step)
    router.get("\(path)/unplaced", use: unplaced)
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let (name, number) = try (programmeName(context), versionNumber(context))
    let (programme, version, equity) = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      return (
        programme, try store.version(number, of: programme),
        try store.equity(of: programme, version: number)
      )
    }
    let words = context.words
    let compared = programme.publishedVersion.flatMap { $0 == number ? nil : $0 } ?? version.base
    return board.page(
      "version",
      [
        "title": programme.title, "programme_path": path(of: programme),
        "path": "\(path(of: programme))/versions/\(number)", "number": number,
        "state": words("state.\(version.state)"), "state_id": version.state,
        "dataset": version.dataset, "cost": words.number(version.cost),
        "lower_bound": words.number(version.lowerBound), "has_bound": version.lowerBound > 0,
        "placed": words.number(version.placed), "unplaced": words.number(version.unplaced),
        "has_unplaced": version.unplaced > 0, "violations": version.violations,
        "is_broken": version.violations > 0, "reason": version.reason ?? "",
        "life": version.life.map {
          ["state": words("state.\($0.state)"), "actor": $0.actor, "at": stamp($0.at, words)]
            as [String: Any]
        },
        "compared": compared ?? 0, "can_compare": compared != nil,
        "steps": steps(for: version, of: programme, visitor, words),
        "states": equity.states.map { share($0, words) },
        "groups": equity.groups.map { share($0, words) },
        "has_groups": !equity.groups.isEmpty,
        "seen": programme.publishedVersion.map(String.init) ?? "none",
      ], context, title: "\(programme.title) · \(words("version")) \(number)")
  }

  private func share(_ share: BoardStore.Share, _ words: Words) -> [String: Any] {
    [
      "id": share.id, "name": share.name, "share": percent(share.share),
      "width": share.share / 10, "asked": words.number(share.asked / 60),
      "placed": words.number(share.placed / 60),
    ]
  }

  private func percent(_ thousandths: Int) -> String {
    "\(thousandths / 10).\(thousandths % 10) %"
  }

  /// What the visitor may do with a version now; the database has the last word.
  private func steps(
    for version: BoardStore.Version, of programme: StoredProgramme, _ visitor: Visitor,
    _ words: Words
  ) -> [[String: Any]] {
    guard visitor.isCoordinator else { return [] }
    let author = version.life.first?.actor
    let submitter = version.life.first { $0.state == "submitted" }?.actor
    var steps: [String] = []
    switch version.state {
    case "draft": steps = ["submit"]
    case "submitted":
      if programme.onePerson || submitter != visitor.actor { steps = ["approve"] }
      steps.append("reject")
    case "approved": steps = (version.violations == 0 ? ["publish"] : []) + ["reject"]
    case "published": steps = ["withdraw"]
    default: break
    }
    if ["draft", "submitted", "approved"].contains(version.state),
      author == visitor.actor || visitor.actor == nil
    {
      steps.append("withdraw")
    }
    return steps.map {
      [
        "id": $0, "name": words("step.\($0)"), "asks_why": ["reject", "withdraw"].contains($0),
        "is_plain": ["reject", "withdraw"].contains($0),
      ]
    }
  }

  @Sendable
  private func step(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let form = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    let (name, number) = try (programmeName(context), versionNumber(context))
    guard let step = form["step"].flatMap(LifeStep.init(rawValue:)) else {
      throw Problem(.badRequest, "not_understood")
    }
    let (reason, seen) = (form["reason"], form["seen"])
    try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      try step.take(
        number, of: programme, reason: reason, seen: seen.flatMap { Int($0) },
        as: visitor.actor, in: database)
    }
    return redirect(
      to: "/programmes/\(name)/versions/\(number)")
  }

  @Sendable
  private func unplaced(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let (name, number) = try (programmeName(context), versionNumber(context))
    let after = request.uri.queryParameters["after"].map(String.init)
    let (programme, version, missing) = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      return (
        programme, try store.version(number, of: programme),
        try store.missing(of: programme, version: number, after: after, limit: 101)
      )
    }
    let shown = missing.prefix(100)
    var remedies: [String] = []
    for remedy in shown.flatMap(\.remedies) where !remedies.contains(remedy) {
      remedies.append(remedy)
    }
    let path = "\(path(of: programme))/versions/\(number)"
    return board.page(
      "unplaced",
      [
        "title": programme.title, "path": path, "number": number,
        "count": context.words.counted(version.unplaced, "unplaced"),
        "sessions": shown.map { session in
          [
            "id": session.id, "query": percentEncoded(session.id), "title": session.title,
            "minutes": session.minutes, "cohorts": session.cohorts.joined(separator: ", "),
            "states": session.states.joined(separator: ", "),
            "reason": session.reason ?? "",
          ] as [String: Any]
        }, "is_empty": shown.isEmpty, "has_more": missing.count > 100,
        "after": percentEncoded(shown.last?.id ?? ""),
        "remedies": remedies, "has_remedies": !remedies.isEmpty,
      ], context, title: context.words("unplaced_sessions"))
  }
}

/// A step in a version's life that a person takes.
enum LifeStep: String, Sendable, CaseIterable {
  case submit, approve, reject, publish, withdraw

  /// - Parameter seen: what was seen published, for `publish` alone.
  func take(
    _ version: Int, of programme: StoredProgramme, reason: String?, seen: Int?, as actor: String?,
    in database: Database
  ) throws {
    let store = PlanStore(database)
    switch self {
    case .submit: try store.submit(version, of: programme, as: actor)
    case .approve: try store.approve(version, of: programme, as: actor)
    case .reject: try store.reject(version, of: programme, reason: reason, as: actor)
    case .withdraw: try store.withdraw(version, of: programme, reason: reason, as: actor)
    case .publish: _ = try store.publish(version, of: programme, seen: seen, as: actor)
    }
  }
}

/// The version that a path names.
func versionNumber(_ context: BoardContext) throws -> Int {
  guard let number = wholeNumber(try context.parameters.require("version")), number > 0,
    number <= Int(Int32.max)
  else { throw Problem(.notFound, "not_there") }
  return number
}
