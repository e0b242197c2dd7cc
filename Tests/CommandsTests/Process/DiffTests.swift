import Foundation
import Testing

extension ExecutableTests {
  /// `jadwal diff`, from a changed fact to whom it concerns.
  @Suite struct Differences {
    /// A plan, one trainer's absence, and the plan mended for it.
    private func mended() async throws -> (scratch: Scratch, trainer: String, session: String) {
      let scratch = try Scratch("small")
      let planned = try await shell(
        "\"$jadwal\" plan small --out old --iterations 20000 --threads 1", in: scratch)
      #expect(planned.status == 0)
      let rows = try scratch.text("old/assignments.csv").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let header = rows[0]
      let columns = try ["session", "start", "end", "lead"].map {
        try #require(header.firstIndex(of: $0))
      }
      let row = try #require(rows.dropFirst().first { !$0[columns[3]].isEmpty })
      let (session, trainer) = (row[columns[0]], row[columns[3]])
      let absence = "trainer,\(trainer),\(row[columns[1]]),\(row[columns[2]])\n"
      try scratch.write(try scratch.text("small/absences.csv") + absence, to: "small/absences.csv")
      let again = try await shell(
        "\"$jadwal\" plan small --from old --out new --iterations 20000 --threads 1", in: scratch)
      #expect(again.status == 0, "\(again.errors)")
      return (scratch, trainer, session)
    }

    @Test func tellsTheAbsenceThatMovedASession() async throws {
      let (scratch, trainer, session) = try await mended()
      let json = try await jadwal("diff", "small", "old", "new", "--json", in: scratch).json()
      let parties = try #require(json["parties"] as? [[String: Any]])
      let own = try #require(
        parties.first { ($0["party"] as? String)?.hasPrefix("Trainer \(trainer) ") == true })
      let changes = try #require(own["changes"] as? [[String: Any]])
      let change = try #require(changes.first { $0["session"] as? String == session })
      let cause = try #require(change["cause"] as? [String: Any])
      #expect(cause["kind"] as? String == "absence", "\(cause)")
      let told = try #require(cause["told"] as? String)
      #expect(told.contains(trainer) && told.contains("absent"), "\(told)")
      let text = try await jadwal("diff", "small", "old", "new", in: scratch)
      #expect(text.status == 0 && text.output.contains("  \(session)"))
      #expect(text.output.contains("absent"))
    }

    /// What was is what is, the other way round; the same people, the opposite cost.
    @Test func mirrors() async throws {
      let (scratch, _, _) = try await mended()
      let there = try await jadwal("diff", "small", "old", "new", "--json", in: scratch).json()
      let back = try await jadwal("diff", "small", "new", "old", "--json", in: scratch).json()
      #expect(there["sessions"] as? Int == back["sessions"] as? Int)
      #expect(there["cost"] as? Int == (back["cost"] as? Int).map { -$0 })
      #expect(try sides(there, "old", "new") == sides(back, "new", "old"))
    }

    private func sides(_ json: [String: Any], _ old: String, _ new: String) throws -> [String] {
      let parties = try #require(json["parties"] as? [[String: Any]])
      return try parties.flatMap { party in
        try #require(party["changes"] as? [[String: Any]]).map { change in
          func start(_ side: String) -> String {
            (change[side] as? [String: Any])?["start"] as? String ?? "none"
          }
          return "\(party["party"] ?? "") \(change["session"] ?? "") \(start(old)) \(start(new))"
        }
      }
    }

    /// What `plan --from` says of each change is what `diff` says of it.
    @Test func theNearestPlanTellsTheSameCauses() async throws {
      let (scratch, _, _) = try await mended()
      let planned = try await jadwal(
        "plan", "small", "--from", "old", "--out", "again", "--iterations", "20000", "--threads",
        "1", "--json", in: scratch)
      let compared = try await jadwal("diff", "small", "old", "again", "--json", in: scratch)
      func changes(_ result: ProcessResult) throws -> NSArray {
        try #require(try result.json()["changes"] as? NSArray)
      }
      #expect(try changes(planned).count > 0)
      #expect(try changes(planned) == changes(compared))
    }

    /// Many changes are told once each; every one of them has a cause, and each person a list on request.
    @Test func manyChangesAreToldOnceEach() async throws {
      let scratch = try Scratch("small")
      let planned = try await jadwal(
        "plan", "small", "--iterations", "20000", "--threads", "1", "--out", "new", in: scratch)
      try #require(planned.status == 0)
      let plans = ["diff", "small", "small/greedy.csv", "new"]
      func diff(_ more: String...) async throws -> ProcessResult {
        let process = try JadwalProcess(plans + more, in: scratch)
        try process.start()
        return try await process.end()
      }
      let json = try await diff("--json").json()
      let changes = try #require(json["changes"] as? [[String: Any]])
      try #require(changes.count > 20)
      #expect(json["sessions"] as? Int == changes.count)
      for change in changes {
        let cause = try #require(change["cause"] as? [String: Any])
        #expect((cause["told"] as? String)?.isEmpty == false && cause["kind"] is String)
      }
      let text = try await diff().output
      let first = try #require(text.range(of: "What changed:\n"))
      let last = try #require(text.range(of: "\n  and \(changes.count - 20) more."))
      #expect(text[first.upperBound..<last.lowerBound].split(separator: "\n").count == 20)
      #expect(text.contains("Whom it concerns") && text.contains("--by-person"))
      // Each person with as many sessions as they have changes.
      let parties = try #require(json["parties"] as? [[String: Any]])
      for party in parties {
        let id = try #require((party["party"] as? String)?.split(separator: " ").dropFirst().first)
        let count = try #require((party["changes"] as? [Any])?.count)
        #expect(text.contains("\(id) \(count)"), "\(id)")
      }
      let personal = try await diff("--by-person").output
      let told = try parties.reduce(0) { try $0 + #require(($1["changes"] as? [Any])?.count) }
      #expect(personal.components(separatedBy: "\n    why  ").count - 1 == told)
    }

    /// A dataset that has gone on since the earlier plan: a course less, and a course more.
    @Test func plansOfAnEarlierDatasetAreCompared() async throws {
      let (scratch, _, _) = try await mended()
      let rows = try scratch.text("small/cohorts.csv").split(separator: "\n").map(String.init)
      let columns = rows[0].split(separator: ",").map(String.init)
      let modules = try #require(columns.firstIndex(of: "modules"))
      // Another cohort like the first, which loses its first module.
      var first = rows[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let gone = try #require(first[modules].split(separator: ";").first.map(String.init))
      let cohort = first[0]
      var another = first
      another[0] = "C-NEW"
      first[modules] = first[modules].split(separator: ";").dropFirst().joined(separator: ";")
      try #require(!first[modules].isEmpty)
      try scratch.write(
        ([rows[0], first.joined(separator: ",")] + rows.dropFirst(2)
          + [another.joined(separator: ",")]).joined(separator: "\n") + "\n",
        to: "small/cohorts.csv")
      let planned = try await jadwal(
        "plan", "small", "--iterations", "20000", "--threads", "1", "--out", "later", in: scratch)
      try #require(planned.status == 0, "\(planned.errors)")
      let result = try await jadwal("diff", "small", "old", "later", "--json", in: scratch)
      try #require(result.status == 0, "\(result.errors)")
      let json = try result.json()
      #expect(json["same_sessions"] as? Bool == false)
      let changes = try #require(json["changes"] as? [[String: Any]])
      func kinds(_ prefix: String) -> Set<String> {
        Set(
          changes.filter { ($0["session"] as? String)?.hasPrefix(prefix) == true }
            .compactMap { ($0["cause"] as? [String: Any])?["kind"] as? String })
      }
      #expect(kinds("\(cohort)/\(gone)/") == ["left"])
      #expect(kinds("C-NEW/") == ["added"])
      let text = try await jadwal(
        "diff", "small", "old", "later", "--cohort", cohort, in: scratch
      ).output
      #expect(text.contains("it has left the programme"))
      #expect(text.contains("not of the same sessions"))
      // Every other command refuses such a plan.
      #expect(try await jadwal("verify", "small", "old", in: scratch).status == 65)
    }

    @Test func samePlansDifferInNothing() async throws {
      let scratch = try Scratch("small")
      let plan = "small/greedy.csv"
      let result = try await jadwal("diff", "small", plan, plan, in: scratch)
      #expect(result.status == 0 && result.output == "Nothing differs.\n")
    }

    @Test func writesAPageWhole() async throws {
      let (scratch, trainer, _) = try await mended()
      let result = try await jadwal(
        "diff", "small", "old", "new", "--format", "html", "--out", "changes.html", in: scratch)
      #expect(result.status == 0 && result.output.isEmpty)
      let page = try scratch.text("changes.html")
      #expect(page.contains("Trainer \(trainer) ") && page.contains("</html>"))
      #expect(!page.contains("{{") && !page.contains("<script"))
      let refused = try await jadwal(
        "diff", "small", "old", "new", "--format", "html", "--out", "small", in: scratch)
      #expect(refused.status == 73)
    }

    /// For the checks in a browser (`Tests/Browser`): changes in many zones and scripts, and a report.
    @Test(
      "Writes samples",
      .enabled(
        if: ProcessInfo.processInfo.environment["JADWAL_PAGES"] != nil,
        "set JADWAL_PAGES to a folder"))
    func samples() async throws {
      let folder = URL(
        fileURLWithPath: try #require(ProcessInfo.processInfo.environment["JADWAL_PAGES"])
      ).appending(path: "export").path
      let scratch = try Scratch("example")
      let written = try await shell(
        """
        set -e
        mkdir -p '\(folder)'
        "$jadwal" plan example --iterations 2000 --threads 1 --out old
        "$jadwal" plan example --iterations 20000 --threads 1 --seed 2 --out new
        "$jadwal" diff example old new --format html --out '\(folder)/changes.html'
        "$jadwal" report example old --format html --out '\(folder)/report.html'
        """, in: scratch)
      #expect(written.status == 0, "\(written.errors)")
    }

    @Test(arguments: [
      ("--trainer T-TH-05", Int32(64), "T-TH-005"),
      ("--trainer T-TH-005 --venue V-1", 64, "Choose"),
      ("--json --format html", 64, "alone"),
    ])
    func usageIs64(options: String, status: Int32, hint: String) async throws {
      let scratch = try Scratch("small")
      let result = try await shell(
        "\"$jadwal\" diff small small/greedy.csv small/greedy.csv \(options)", in: scratch)
      #expect(result.status == status && result.errors.contains(hint), "\(result.errors)")
    }
  }
}
