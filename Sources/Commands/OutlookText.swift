import Planning

extension Outlook {
  /// The summary that `check` prints; lines longer than `width` are cut.
  ///
  /// - Parameter limit: how many kinds of teaching and how many bottlenecks are told.
  package func text(width: Int = 100, limit: Int = 12) -> String {
    var lines = ["Demand and supply, \(Self.told(1...weeks)) (hours)", ""]
    lines += statesTable
    lines += ["", "Tightest teaching (hours asked/available, by week)", ""]
    lines += tightest(limit: limit)
    lines += ["", bottlenecks.isEmpty ? "No bottlenecks." : "Bottlenecks, worst first", ""]
    lines += bottlenecks.prefix(limit).map { "  " + $0.sentence }
    if bottlenecks.count > limit { lines.append("  and \(bottlenecks.count - limit) more") }
    if bottlenecks.contains(where: { !$0.isCertain }) {
      lines += ["", "\"Likely\" holds if sessions spread evenly over the weeks they may be in."]
    }
    while lines.last == "" { lines.removeLast() }
    return lines.map { Self.cut($0, to: width) }.joined(separator: "\n") + "\n"
  }

  private var statesTable: [String] {
    let header = [
      "state", "cohorts", "learners", "sessions", "asked", "trainers", "available",
      "rooms asked", "venues", "open",
    ]
    let rows = states.map { state in
      [
        state.code, "\(state.cohorts)", "\(state.learners)", "\(state.sessions)",
        Self.hours(state.asked), "\(state.trainers)", Self.hours(state.able),
        Self.hours(state.roomsAsked), "\(state.venues)", Self.hours(state.roomsOpen),
      ]
    }
    let byWeek = (0..<weeks).map { week in
      func sum(_ path: KeyPath<StateOutlook, [Int]>) -> String {
        Self.hours([states.reduce(0) { $0 + $1[keyPath: path][week] }])
      }
      return [
        "week \(week + 1)", "", "", "", sum(\.asked), "", sum(\.able), sum(\.roomsAsked), "",
        sum(\.roomsOpen),
      ]
    }
    return Self.aligned([header] + rows + (weeks <= 12 ? byWeek : []))
  }

  /// The largest share asked of what there is first; only what at least one chain asks.
  private func tightest(limit: Int) -> [String] {
    func key(_ row: TeachingOutlook) -> Double {
      let able = row.able.reduce(0, +)
      return Double(row.asked.reduce(0, +)) / Double(max(able, 1))
    }
    let ordered = teaching.enumerated().sorted { left, right in
      (key(right.element), left.offset) < (key(left.element), right.offset)
    }
    let shown = ordered.prefix(limit).map(\.element).map { row in
      [
        "  " + row.states.joined(separator: "+"),
        row.languages.map(LanguageNames.told).joined(separator: ", "),
        "\(row.competence):\(row.level)", row.inPerson ? "in the room" : "remotely",
        "\(row.trainers) trainers",
      ] + (weeks <= 12 ? weekly(row) : [Self.hours(row.asked) + "/" + Self.hours(row.able)])
    }
    return Self.aligned(shown)
  }

  private func weekly(_ row: TeachingOutlook) -> [String] {
    zip(row.asked, row.able).map { "\(Self.hours([$0]))/\(Self.hours([$1]))" }
  }

  /// `week 2` or `weeks 1-4`.
  static func told(_ weeks: ClosedRange<Int>) -> String {
    weeks.count == 1
      ? "week \(weeks.lowerBound)" : "weeks \(weeks.lowerBound)-\(weeks.upperBound)"
  }

  /// Whole hours of minutes, half an hour rounded up.
  static func hours(_ minutes: [Int]) -> String { "\((minutes.reduce(0, +) + 30) / 60)" }

  /// Columns two blanks apart: those that start with a digit in every row but the first to the right.
  private static func aligned(_ rows: [[String]]) -> [String] {
    guard let columns = rows.map(\.count).max() else { return [] }
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let isNumeric = (0..<columns).map { column in
      rows.dropFirst().allSatisfy { row in
        guard column < row.count, let first = row[column].first else { return true }
        return first.isNumber && !row[column].contains(where: \.isLetter)
      }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return isNumeric[column] ? blanks + cell : cell + blanks
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private static func cut(_ line: String, to width: Int) -> String {
    line.count <= width ? line : line.prefix(max(1, width - 1)) + "…"
  }
}

extension Bottleneck {
  /// `KH week 2: 46 h of network-security:3 in Khmer asked, 31 h available (2 trainers)`.
  package var sentence: String {
    let asked = "\(Outlook.hours([askedMinutes])) h"
    let available = "\(Outlook.hours([availableMinutes])) h"
    let when = Outlook.told(weeks) + (isCertain ? "" : " (likely)")
    switch kind {
    case .teaching(let states, let languages, let skills):
      let place = states.count > 4 ? "\(states.count) states" : states.joined(separator: "+")
      let what = skills.count > 3 ? "\(skills.count) skills" : skills.joined(separator: ", ")
      let tongues =
        languages.count > 3
        ? "" : " in " + languages.map(LanguageNames.told).joined(separator: ", ")
      return "\(place) \(when): \(asked) of \(what)\(tongues) asked, "
        + "\(available) available (\(Self.count(resources, "trainer")))"
    case .room(let city, let seats, let equipment):
      let with = equipment.isEmpty ? "" : " with " + equipment.joined(separator: ", ")
      return "\(city) \(when): \(asked) of rooms\(with) for \(seats) asked, "
        + "\(available) open (\(Self.count(resources, "venue")))"
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
