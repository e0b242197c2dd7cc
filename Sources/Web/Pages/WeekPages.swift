import Hummingbird
import Postgres
import Store
import Training

/// The week board: one party's week as a calendar, or many parties' weeks below one another.
struct WeekPages {
  let board: Board

  /// Parties on one page.
  private static let portion = 40

  func add(to router: Router<BoardContext>) {
    router.get("programmes/:domain/:programme/versions/:version/week", use: show)
  }

  private struct Wish: Sendable {
    var programme: String
    var version: Int
    var week: Int
    var kind: BoardStore.Kind
    var who: String?
    var search: String?
    var after: String?
  }

  private struct Found: Sendable {
    var programme: StoredProgramme
    var version: BoardStore.Version
    var start: LocalDate
    var weeks: Int
    var week: Int
    var parties: [BoardStore.Party]
    var sessions: [BoardStore.Session]
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    let query = request.uri.queryParameters
    func text(_ name: String) -> String? {
      let value = query[name[...]].map { String($0).replacing("+", with: " ") } ?? ""
      return value.isEmpty ? nil : value
    }
    let wish = Wish(
      programme: try programmeName(context), version: try versionNumber(context),
      week: text("week").flatMap { Int($0) } ?? 1,
      kind: text("by").flatMap(BoardStore.Kind.init(rawValue:)) ?? .cohort, who: text("who"),
      search: text("search"), after: text("after"))
    let found = try await board.desk(for: visitor).run { try Self.find(wish, in: $0) }
    return wish.who == nil
      ? overview(found, wish, context) : try calendar(found, wish, context)
  }

  private static func find(_ wish: Wish, in database: Database) throws -> Found {
    let programme = try ProgrammeStore(database).find(wish.programme)
    let store = BoardStore(database)
    let version = try store.version(wish.version, of: programme)
    let (start, weeks) = try store.horizon(of: programme, dataset: version.dataset)
    let week = min(max(1, wish.week), weeks)
    let monday = start.adding(days: 7 * (week - 1))
    var parties: [BoardStore.Party]
    if let who = wish.who {
      parties = try store.parties(wish.kind, of: programme, dataset: version.dataset, only: who)
    } else {
      parties = try store.parties(
        wish.kind, of: programme, dataset: version.dataset, search: wish.search,
        after: wish.after, limit: portion + 1)
    }
    let shown = parties.prefix(portion).map(\.id)
    // A day more on both sides: the week begins at another instant in each city.
    let sessions =
      shown.isEmpty
      ? []
      : try store.sessions(
        of: programme, version: wish.version,
        BoardStore.Selection(
          from: Instant(seconds: (monday.days - 1) * 86_400),
          to: Instant(seconds: (monday.days + 8) * 86_400), parties: [wish.kind: shown]))
    return Found(
      programme: programme, version: version, start: start, weeks: weeks, week: week,
      parties: parties, sessions: sessions)
  }

  /// What both kinds of page show around the week.
  private func frame(_ found: Found, _ wish: Wish, _ context: BoardContext) -> [String: Any] {
    let words = context.words
    let monday = found.start.adding(days: 7 * (found.week - 1))
    let path = "\(path(of: found.programme))/versions/\(found.version.number)"
    return [
      "title": found.programme.title, "path": path, "number": found.version.number,
      "state": words("state.\(found.version.state)"), "week": found.week,
      "weeks": found.weeks, "monday": words.day(monday),
      "sunday": words.day(monday.adding(days: 6)),
      "has_previous": found.week > 1, "previous": found.week - 1,
      "has_next": found.week < found.weeks, "next": found.week + 1, "by": wish.kind.rawValue,
      "who": wish.who ?? "", "search": wish.search ?? "",
      "kinds": BoardStore.Kind.allCases.map {
        [
          "id": $0.rawValue, "name": words("kind.\($0.rawValue)"), "is_current": $0 == wish.kind,
        ] as [String: Any]
      },
      "days": (0..<7).map { words.day(monday.adding(days: $0)) },
    ]
  }

  private func overview(_ found: Found, _ wish: Wish, _ context: BoardContext) -> Response {
    let monday = found.start.adding(days: 7 * (found.week - 1))
    var rows: [[String: Any]] = []
    for party in found.parties.prefix(Self.portion) {
      var days = [[[String: Any]]](repeating: [], count: 7)
      for session in found.sessions where Self.takesPart(party.id, wish.kind, in: session) {
        let zone = Zones.named(party.zone ?? session.zone, around: found.start)
        let day = Self.day(of: session, in: zone).days - monday.days
        guard days.indices.contains(day) else { continue }
        days[day].append(
          [
            "time": moment(session.start, in: zone, context.words), "module": session.module,
            "id": session.id, "query": percentEncoded(session.id),
          ])
      }
      // Of a whole member state's day the number is enough.
      let most = 6
      rows.append(
        [
          "id": party.id, "query": percentEncoded(party.id), "place": party.place,
          "days": days.enumerated().map { day, sessions in
            [
              "name": context.words.day(monday.adding(days: day)),
              "sessions": Array(sessions.prefix(most)), "is_free": sessions.isEmpty,
              "more": sessions.count > most
                ? context.words.counted(sessions.count - most, "more_sessions") : "",
            ] as [String: Any]
          },
        ])
    }
    var content = frame(found, wish, context)
    content["is_overview"] = true
    content["rows"] = rows
    content["is_empty"] = rows.isEmpty
    content["has_more"] = found.parties.count > Self.portion
    content["after"] = percentEncoded(found.parties.prefix(Self.portion).last?.id ?? "")
    return board.page("week", content, context, title: context.words("week_board"))
  }

  private func calendar(
    _ found: Found, _ wish: Wish, _ context: BoardContext
  ) throws -> Response {
    guard let party = found.parties.first else { throw Problem(.notFound, "not_there") }
    let monday = found.start.adding(days: 7 * (found.week - 1))
    var days = [[WeekEntry]](repeating: [], count: 7)
    for session in found.sessions {
      let zone = Zones.named(party.zone ?? session.zone, around: found.start)
      let day = Self.day(of: session, in: zone).days - monday.days
      guard days.indices.contains(day) else { continue }
      days[day].append(WeekEntry(session: session, zone: zone))
    }
    let all = days.flatMap(\.self)
    let first = min(8, all.map { $0.minute / 60 }.min() ?? 8)
    let last = max(18, all.map { ($0.minute + $0.session.minutes + 59) / 60 }.max() ?? 18)
    var content = frame(found, wish, context)
    content["is_calendar"] = true
    content["party"] = party.id
    content["place"] = party.place
    content["zone"] = party.zone ?? ""
    content["has_zone"] = party.zone != nil
    content["is_movable"] = context.visitor?.isCoordinator ?? false
    content["first_hour"] = first
    content["grid"] = found.programme.gridMinutes
    content["hours"] = (first..<min(last, 24)).map {
      ["clock": "\($0 < 10 ? "0" : "")\($0):00", "row": ($0 - first) * 4 + 2] as [String: Any]
    }
    content["calendar"] = (0..<7).map { day in
      let date = monday.adding(days: day)
      return [
        "name": context.words.day(date), "date": date.description, "column": day + 2,
        "is_free": days[day].isEmpty,
        "sessions": WeekEntry.laidOut(days[day]).map {
          $0.content(from: first, context.words)
        },
      ] as [String: Any]
    }
    return board.page(
      "week", content, context, title: "\(party.id) · \(context.words("week_board"))")
  }

  private static func day(of session: BoardStore.Session, in zone: Zone?) -> LocalDate {
    LocalDate(
      days: floorDivide(session.start.seconds + (zone?.offset(at: session.start) ?? 0), 86_400))
  }

  private static func takesPart(
    _ id: String, _ kind: BoardStore.Kind, in session: BoardStore.Session
  ) -> Bool {
    switch kind {
    case .cohort: session.cohorts.contains(id)
    case .trainer: session.lead == id || session.assistants.contains(id)
    case .venue: session.venue == id
    case .state: session.states.contains(id)
    }
  }
}
