import Files
import Training

/// The timetable of a selection for a terminal: its sessions by local date, then those of its
/// sessions that are not placed, with the reason of each.
///
/// - Parameters:
///   - week: 1 for the first; nil shows every week.
///   - reasons: by session, as in `PlanSummary`.
///   - width: columns of the terminal; from 100 on each session is a row of a table.
///   - inColour: whether to set dates and names apart with bold and faint type.
package func timetable(
  _ plan: Plan, of selection: TimetableSelection, week: Int? = nil, reasons: [Int: String] = [:],
  width: Int = 80, inColour: Bool = false
) -> String {
  let writer = TimetableWriter(
    plan: plan, selection: selection, week: week, reasons: reasons, width: max(40, width),
    style: inColour ? .terminal : .plain)
  return writer.lines.joined(separator: "\n") + "\n"
}

private struct TimetableWriter {
  let plan: Plan
  let selection: TimetableSelection
  let week: Int?
  let reasons: [Int: String]
  let width: Int
  let style: TimetableStyle

  /// A session as one row tells of it; every text is safe to print.
  private struct Row {
    var date: LocalDate
    var start: Instant
    var hours: String
    var zone: String
    var module: String
    var cohorts: String
    var trainers: String
    var place: String
  }

  private var programme: Programme { plan.programme }

  var lines: [String] {
    let rows = self.rows
    let zones = Set(rows.map(\.zone)).sorted()
    var lines = heading(zones: zones)
    if rows.isEmpty { lines += ["", "No session\(week == nil ? "" : " in this week")."] }
    lines += width >= 100 ? table(rows, zones.count > 1) : blocks(rows, zones.count > 1)
    return lines + unplaced
  }

  private func heading(zones: [String]) -> [String] {
    let settings = programme.settings
    let first = settings.startsOn.adding(days: 7 * ((week ?? 1) - 1))
    let last = first.adding(days: week == nil ? 7 * settings.weeks - 1 : 6)
    let weeks = week.map { "week \($0) of \(settings.weeks)" } ?? "\(settings.weeks) weeks"
    var lines = wrapped(legible(selection.heading(in: programme)), to: width).map(style.strong)
    let facts = [weeks, "\(longDate(first)) – \(longDate(last))"]
    lines += wrapped("\(legible(settings.title))\(unbroken)· \(together(facts))", to: width)
    switch zones.count {
    case 0: break
    case 1: lines += wrapped("All times are local: \(zones[0])", to: width).map(style.faint)
    default:
      let told = "Times are local to each cohort, in \(zones.count) zones"
      lines += wrapped(told, to: width).map(style.faint)
    }
    return lines
  }

  /// The selection's sessions of the week, in the order of local dates, then of time.
  private var rows: [Row] {
    plan.placements.indices.compactMap { session -> Row? in
      guard let placement = plan.placements[session],
        selection.holds(session, placement, in: programme)
      else { return nil }
      let zone = selection.zone(of: session, in: programme)
      let date = zone.date(at: placement.start)
      if let week, programme.week(of: date) != week - 1 { return nil }
      return row(session, placement, zone, date)
    }.sorted { ($0.date, $0.start) < ($1.date, $1.start) }
  }

  private func row(_ session: Int, _ placement: Placement, _ zone: Zone, _ date: LocalDate) -> Row {
    let module = programme.module(of: session)
    let chain = programme.chain(of: session)
    let end = programme.end(of: session, startingAt: placement.start)
    let nights = zone.date(at: end).days - date.days
    let times = "\(zone.wallTime(at: placement.start).clock)–\(zone.wallTime(at: end).clock)"
    let number = programme.sessions[session].number
    let assistants = placement.assistants.map { legible(programme.name(ofTrainer: $0)) }
    let lead = legible(programme.name(ofTrainer: placement.lead))
    let mode =
      switch module.mode {
      case .inPerson: "in person"
      case .hybrid: "trainers remote"
      case .online: "online"
      }
    return Row(
      date: date, start: placement.start,
      hours: "\(times)\(nights > 0 ? " +\(nights)d" : "") \(zone.offsetText(at: placement.start))",
      zone: legible(zone.identifier),
      module: "\(legible(module.title))\(unbroken)\(number)/\(chain.sessions.count)",
      cohorts: chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ", "),
      trainers: lead + (assistants.isEmpty ? "" : " with " + assistants.joined(separator: ", ")),
      place: placement.venue.map { "\(legible(programme.name(ofVenue: $0))) (\(mode))" } ?? mode)
  }

  /// The hours and, where it differs by row, the zone at the left; module, people and place beside.
  private func blocks(_ rows: [Row], _ tellsZone: Bool) -> [String] {
    let left = rows.map { max(displayWidth($0.hours), tellsZone ? displayWidth($0.zone) + 2 : 0) }
    let hoursWidth = min(left.max() ?? 0, width / 2)
    let room = width - hoursWidth - 4
    return byDate(rows) { row in
      let who = [tellsCohort ? row.cohorts : nil, row.trainers, row.place].compactMap { $0 }
      let beside = wrapped(row.module, to: room) + wrapped(together(who), to: room).map(style.faint)
      let zone = tellsZone ? wrapped("(\(row.zone))", to: hoursWidth) : []
      return (0..<max(beside.count, 1 + zone.count)).map { line in
        let told = line == 0 ? row.hours : line <= zone.count ? zone[line - 1] : ""
        let cell = filled(told, to: hoursWidth)
        let styled = line == 0 ? style.strong(cell) : style.faint(cell)
        return trimmed("  \(styled)  \(line < beside.count ? beside[line] : "")")
      }
    }
  }

  /// Items in a row that break between them only.
  private func together(_ items: [String]) -> String {
    items.map { $0.replacing(" ", with: unbroken) }.joined(separator: unbroken + "· ")
  }

  /// A row of columns each; the columns share the width by what they hold.
  private func table(_ rows: [Row], _ tellsZone: Bool) -> [String] {
    let cells = rows.map { row in
      [tellsZone ? "\(row.hours) (\(row.zone))" : row.hours, row.module]
        + (tellsCohort ? [row.cohorts] : []) + [row.trainers, row.place]
    }
    let widths = columnWidths(cells)
    var next = 0
    return byDate(rows) { _ in
      let columns = zip(cells[next], widths).map { wrapped($0, to: $1) }
      next += 1
      return (0..<(columns.map(\.count).max() ?? 0)).map { line in
        let parts = columns.indices.map { column in
          filled(line < columns[column].count ? columns[column][line] : "", to: widths[column])
        }
        let hours = line == 0 ? style.strong(parts[0]) : parts[0]
        return trimmed("  " + ([hours] + parts.dropFirst()).joined(separator: "  "))
      }
    }
  }

  /// What each column asks for, the widest ones narrowed until all fit.
  private func columnWidths(_ cells: [[String]]) -> [Int] {
    guard let first = cells.first else { return [] }
    var widths = first.indices.map { column in
      cells.map { displayWidth($0[column]) }.max() ?? 0
    }
    let room = width - 2 * widths.count
    while widths.reduce(0, +) > room,
      let widest = widths.indices.dropFirst().max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func byDate(_ rows: [Row], _ told: (Row) -> [String]) -> [String] {
    var lines: [String] = []
    var last: LocalDate?
    for row in rows {
      if row.date != last {
        let week = programme.week(of: row.date)
        let name = "\(row.date.weekdayName) \(longDate(row.date))"
        let number =
          (0..<programme.settings.weeks).contains(week) ? "week \(week + 1)" : "outside the weeks"
        lines += ["", style.strong(name) + style.faint(" · \(number)")]
        last = row.date
      }
      lines += told(row)
    }
    return lines
  }

  /// A cohort's own timetable need not name it, unless others join it.
  private var tellsCohort: Bool {
    guard case .cohort(let cohort) = selection else { return true }
    return programme.chains.contains { $0.cohorts.count > 1 && $0.cohorts.contains(cohort) }
  }

  private var unplaced: [String] {
    let missing = plan.placements.indices.filter {
      plan.placements[$0] == nil && selection.asks(for: $0, in: programme)
    }
    guard !missing.isEmpty else { return [] }
    let count = missing.count == 1 ? "1 session is" : "\(missing.count) sessions are"
    var lines = ["", style.strong("\(count) not placed\(week == nil ? "" : ", in any week")")]
    var runs: [(sessions: ClosedRange<Int>, reason: String)] = []
    for session in missing {
      let reason = legible(reasons[session] ?? "no reason was recorded")
      if let last = runs.last, last.reason == reason, last.sessions.upperBound == session - 1,
        programme.sessions[last.sessions.lowerBound].chain == programme.sessions[session].chain
      {
        runs[runs.count - 1].sessions = last.sessions.lowerBound...session
      } else {
        runs.append((session...session, reason))
      }
    }
    var lastChain = -1
    for (sessions, reason) in runs {
      let chain = programme.sessions[sessions.lowerBound].chain
      if chain != lastChain {
        let title = legible(programme.modules[programme.chains[chain].module].title)
        let name = "\(title)\(unbroken)· \(programme.chains[chain].id)"
        lines += wrapped(name, to: width - 2).map { "  " + $0 }
        lastChain = chain
      }
      let from = programme.sessions[sessions.lowerBound].number
      let to = programme.sessions[sessions.upperBound].number
      let name = from == to ? "Session \(from)" : "Sessions \(from)–\(to)"
      lines += wrapped("\(name): \(reason)", to: width - 4).map { "    " + $0 }
    }
    return lines
  }

  private func trimmed(_ line: String) -> String {
    let end = line.utf8.lastIndex { $0 != UInt8(ascii: " ") }
    return end.map { String(line[...$0]) } ?? ""
  }
}

/// How a terminal sets words apart, or plain text, which does not.
private struct TimetableStyle {
  var bold: String
  var dim: String
  var end: String

  static let terminal = TimetableStyle(bold: "\u{1B}[1m", dim: "\u{1B}[2m", end: "\u{1B}[0m")
  static let plain = TimetableStyle(bold: "", dim: "", end: "")

  func strong(_ text: String) -> String { bold + text + end }
  func faint(_ text: String) -> String { dim + text + end }
}
