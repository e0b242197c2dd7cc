import Foundation
import Testing

extension ExecutableTests {
  /// `jadwal report` in each of its forms, beside sums made from the files alone.
  @Suite struct Reports {
    /// The small dataset with two states, groups, youth and names that a spreadsheet would run; a plan of it.
    private func report(_ options: String, in scratch: Scratch) async throws -> ProcessResult {
      let result = try await shell("\"$jadwal\" report example plan \(options)", in: scratch)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    private func planned() async throws -> Scratch {
      let scratch = try Scratch("example")
      // A short search leaves sessions out, so that shares differ.
      let plan = try await jadwal(
        "plan", "example", "--iterations", "400", "--threads", "1", "--out", "plan", in: scratch)
      try #require(plan.status == 0, "\(plan.errors)")
      return scratch
    }

    /// Rows of a table of the dataset, by column.
    private func rows(_ path: String, in scratch: Scratch) throws -> [[String: String]] {
      let lines = try scratch.text(path).split(separator: "\n").map { split(String($0)) }
      return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    /// The cells of a line of CSV.
    private func split(_ line: String) -> [String] {
      var cells = [""]
      var isQuoted = false
      for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
      }
      return cells
    }

    private func table(_ title: String, of json: [String: Any]) throws -> [[String: Any]] {
      let tables = try #require(json["tables"] as? [[String: Any]])
      return try #require(
        tables.first { $0["title"] as? String == title }?["rows"] as? [[String: Any]])
    }

    /// What a state asks for and gets.
    private struct Sums {
      var asked = 0
      var placed = 0
      var learnerMinutes = (asked: 0, placed: 0)
      var reached: Set<String> = []
    }

    private func sums(in scratch: Scratch) throws -> (
      states: [String: Sums], reached: Set<String>, sizes: [String: Int]
    ) {
      let cities = try rows("example/cities.csv", in: scratch).reduce(into: [String: String]()) {
        $0[$1["id"] ?? ""] = $1["state"]
      }
      let minutes = try rows("example/modules.csv", in: scratch).reduce(into: [String: Int]()) {
        $0[$1["id"] ?? ""] = Int($1["minutes"] ?? "")
      }
      var stateOf: [String: String] = [:]
      var sizes: [String: Int] = [:]
      for cohort in try rows("example/cohorts.csv", in: scratch) {
        stateOf[cohort["id"] ?? ""] = cities[cohort["city"] ?? ""]
        sizes[cohort["id"] ?? ""] = Int(cohort["size"] ?? "")
      }
      var sums: [String: Sums] = [:]
      var reached: Set<String> = []
      for session in try rows("plan/assignments.csv", in: scratch) {
        let isPlaced = session["start"]?.isEmpty == false
        let cohorts = (session["cohorts"] ?? "").split(separator: ";").map(String.init)
        for state in Set(cohorts.compactMap { stateOf[$0] }) {
          sums[state, default: Sums()].asked += 1
          if isPlaced { sums[state, default: Sums()].placed += 1 }
        }
        for cohort in cohorts {
          let state = try #require(stateOf[cohort])
          let gain = try #require(sizes[cohort]) * #require(minutes[session["module"] ?? ""])
          sums[state, default: Sums()].learnerMinutes.asked += gain
          guard isPlaced else { continue }
          sums[state, default: Sums()].learnerMinutes.placed += gain
          sums[state, default: Sums()].reached.insert(cohort)
          reached.insert(cohort)
        }
      }
      return (sums, reached, sizes)
    }

    @Test func addsUpWhatTheFilesSay() async throws {
      let scratch = try await planned()
      let json = try await report("--json", in: scratch).json()
      let (sums, reached, sizes) = try sums(in: scratch)
      let told = try table("By member state", of: json)
      #expect(told.count == sums.count + 1)
      for (code, sum) in sums {
        let row = try #require(
          told.first { ($0["member_state"] as? String)?.hasSuffix("(\(code))") == true })
        #expect(row["sessions_asked"] as? Int == sum.asked)
        #expect(row["sessions_placed"] as? Int == sum.placed)
        #expect(row["learners_reached"] as? Int == sum.reached.reduce(0) { $0 + (sizes[$1] ?? 0) })
        let hours = try #require(row["learner_hours_taught"] as? Double)
        #expect(abs(hours - Double(sum.learnerMinutes.placed) / 60) < 0.1)
      }
      let all = try #require(told.last)
      #expect(all["member_state"] as? String == "all")
      #expect(all["learners_reached"] as? Int == reached.reduce(0) { $0 + (sizes[$1] ?? 0) })
      #expect(all["sessions_asked"] as? Int == 368)
    }

    @Test func evennessIsCountedFromTheShares() async throws {
      let scratch = try await planned()
      let json = try await report("--json", in: scratch).json()
      let shares = try sums(in: scratch).states.values.map {
        Double($0.learnerMinutes.placed) / Double($0.learnerMinutes.asked)
      }
      try #require(Set(shares).count > 1)
      let row = try #require(
        try table("Evenness", of: json).first { $0["among"] as? String == "states" })
      func figure(_ key: String) throws -> Double { try #require(row[key] as? Double) }
      let sum = shares.reduce(0, +)
      let jain = sum * sum / (Double(shares.count) * shares.reduce(0) { $0 + $1 * $1 })
      #expect(abs(try figure("jain_index") - jain) <= 0.0005 + 1e-9)
      let (least, most) = (try #require(shares.min()), try #require(shares.max()))
      #expect(abs(try figure("least_percent") - 100 * least) <= 0.1)
      #expect(abs(try figure("most_percent") - 100 * most) <= 0.1)
      // Of shares that are rounded down to thousandths.
      #expect(abs(try figure("least_of_most") - least / most) <= 0.003)
    }

    /// Every figure of the JSON is a number, and the same in all forms.
    @Test func tellsTheSameInEveryForm() async throws {
      let scratch = try await planned()
      let json = try await report("--json", in: scratch).json()
      let markdown = try await report("", in: scratch).output
      let csv = try await report("--format csv", in: scratch).output
      _ = try await report("--format html --out report.html", in: scratch)
      let page = try scratch.text("report.html")
      #expect(page.contains("<svg") && page.contains("</html>"))
      #expect(!page.contains("{{") && !page.contains("<script"))
      let names: Set<String> = [
        "member_state", "axis", "audience", "partner", "of_each", "name", "among",
      ]
      var cells = Set(csv.split(separator: "\n").map(String.init).map(split))
      cells.remove(["table", "row", "figure", "value"])
      var figures = 0
      for table in try #require(json["tables"] as? [[String: Any]]) {
        let title = try #require(table["title"] as? String)
        #expect(markdown.contains("## \(title)\n") && page.contains(">\(title)<"))
        for row in try #require(table["rows"] as? [[String: Any]]) {
          let name = ["of_each", "name", "member_state", "axis", "audience", "partner", "among"]
            .compactMap { row[$0] as? String }.joined(separator: ": ")
          for (key, value) in row where !names.contains(key) {
            let number = try #require(value as? NSNumber, "\(title), \(name), \(key)")
            let own = cells.first { $0.prefix(3) == [title, name, key] }
            let told = try #require(own?.last, "\(title), \(name), \(key)")
            #expect(Double(told) == number.doubleValue, "\(title), \(name), \(key)")
            #expect(page.contains(">\(told)<") || page.contains(" \(told)<"), "\(told)")
            #expect(markdown.contains(" \(told) |"), "\(told)")
            figures += 1
          }
        }
      }
      #expect(figures > 100)
      #expect(figures == cells.count { Double($0[3]) != nil })
    }

    /// Names that a spreadsheet would run as formulas stand behind an apostrophe.
    @Test(arguments: ["=1+1", "+SUM(A1)", "-2", "@x", "\u{FF1D}1"])
    func namesAreNoFormulas(name: String) async throws {
      let scratch = try Scratch("small")
      let states = try scratch.text("small/states.csv").split(separator: "\n").map(String.init)
      let columns = states[0].split(separator: ",").map(String.init)
      let column = try #require(columns.firstIndex(of: "name"))
      var row = states[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      row[column] = name
      try scratch.write(
        ([states[0], row.joined(separator: ",")] + states.dropFirst(2)).joined(separator: "\n")
          + "\n", to: "small/states.csv")
      let result = try await jadwal(
        "report", "small", "small/greedy.csv", "--format", "csv", in: scratch)
      try #require(result.status == 0, "\(result.errors)")
      let cells = result.output.split(separator: "\n").flatMap { split(String($0)) }
      #expect(cells.contains { $0.hasPrefix("'\(name)") })
      for cell in cells where Double(cell) == nil {
        #expect(!["=", "+", "-", "@", "\u{FF1D}"].contains(cell.first), "\(cell)")
      }
    }

    @Test func refusesWhatIsNoFileAndLeavesItBe() async throws {
      let scratch = try Scratch("small")
      let names = try scratch.names("small")
      let result = try await jadwal(
        "report", "small", "small/greedy.csv", "--out", "small", in: scratch)
      #expect(result.status == 73)
      #expect(try scratch.names("small") == names)
    }
  }
}
