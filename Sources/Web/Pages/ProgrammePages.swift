import Files
import Hummingbird
import Store
import Training

/// The programmes, and each with its plan versions.
struct ProgrammePages {
  let board: Board

  func add(to router: Router<BoardContext>) {
    router.get("/") { _, _ in redirect(to: "/programmes", status: .found) }
    router.get("programmes", use: list)
    router.get("programmes/:domain/:programme", use: show)
    router.post("programmes/:domain/:programme/plans", use: plan)
    router.get("programmes/:domain/:programme/difference", use: difference)
  }

  @Sendable
  private func list(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let programmes = try await board.desk(for: visitor).run { try ProgrammeStore($0).list() }
    return board.page(
      "programmes",
      [
        "programmes": programmes.map { programme in
          [
            "title": programme.title, "name": programme.name, "domain": programme.domain,
            "path": path(of: programme),
            "versions": context.words.counted(programme.versions, "versions"),
            "published": programme.publishedVersion ?? 0,
            "is_published": programme.publishedVersion != nil,
          ] as [String: Any]
        }, "is_empty": programmes.isEmpty,
      ], context, title: context.words("programmes"))
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let name = try programmeName(context)
    let before = request.uri.queryParameters["before"].flatMap { Int($0) }
    let isCoordinator = visitor.isCoordinator
    let (programme, versions, jobs, week) = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let versions = try BoardStore(database).versions(of: programme, before: before, limit: 31)
      let jobs = isCoordinator ? try JobStore(database).list(of: programme, limit: 5) : []
      let week = isCoordinator ? try JobStore(database).nextWeek(of: programme) : ""
      return (programme, versions, jobs, week)
    }
    let shown = versions.prefix(30)
    let words = context.words
    return board.page(
      "programme",
      [
        "title": programme.title, "name": programme.name, "domain": programme.domain,
        "path": path(of: programme), "is_coordinator": isCoordinator,
        "one_person": programme.onePerson, "auto_publish": programme.autoPublish,
        "published": programme.publishedVersion ?? 0,
        "is_published": programme.publishedVersion != nil, "next_week": week,
        "versions": shown.map { told($0, words) }, "has_versions": !shown.isEmpty,
        "older": versions.count > 30 ? shown.last?.number ?? 0 : 0,
        "has_older": versions.count > 30,
        "jobs": jobs.map { JobPages.told($0, words) }, "has_jobs": !jobs.isEmpty,
      ], context, title: programme.title)
  }

  private func told(_ version: BoardStore.Version, _ words: Words) -> [String: Any] {
    let last = version.life.last
    return [
      "number": version.number, "state": words("state.\(version.state)"),
      "state_id": version.state, "cost": words.number(version.cost),
      "placed": words.number(version.placed), "unplaced": words.number(version.unplaced),
      "who": last?.actor ?? "", "at": stamp(last?.at ?? "", words),
      "is_broken": version.violations > 0,
    ]
  }

  /// Asks for a plan of the programme from a week on.
  @Sendable
  private func plan(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let form = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    let name = try programmeName(context)
    guard let week = form["week"], week.utf8.count <= 10 else {
      throw Problem(.badRequest, "not_understood")
    }
    let seconds = min(3600, max(1, form["seconds"].flatMap { Double($0) } ?? 60))
    let job = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      return try JobStore(database).allocate(
        programme, week: week, how: JobArguments(seconds: seconds), as: visitor.actor
      ).job
    }
    return redirect(to: "/jobs/\(job)")
  }

  @Sendable
  private func difference(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let name = try programmeName(context)
    let query = request.uri.queryParameters
    guard let from = query["from"].flatMap({ Int($0) }), let to = query["to"].flatMap({ Int($0) })
    else { throw Problem(.badRequest, "not_understood") }
    let after = query["after"].map(String.init)
    let (programme, changes, zones, start) = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      // Both are there, or the visitor is told so.
      _ = try store.version(from, of: programme)
      let later = try store.version(to, of: programme)
      let changes = try store.changes(of: programme, from: from, to: to, after: after, limit: 201)
      let zones = try store.zones(of: programme, dataset: later.dataset)
      let start = try store.horizon(of: programme, dataset: later.dataset).start
      return (programme, changes, zones, start)
    }
    let shown = changes.prefix(200)
    func side(_ side: BoardStore.Change.Side?, _ zone: Zone?) -> [String: Any] {
      guard let side else { return ["is_there": false] }
      return [
        "is_there": true, "time": moment(side.start, in: zone, context.words),
        "people": ([side.lead] + side.assistants).joined(separator: ", "),
        "venue": side.venue ?? context.words("online"),
      ]
    }
    return board.page(
      "difference",
      [
        "title": programme.title, "path": path(of: programme), "from": from, "to": to,
        "changes": shown.map { change in
          let zone = Zones.named(zones[chain(of: change.session)], around: start)
          return [
            "session": change.session, "what": context.words.change(change.change),
            "old": side(change.old, zone), "new": side(change.new, zone),
          ] as [String: Any]
        }, "is_empty": shown.isEmpty, "has_more": changes.count > 200,
        "after": percentEncoded(shown.last?.session ?? ""),
      ], context, title: context.words("difference"))
  }
}

/// The programme that a path names, as `DOMAIN/PROGRAMME`.
func programmeName(_ context: BoardContext) throws -> String {
  let parameters = context.parameters
  return "\(try parameters.require("domain"))/\(try parameters.require("programme"))"
}

func path(of programme: StoredProgramme) -> String {
  "/programmes/\(programme.domain)/\(programme.name)"
}
