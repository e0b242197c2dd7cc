import Foundation
import Testing

extension ExecutableTests {
  /// `--json`: one document on standard output, whatever happens.
  @Suite struct Documents {
    @Test(arguments: [
      "init new", "check small", "check broken", "check nowhere", "check small/cities.csv",
      "plan small --iterations 50", "plan broken", "plan small --out small", "plan small --bogus",
      "plan small --from nowhere", "plan small --seconds -1", "verify small small/greedy.csv",
      "verify small broken", "verify small small/cities.csv", "show small small/greedy.csv",
      "show small small/greedy.csv --week 99", "show small small/greedy.csv --trainer nobody",
      "show small small/greedy.csv --state TH --week 1", "init small", "plan small --seconds 0",
      "plan small --iterations 50 --require-complete", "explain small small/greedy.csv",
      "explain small small/greedy.csv BKK-W01/SAFE1/1",
      "explain small small/greedy.csv BKK-W02/PROG1/2", "explain small small/greedy.csv nobody",
      "explain small small/greedy.csv BKK-W01/SAFE1/1 --why-not venue=nowhere",
      "explain small small/greedy.csv BKK-W01/SAFE1/1 --why-not start=2026-08-05T18:00",
      "explain broken small/greedy.csv",
    ])
    func isOneObject(_ line: String) async throws {
      let scratch = try Scratch("small")
      try await shell("cp -r small broken && echo x >> broken/cohorts.csv", in: scratch)
      let result = try await shell("$jadwal \(line) --json", in: scratch)
      let json = try result.json()
      #expect(result.output.hasSuffix("}\n"))
      switch result.status {
      case 0, 3: #expect(json["error"] == nil)
      case 65: #expect(((json["faults"] as? [Any])?.count ?? 0) > 0)
      default:
        let error = try #require(json["error"] as? [String: Any])
        #expect(error["status"] as? Int == Int(result.status))
      }
    }

    @Test func ofAPlanIsItsPlanFile() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal(
        "plan", "small", "--json", "--iterations", "1", "--seed", "18446744073709551615",
        in: scratch)
      #expect(result.output == (try scratch.text("small/plan/plan.json")))
      #expect(result.output.contains("\"seed\": 18446744073709551615"))
      #expect(result.errors.isEmpty)
    }

    @Test func helpBeginsWithExamples() async throws {
      let scratch = try Scratch()
      for command in ["", "init", "check", "plan", "verify", "show", "doctor", "explain"] {
        let result = try await shell("$jadwal \(command) --help", in: scratch)
        #expect(result.status == 0 && result.errors.isEmpty)
        let examples = try #require(result.output.range(of: "USAGE: jadwal "))
        let options = try #require(result.output.range(of: "OPTIONS:"))
        #expect(examples.lowerBound < options.lowerBound)
        #expect(!result.output[examples.upperBound...].hasPrefix("["))
      }
      #expect(try await jadwal("--version", in: scratch).status == 0)
    }

    /// 50 ms of CPU time for help, by the contract; tests may be built without optimisation.
    @Test func helpTakesLittle() async throws {
      let scratch = try Scratch()
      var least = Double.infinity
      // A machine that stands still, or somebody else's child, costs one of them something.
      for _ in 0..<5 {
        let before = childrenSeconds()
        #expect(try await jadwal("--help", in: scratch).status == 0)
        least = min(least, childrenSeconds() - before)
      }
      #expect(least < 0.25)
    }

    private func childrenSeconds() -> Double {
      var usage = rusage()
      // RUSAGE_CHILDREN, which is of another type on every system.
      getrusage(-1, &usage)
      return [usage.ru_utime, usage.ru_stime]
        .reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
  }

  /// The same dataset, seed, threads and number of moves: the same bytes, in any process.
  @Suite struct Repetition {
    @Test(arguments: [1, 2])
    func givesTheSamePlan(threads: Int) async throws {
      let scratch = try Scratch("example")
      for out in ["one", "two"] {
        let result = try await jadwal(
          "plan", "example", "--out", out, "--seed", "7", "--iterations", "4000", "--threads",
          "\(threads)", in: scratch)
        #expect(result.status == 0)
      }
      #expect(try scratch.bytes("one/assignments.csv") == scratch.bytes("two/assignments.csv"))
      #expect(try scratch.bytes("one/bound.json") == scratch.bytes("two/bound.json"))
    }

    @Test func startsWhereAnEarlierPlanEndedAndIsNeverWorse() async throws {
      let scratch = try Scratch("small")
      let result = try await jadwal(
        "plan", "small", "--from", "small/greedy.csv", "--iterations", "1", "--json", in: scratch)
      let cost = try #require(try result.json()["cost"] as? Int)
      #expect(result.status == 0 && cost <= 2416)
    }
  }
}
