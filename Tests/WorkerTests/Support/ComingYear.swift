import Foundation
import Testing
import Training

/// The fixture's dates, moved into a year that is still to come.
struct ComingYear {
  let shift: Int
  let start: LocalDate

  func day(_ number: Int) -> LocalDate { start.adding(days: number) }

  /// The ISO week that begins so many weeks after the start.
  func week(_ number: Int) -> String {
    let thursday = start.adding(days: 7 * number + 3)
    let year = thursday.civil.year
    let first = LocalDate(year: year, month: 1, day: 1) ?? thursday
    let week = (thursday.days - first.days) / 7 + 1
    return "\(year)-W\(week < 10 ? "0" : "")\(week)"
  }

  var changes: [String: (String) -> String] {
    let move: (String) -> String = { text in
      text.replacing(#/20\d\d-\d\d-\d\d/#) { match in
        LocalDate(String(match.output))?.adding(days: shift).description ?? String(match.output)
      }
    }
    return ["programme.yaml": move, "absences.csv": move, "closures.csv": move]
  }

  init() throws {
    let august = try #require(LocalDate("2026-08-03"))
    let today = Int(Date().timeIntervalSince1970) / 86_400
    // Whole weeks, so that it starts on a Monday again.
    shift = 7 * max(0, (today - august.days) / 7 + 8)
    start = august.adding(days: shift)
  }
}
