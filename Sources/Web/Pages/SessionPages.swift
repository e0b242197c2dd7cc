import Hummingbird
import Postgres
import Store
import Training

/// One session of a version: where it is and why, and what a change by hand would do.
struct SessionPages {
  let board: Board

  /// A plan of more sessions takes seconds to explain one: whoever wants to know asks for it.
  private static let explainedAtOnce = 5000

  func add(to router: Router<BoardContext>) {
    let path: RouterPath = "programmes/:domain/:programme/versions/:version"
    router.get("\(path)/session", use: show)
    router.get("\(path)/move", use: preview)
    router.post("\(path)/move", use: store)
    router.post("\(path)/pin", use: pin)
  }

  private func text(_ name: String, in request: Request) -> String? {
    let value = request.uri.queryParameters[name[...]].map { String($0).replacing("+", with: " ") }
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    guard let id = text("id", in: request) else { throw Problem(.notFound, "not_there") }
    return try await page(id, nil, nil, isExplained: text("why", in: request) != nil, context)
  }

  @Sendable
  private func preview(_ request: Request, _ context: BoardContext) async throws -> Response {
    guard let id = text("id", in: request) else { throw Problem(.notFound, "not_there") }
    try requireCoordinator(context)
    let wish = (
      start: text("start", in: request), trainer: text("trainer", in: request),
      venue: text("venue", in: request)
    )
    let name = try programmeName(context)
    let number = try versionNumber(context)
    let planning = board.planning
    let answer: Result<BoardPreview, BoardRefusal> = try await board.desk(
      for: context.signedIn()
    ).run { database in
      let move = BoardMove(
        programme: try ProgrammeStore(database).find(name), version: number, session: id,
        start: wish.start, trainer: wish.trainer, venue: wish.venue)
      do {
        return .success(try planning.preview(move, in: database))
      } catch let refusal as BoardRefusal {
        return .failure(refusal)
      }
    }
    return try await page(id, wish, answer, isExplained: false, context)
  }

  private func requireCoordinator(_ context: BoardContext) throws {
    guard try context.signedIn().isCoordinator else { throw Problem(.forbidden, "not_permitted") }
  }

  private func page(
    _ id: String, _ wish: (start: String?, trainer: String?, venue: String?)?,
    _ answer: Result<BoardPreview, BoardRefusal>?, isExplained: Bool, _ context: BoardContext
  ) async throws -> Response {
    let visitor = try context.signedIn()
    let (name, number) = try (programmeName(context), versionNumber(context))
    let planning = board.planning
    let (programme, version, start, session, why, waits) = try await board.desk(for: visitor).run {
      database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      let version = try store.version(number, of: programme)
      let session = try store.sessions(
        of: programme, version: number, BoardStore.Selection(session: id)
      ).first
      let missing =
        session == nil ? try store.missing(of: programme, version: number, only: id).first : nil
      guard session != nil || missing != nil else { throw Problem(.notFound, "not_there") }
      let start = try store.horizon(of: programme, dataset: version.dataset).start
      let isLarge = version.placed + version.unplaced > Self.explainedAtOnce
      let isTold = visitor.isCoordinator && answer == nil && (isExplained || !isLarge)
      var why: [BoardParagraph] = []
      if isTold {
        why = try planning.explanation(
          of: id, programme: programme, version: number, in: database)
      } else if let reason = missing?.reason {
        why = [BoardParagraph(reason, items: missing?.remedies ?? [])]
      }
      return (
        programme, version, start, session, why, visitor.isCoordinator && answer == nil && !isTold
      )
    }
    let words = context.words
    let zone = Zones.named(session?.zone, around: start)
    var content: [String: Any] = [
      "title": programme.title, "path": "\(path(of: programme))/versions/\(number)",
      "number": number, "state": words("state.\(version.state)"), "id": id,
      "query": percentEncoded(id), "is_placed": session != nil,
      "is_coordinator": visitor.isCoordinator,
      "why": why.map {
        ["text": $0.text, "items": $0.items, "has_items": !$0.items.isEmpty] as [String: Any]
      }, "has_why": !why.isEmpty || waits, "waits": waits,
    ]
    if let session {
      let local = moment(session.start, in: zone, words)
      let wall = WallTime(seconds: session.start.seconds + (zone?.offset(at: session.start) ?? 0))
      content["module"] = session.title
      content["time"] = local
      content["minutes"] = session.minutes
      content["people"] = ([session.lead] + session.assistants).joined(separator: ", ")
      content["venue"] = session.venue ?? words("online")
      content["cohorts"] = session.cohorts.joined(separator: ", ")
      content["start_value"] = wish?.start ?? wall.text()
    } else {
      content["start_value"] = wish?.start ?? ""
    }
    content["trainer_value"] = wish?.trainer ?? ""
    content["venue_value"] = wish?.venue ?? ""
    switch answer {
    case .success(let preview):
      content["preview"] = [
        "is_allowed": preview.broken.isEmpty, "broken": preview.broken,
        "effects": preview.effects,
      ]
    case .failure(let refusal):
      content["preview"] = [
        "is_allowed": false, "broken": [refusal.message], "effects": [] as [String],
      ]
    case nil: break
    }
    return board.page("session", content, context, title: id)
  }

  private func move(_ form: Form, _ context: BoardContext, in database: Database) throws
    -> BoardMove
  {
    guard let id = form["id"] else { throw Problem(.badRequest, "not_understood") }
    return BoardMove(
      programme: try ProgrammeStore(database).find(programmeName(context)),
      version: try versionNumber(context), session: id, start: form["start"],
      trainer: form["trainer"], venue: form["venue"])
  }

  @Sendable
  private func store(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let form = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    try requireCoordinator(context)
    let planning = board.planning
    let version = try await board.desk(for: visitor).run { database in
      try planning.store(
        move(form, context, in: database), as: visitor.actor, in: database)
    }
    return redirect(to: "/programmes/\(try programmeName(context))/versions/\(version)")
  }

  @Sendable
  private func pin(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let form = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    try requireCoordinator(context)
    let planning = board.planning
    _ = try await board.desk(for: visitor).run { database in
      try planning.pin(move(form, context, in: database), as: visitor.actor, in: database)
    }
    return redirect(to: "/programmes/\(try programmeName(context))")
  }
}
