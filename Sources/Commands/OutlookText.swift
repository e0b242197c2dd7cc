import Planning

extension Outlook {
  /// The summary that `check` prints; no figure is ever cut.
  ///
  /// - Parameters:
  ///   - width: columns to fold long entries to; nil keeps each on one line, for files and pipes.
  ///   - limit: how many kinds of teaching and how many bottlenecks are told.
  package func text(width: Int? = nil, limit: Int = 12) -> String {
    func heading(_ text: String) -> [String] { folded(text, to: width, indents: 0, 2) + [""] }
    var lines = heading("Demand and supply, \(Self.told(1...weeks)): hours asked/available")
    lines += statesTable(width: width)
    lines += [""] + heading("Tightest teaching: hours asked/available, by week")
    lines += tightest(limit: limit).flatMap { $0.lines(foldedTo: width) }
    lines += ["", bottlenecks.isEmpty ? "No bottlenecks." : "Bottlenecks, worst first", ""]
    for bottleneck in bottlenecks.prefix(limit) {
      lines += folded(bottleneck.sentence, to: width, indents: 2, 6)
    }
    if bottlenecks.count > limit { lines.append("  and \(bottlenecks.count - limit) more") }
    if bottlenecks.contains(where: { !$0.isCertain }) {
      let likely = "\"Likely\" holds if sessions spread evenly over the weeks they may be in."
      lines += [""] + folded(likely, to: width, indents: 0, 0)
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A state a row, then all of them by week: fits 80 columns up to 99 999 hours.
  private func statesTable(width: Int?) -> [String] {
    let header = [
      "state", "cohorts", "learners", "sessions", "trainers", "teaching", "venues", "rooms",
    ]
    let rows = states.map { state in
      [
        state.code, "\(state.cohorts)", "\(state.learners)", "\(state.sessions)",
        "\(state.trainers)", Self.share(state.asked, of: state.able), "\(state.venues)",
        Self.share(state.roomsAsked, of: state.roomsOpen),
      ]
    }
    let byWeek = (0..<weeks).map { week in
      func sum(_ path: KeyPath<StateOutlook, [Int]>) -> [Int] {
        states.map { $0[keyPath: path][week] }
      }
      return [
        "week \(week + 1)", "", "", "", "", Self.share(sum(\.asked), of: sum(\.able)), "",
        Self.share(sum(\.roomsAsked), of: sum(\.roomsOpen)),
      ]
    }
    return table([header] + rows + byWeek, leading: [0], width: width)
  }

  /// The largest share asked of what there is first; only what at least one chain asks.
  private func tightest(limit: Int) -> [TightRow] {
    func share(_ row: TeachingOutlook) -> Double {
      Double(row.asked.reduce(0, +)) / Double(max(row.able.reduce(0, +), 1))
    }
    let ordered = teaching.enumerated().sorted { left, right in
      (share(right.element), left.offset) < (share(left.element), right.offset)
    }
    let shown = ordered.prefix(limit).map(\.element)
    let figures = shown.map { $0.figures(of: weeks) }
    let width = figures.joined().map(displayWidth).max() ?? 0
    return zip(shown, figures).map { TightRow(what: $0.what, figures: $1, width: width) }
  }

  /// `week 2` or `weeks 1-4`.
  static func told(_ weeks: ClosedRange<Int>) -> String {
    weeks.count == 1
      ? "week \(weeks.lowerBound)" : "weeks \(weeks.lowerBound)-\(weeks.upperBound)"
  }

  /// Whole hours of minutes, half an hour rounded up.
  static func hours(_ minutes: [Int]) -> String { "\((minutes.reduce(0, +) + 30) / 60)" }

  /// `46/31`: hours asked and available.
  static func share(_ asked: [Int], of able: [Int]) -> String { hours(asked) + "/" + hours(able) }
}

/// One kind of teaching that is tight: what it is, and a figure for each week.
private struct TightRow {
  var what: String
  var figures: [String]
  /// The widest figure of all rows, so that weeks stand below each other.
  var width: Int

  /// On a terminal the figures stand below; elsewhere all of it is one line.
  func lines(foldedTo width: Int?) -> [String] {
    guard let width else { return ["  \(what): \(figures.joined(separator: ", "))"] }
    let perLine = max(1, (width - 6 + 3) / (self.width + 3))
    let below = stride(from: 0, to: figures.count, by: perLine).map { start in
      let some = figures[start..<min(start + perLine, figures.count)]
      return "      "
        + (some.dropLast().map { filled($0, to: self.width) } + some.suffix(1))
        .joined(separator: "   ")
    }
    return folded(what, to: width, indents: 2, 4) + below
  }
}

extension TeachingOutlook {
  /// `TH  Thai  competence 3.4 level 2, in the room, 4 trainers`.
  fileprivate var what: String {
    "\(states.joined(separator: "+"))  \(languages.map(LanguageNames.told).joined(separator: ", "))  "
      + "competence \(competence) level \(level), \(inPerson ? "in the room" : "remote"), "
      + counted(trainers, "trainer")
  }

  /// `week 1 12/14` for each week; of a long programme the whole and its tightest week.
  fileprivate func figures(of weeks: Int) -> [String] {
    func figure(_ week: Int) -> String {
      "week \(week + 1) \(Outlook.share([asked[week]], of: [able[week]]))"
    }
    guard weeks > 12 else { return (0..<weeks).map(figure) }
    let whole = "\(weeks) weeks \(Outlook.share(asked, of: able))"
    let tightest = (0..<weeks).max { left, right in
      asked[left] * max(able[right], 1) < asked[right] * max(able[left], 1)
    }
    return [whole] + (tightest.map { ["tightest " + figure($0)] } ?? [])
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
        + "\(available) available (\(counted(resources, "trainer")))"
    case .room(let city, let seats, let equipment):
      let with = equipment.isEmpty ? "" : " with " + equipment.joined(separator: ", ")
      return "\(city) \(when): \(asked) of rooms\(with) for \(seats) asked, "
        + "\(available) open (\(counted(resources, "venue")))"
    }
  }
}
