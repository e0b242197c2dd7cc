import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// iCalendar feeds at secret URLs that can be taken back.
struct FeedPages {
  let board: Board

  func add(to router: Router<BoardContext>) {
    router.get("feeds/:secret", use: calendar)
    router.get("programmes/:domain/:programme/feeds", use: list)
    router.post("programmes/:domain/:programme/feeds", use: change)
  }

  /// The calendar itself: whoever has the URL may read it.
  @Sendable
  private func calendar(_ request: Request, _ context: BoardContext) async throws -> Response {
    let file = try context.parameters.require("secret")
    guard file.hasSuffix(".ics"), file.utf8.count <= 100 else {
      throw Problem(.notFound, "not_there")
    }
    let hash = Secret.hash(of: String(file.dropLast(4)))
    let planning = board.planning
    let bytes = try await board.pool.run { database -> [UInt8]? in
      guard let feed = try AccountStore(database).feed(hash) else { return nil }
      return try database.speaking(for: Self.publisher) {
        try planning.calendar(of: feed, in: $0)
      }
    }
    guard let bytes else { throw Problem(.notFound, "not_there") }
    let tag = tag(of: bytes)
    var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, max-age=300"]
    if request.headers[.ifNoneMatch].map({ names(tag, in: $0, .weakly) }) ?? false {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = "text/calendar; charset=utf-8"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Reads what a feed tells: a coordinator's sight, and no account of anybody's.
  private static let publisher = Account(
    name: "", displayName: "", role: .coordinator, states: [], language: nil, isDisabled: false)

  @Sendable
  private func list(_ request: Request, _ context: BoardContext) async throws -> Response {
    try await page(context, new: nil)
  }

  private func page(_ context: BoardContext, new secret: String?) async throws -> Response {
    let visitor = try context.signedIn()
    guard visitor.isCoordinator else { throw Problem(.forbidden, "not_permitted") }
    let name = try programmeName(context)
    let (programme, feeds) = try await board.desk(for: visitor).run { database in
      let programme = try ProgrammeStore(database).find(name)
      return (programme, try AccountStore(database).feeds(of: programme))
    }
    return board.page(
      "feeds",
      [
        "title": programme.title, "path": path(of: programme),
        "url": secret.map { "\(board.origin)/feeds/\($0).ics" } ?? "", "is_new": secret != nil,
        "feeds": feeds.map { feed in
          [
            "id": feed.id, "kind": context.words("kind.\(feed.kind)"), "who": feed.who ?? "",
            "by": feed.createdBy, "at": stamp(feed.createdAt, context.words),
            "is_revoked": feed.isRevoked,
          ] as [String: Any]
        }, "is_empty": feeds.isEmpty,
        "kinds": ["trainer", "cohort", "venue", "all"].map {
          ["id": $0, "name": context.words("kind.\($0)")] as [String: Any]
        },
      ], context, title: context.words("feeds"))
  }

  @Sendable
  private func change(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let form = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    let name = try programmeName(context)
    let desk = board.desk(for: visitor)
    if let revoked = form["revoke"] {
      try await desk.run { database in
        let store = AccountStore(database)
        let programme = try ProgrammeStore(database).find(name)
        guard let feed = try store.feeds(of: programme).first(where: { "\($0.id)" == revoked })
        else { throw Problem(.notFound, "not_there") }
        _ = try store.revokeFeed(feed, as: visitor.actor)
      }
      return redirect(to: "/programmes/\(name)/feeds")
    }
    guard let kind = form["kind"], let recipient = Feed.Recipient(kind: kind, who: form["who"])
    else { throw Problem(.badRequest, "not_understood") }
    let secret = Secret()
    try await desk.run { database in
      _ = try AccountStore(database).addFeed(
        of: ProgrammeStore(database).find(name), recipient, tokenHash: secret.hash,
        as: visitor.actor)
    }
    return try await page(context, new: secret.text)
  }
}
