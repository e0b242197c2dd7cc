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

  /// Sessions of a day that a page with many parties names.
  private static let named = 6

  private struct Wish: Sendable {
    var programme: String
    var version: Int
    var week: Int
    var kind: BoardStore.Kind
    var who: String?
    var search: String?
    var after: String?

    /// A member state is too many for a calendar: its cohorts are shown.
    var isCalendar: Bool { who != nil && kind != .state }
    /// Whose rows the page has.
    var rows: BoardStore.Kind { kind == .state && who != nil ? .cohort : kind }
  }

  private struct Found: Sendable {
    var programme: StoredProgramme
    var version: BoardStore.Version
    var start: LocalDate
    var weeks: Int
    var week: Int
    /// Whom the page is about, where it is one.
    var party: BoardStore.Party?
    /// A calendar's.
    var sessions: [BoardStore.Session] = []
    /// An overview's.
    var parties: [BoardStore.Party] = []
    var days: [String: [Int: BoardStore.Day]] = [:]

    var monday: LocalDate { start.adding(days: 7 * (week - 1)) }
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
    return wish.isCalendar
      ? try calendar(found, wish, context) : overview(found, wish, context)
  }

  private static func find(_ wish: Wish, in database: Database) throws -> Found {
    let programme = try ProgrammeStore(database).find(wish.programme)
    let store = BoardStore(database)
    let version = try store.version(wish.version, of: programme)
    let (start, weeks) = try store.horizon(of: programme, dataset: version.dataset)
    var found = Found(
      programme: programme, version: version, start: start, weeks: weeks,
      week: min(max(1, wish.week), weeks))
    if let who = wish.who {
      found.party = try store.parties(
        wish.kind, of: programme, dataset: version.dataset, only: who
      ).first
      guard found.party != nil else { throw Problem(.notFound, "not_there") }
    }
    if wish.isCalendar, let party = found.party {
      // A day more on both sides: the week begins at another instant in each city.
      found.sessions = try store.sessions(
        of: programme, version: wish.version,
        BoardStore.Selection(
          from: Instant(seconds: (found.monday.days - 1) * 86_400),
          to: Instant(seconds: (found.monday.days + 8) * 86_400), parties: [wish.kind: [party.id]]))
    } else {
      found.parties = try store.parties(
        wish.rows, of: programme, dataset: version.dataset, state: wish.who, search: wish.search,
        after: wish.after, limit: portion + 1)
      let names = try store.timeZones(of: programme, dataset: version.dataset) + ["UTC"]
      var zones: [String: Zone] = [:]
      for name in names { zones[name] = Zones.named(name, around: start) }
      found.days = try store.days(
        of: programme, version: version, wish.rows, Array(found.parties.prefix(portion)),
        in: BoardStore.Week(from: found.monday, zones: zones), most: named)
    }
    return found
  }

  /// What both kinds of page show around the week.
  private func frame(_ found: Found, _ wish: Wish, _ context: BoardContext) -> [String: Any] {
    let words = context.words
    let monday = found.monday
    let path = "\(path(of: found.programme))/versions/\(found.version.number)"
    return [
      "title": found.programme.title, "path": path, "number": found.version.number,
      "state": words("state.\(found.version.state)"), "week": found.week,
      "weeks": found.weeks, "monday": words.day(monday),
      "sunday": words.day(monday.adding(days: 6)),
      "has_previous": found.week > 1, "previous": found.week - 1,
      "has_next": found.week < found.weeks, "next": found.week + 1, "by": wish.kind.rawValue,
      "rows_by": wish.rows.rawValue, "who": percentEncoded(wish.who ?? ""),
      "search": wish.search ?? "", "search_query": percentEncoded(wish.search ?? ""),
      "has_party": found.party != nil, "party": found.party?.id ?? "",
      "place": found.party?.place ?? "",
      "kinds": BoardStore.Kind.allCases.map {
        [
          "id": $0.rawValue, "name": words("kind.\($0.rawValue)"), "is_current": $0 == wish.kind,
        ] as [String: Any]
      },
      "days": (0..<7).map { words.day(monday.adding(days: $0)) },
    ]
  }

  private func overview(_ found: Found, _ wish: Wish, _ context: BoardContext) -> Response {
    let words = context.words
    let rows = found.parties.prefix(Self.portion).map { party in
      [
        "id": party.id, "query": percentEncoded(party.id), "place": party.place,
        "days": (0..<7).map { place in
          let day = found.days[party.id]?[place]
          // Of a whole member state's day the number is enough.
          let named = wish.rows == .state ? [] : day?.first ?? []
          let rest = (day?.count ?? 0) - named.count
          return [
            "name": words.day(found.monday.adding(days: place)), "is_free": day == nil,
            "sessions": named.map {
              [
                "time": moment($0.start, in: Zones.named($0.zone, around: found.start), words),
                "module": $0.module, "id": $0.id, "query": percentEncoded($0.id),
              ] as [String: Any]
            },
            "more": rest == 0
              ? "" : words.counted(rest, named.isEmpty ? "sessions" : "more_sessions"),
          ] as [String: Any]
        },
      ] as [String: Any]
    }
    var content = frame(found, wish, context)
    content["is_overview"] = true
    content["rows"] = rows
    content["is_empty"] = rows.isEmpty
    content["has_more"] = found.parties.count > Self.portion
    content["after"] = percentEncoded(found.parties.prefix(Self.portion).last?.id ?? "")
    let title = (found.party.map { "\($0.id) · " } ?? "") + words("week_board")
    return board.page("week", content, context, title: title)
  }

  private func calendar(
    _ found: Found, _ wish: Wish, _ context: BoardContext
  ) throws -> Response {
    guard let party = found.party else { throw Problem(.notFound, "not_there") }
    let monday = found.monday
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
}
