extension Windows: CustomStringConvertible {
  /// As a dataset writes them: `Mon-Fri 18:00-21:00; Sat 09:00-12:00`; `always`, or `never`.
  package var description: String {
    if self == .always { return "always" }
    var rows: [(days: [Int], stretches: [Range<Int>])] = []
    for (day, stretches) in days.enumerated() where !stretches.isEmpty {
      if let place = rows.firstIndex(where: { $0.stretches == stretches }) {
        rows[place].days.append(day)
      } else {
        rows.append(([day], stretches))
      }
    }
    let told = rows.flatMap { row in
      row.stretches.map {
        "\(Self.told(row.days)) \(Self.clock($0.lowerBound))-\(Self.clock($0.upperBound))"
      }
    }
    return told.isEmpty ? "never" : told.joined(separator: "; ")
  }

  /// `Mon-Wed,Sat`, of ascending days.
  private static func told(_ days: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for day in days {
      if let last = runs.last, last.upperBound + 1 == day {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
    return runs.map { run in
      let names = LocalDate.weekdayNames
      return run.count == 1
        ? names[run.lowerBound] : "\(names[run.lowerBound])-\(names[run.upperBound])"
    }.joined(separator: ",")
  }

  private static func clock(_ minute: Int) -> String {
    padded(minute / 60, 2) + ":" + padded(minute % 60, 2)
  }
}
