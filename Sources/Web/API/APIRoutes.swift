import Crypto
import Files
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import Store
import Training

/// `/api/v1`: what the pages show and do, for programs.
struct APIRoutes {
  let board: Board

  func add(to router: Router<BoardContext>) {
    let api = router.group("api/v1")
    let plan: RouterPath = "programmes/{domain}/{programme}/plans/{version}"
    api.get("programmes", use: programmes)
    api.get("programmes/{domain}/{programme}", use: programme)
    api.get("programmes/{domain}/{programme}/plans", use: plans)
    api.get(plan, use: self.plan)
    api.get("\(plan)/sessions", use: sessions)
    api.get("\(plan)/unplaced", use: unplaced)
    api.get("\(plan)/equity", use: equity)
    api.get("\(plan)/changes", use: changes)
    api.post("\(plan)/steps", use: step)
    APIJobs(board: board).add(to: api)
  }

  @Sendable
  private func programmes(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let list = try await board.desk(for: context.signedIn()).run { try ProgrammeStore($0).list() }
    return json(APIDocument.page(list.map(APIDocument.programme), next: nil))
  }

  @Sendable
  private func programme(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let name = try programmeName(context)
    let found = try await board.desk(for: context.signedIn()).run {
      try ProgrammeStore($0).find(name)
    }
    return tagged(APIDocument.programme(found), request)
  }

  @Sendable
  private func plans(_ request: Request, _ context: BoardContext) async throws -> Response {
    let query = try APIQuery(request, ["limit", "cursor"])
    let limit = try query.limit()
    let before = try query.number("cursor", in: 1...Int(Int32.max))
    let name = try programmeName(context)
    let found = try await board.desk(for: context.signedIn()).run { database in
      try BoardStore(database).versions(
        of: ProgrammeStore(database).find(name), before: before, limit: limit + 1)
    }
    return portion(found, limit, request, APIDocument.plan) { String($0.number) }
  }

  /// The programme and the version of a path, and what `body` reads of them.
  private func read<T: Sendable>(
    _ context: BoardContext,
    _ body: @escaping @Sendable (BoardStore, StoredProgramme, BoardStore.Version) throws -> T
  ) async throws -> T {
    let (name, number) = try (programmeName(context), versionNumber(context))
    return try await board.desk(for: context.signedIn()).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      return try body(store, programme, store.version(number, of: programme))
    }
  }

  @Sendable
  private func plan(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    return tagged(APIDocument.plan(try await read(context) { $2 }), request)
  }

  @Sendable
  private func sessions(_ request: Request, _ context: BoardContext) async throws -> Response {
    let query = try APIQuery(
      request, Set(["limit", "cursor", "week"] + BoardStore.Kind.allCases.map(\.rawValue)))
    let (limit, cursor) = (try query.limit(), query.cursor)
    let week = try query.number("week", in: 1...53)
    var parties: [BoardStore.Kind: [String]] = [:]
    for kind in BoardStore.Kind.allCases { parties[kind] = query[kind.rawValue].map { [$0] } }
    let wanted = parties
    let found = try await read(context) { store, programme, version in
      // By the clock of UTC: a week of a city reaches into the days beside it.
      let monday = try week.map { week in
        try store.horizon(of: programme, dataset: version.dataset).start.adding(
          days: 7 * (week - 1))
      }
      return try store.sessions(
        of: programme, version: version.number,
        BoardStore.Selection(
          from: monday.map { Instant(seconds: $0.days * 86_400) },
          to: monday.map { Instant(seconds: ($0.days + 7) * 86_400) }, parties: wanted,
          after: cursor ?? "", limit: limit + 1))
    }
    return portion(found, limit, request, APIDocument.session, cursor: \.id)
  }

  @Sendable
  private func unplaced(_ request: Request, _ context: BoardContext) async throws -> Response {
    let query = try APIQuery(request, ["limit", "cursor"])
    let (limit, cursor) = (try query.limit(), query.cursor)
    let found = try await read(context) { store, programme, version in
      try store.missing(of: programme, version: version.number, after: cursor, limit: limit + 1)
    }
    return portion(found, limit, request, APIDocument.missing, cursor: \.id)
  }

  @Sendable
  private func equity(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let found = try await read(context) { store, programme, version in
      try store.equity(of: programme, version: version.number)
    }
    return json(
      .object([
        ("member_states", .list(found.states.map(APIDocument.share))),
        ("groups", .list(found.groups.map(APIDocument.share))),
      ]))
  }

  @Sendable
  private func changes(_ request: Request, _ context: BoardContext) async throws -> Response {
    let query = try APIQuery(request, ["limit", "cursor", "from"])
    let (limit, cursor) = (try query.limit(), query.cursor)
    guard let from = try query.number("from", in: 1...Int(Int32.max)) else {
      throw Problem(.badRequest, "not_understood", detail: "from is the version to compare with")
    }
    let found = try await read(context) { store, programme, version in
      _ = try store.version(from, of: programme)
      return try store.changes(
        of: programme, from: from, to: version.number, after: cursor, limit: limit + 1)
    }
    return portion(found, limit, request, APIDocument.change, cursor: \.session)
  }

  /// What of a list fits into one answer.
  private func portion<Item>(
    _ items: [Item], _ limit: Int, _ request: Request, _ told: (Item) -> JSONText,
    cursor: (Item) -> String
  ) -> Response {
    let shown = items.prefix(limit)
    let next = items.count > limit ? shown.last.map(cursor) : nil
    return json(APIDocument.page(shown.map(told), next: nextPage(request, after: next)))
  }

  /// A step in a version's life, by whoever has seen it as it is.
  @Sendable
  private func step(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let visitor = try context.signedIn()
    try Form.check(request.headers[HTTPField.Name("X-Form-Token")!], of: context)
    let body = try await APIBody(request, upTo: board.settings.limits.bytesOfForm)
    try body.allow(["step", "reason", "seen"])
    guard let step = try body.text("step").flatMap(LifeStep.init(rawValue:)) else {
      throw Problem(
        .badRequest, "not_understood",
        detail: "step is submit, approve, reject, publish or withdraw")
    }
    let (reason, seen) = (
      try body.text("reason"), try body.number("seen", in: 1...Int(Int32.max))
    )
    guard let expected = request.headers[.ifMatch] else {
      throw Problem(
        HTTPResponse.Status(code: 428, reasonPhrase: "Precondition Required"), "if_match_first")
    }
    let (name, number) = try (programmeName(context), versionNumber(context))
    let after = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      let store = BoardStore(database)
      return try database.transaction { _ in
        // From here on nobody else takes a step before this one is taken.
        try PlanStore(database).hold(number, of: programme)
        let version = try store.version(number, of: programme)
        guard names(tag(of: APIDocument.plan(version)), in: expected, .strongly) else {
          throw Problem(.preconditionFailed, "wrong_step")
        }
        try step.take(
          number, of: programme, reason: reason, seen: seen, as: visitor.actor, in: database)
        return try store.version(number, of: programme)
      }
    }
    return tagged(APIDocument.plan(after), request)
  }
}

/// What `ETag` says of a document.
func tag(of document: JSONText) -> String { tag(of: document.bytes) }

func tag(of bytes: [UInt8]) -> String { "\"\(base64URL(Array(SHA256.hash(data: bytes))))\"" }

/// How two tags are the same (RFC 9110 §8.8.3.2).
enum TagComparison {
  /// For `If-Match`: a weak tag is never that of another.
  case strongly
  /// For `If-None-Match`.
  case weakly
}

/// Whether a list such as `If-Match` names a tag of ours, which is strong and holds no comma.
func names(_ tag: String, in list: String, _ comparison: TagComparison) -> Bool {
  list.split(separator: ",").contains { part in
    let one =
      part.trimmingPrefix { $0 == " " || $0 == "\t" }
      .split { $0 == " " || $0 == "\t" }.first ?? ""
    return one == "*" || one == tag || (comparison == .weakly && one == "W/\(tag)")
  }
}

/// A document with its tag; nothing but the tag where the client has it already.
func tagged(_ document: JSONText, _ request: Request) -> Response {
  let tag = tag(of: document)
  let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
  if request.method == .get, let known = request.headers[.ifNoneMatch],
    names(tag, in: known, .weakly)
  {
    return Response(status: .notModified, headers: headers)
  }
  return json(document, headers: headers)
}
