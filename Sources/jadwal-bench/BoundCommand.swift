import ArgumentParser
import Foundation
import Planning

/// `jadwal-bench bound`: proves a lower bound without searching for a plan, and says what it takes.
struct BoundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bound",
    abstract: "Proves a lower bound of a dataset, checks the proof, and prints both as CSV.")

  @Argument(help: "The dataset folder.")
  var dataset: String

  @Option var rounds: Int?
  @Option var first: Double?
  @Option var last: Double?
  @Option var memory = 0.9

  func run() throws {
    if let rounds {
      let programme = try loadProgramme(dataset)
      let facts = Facts(programme)
      let t0 = Budget.cpuSeconds()
      guard let domain = PriceDomain(facts, freeze: FreezeState(facts)) else { return }
      let t1 = Budget.cpuSeconds()
      var search = PriceSearch(domain)
      let t2 = Budget.cpuSeconds()
      note(String(format: "domain %.2f tables %.2f", t1 - t0, t2 - t1))
      search.trace = { round, value, best in
        if round % max(1, rounds / 30) == 0 {
          note(
            "\(round) \(value / 1000) \(best / 1000) "
              + String(format: "%.2f", Budget.cpuSeconds() - t2))
        }
      }
      var limits = PriceSearch.Limits(rounds: rounds)
      limits.firstStep = first ?? limits.firstStep
      limits.lastStep = last ?? limits.lastStep
      limits.memory = memory
      search.run(limits)
      let proof = search.proof
      note("\(search.suggestedRounds) rounds, \(proof.count) prices, \(proof.lines.count) lines")
      let t3 = Budget.cpuSeconds()
      let proved = try? proof.proved(by: Premises(facts, freeze: FreezeState(facts)))
      note("proved \(proved ?? -1), searched \(search.bestValue), \(Budget.cpuSeconds() - t3) s")
      return
    }
    let programme = try loadProgramme(dataset)
    let facts = Facts(programme)
    let freeze = FreezeState(facts)
    let begun = Budget.cpuSeconds()
    let found = Prover(facts, freeze: freeze).prove()
    let proved = Budget.cpuSeconds()
    let certificate = Certificate(datasetDigest: "", arguments: found.arguments)
    do throws(ProofFault) {
      try certificate.check(digest: "", by: Premises(facts, freeze: freeze))
    } catch {
      note("the proof fails: \(error)")
      throw ExitCode(70)
    }
    let checked = Budget.cpuSeconds()
    print("argument,bound")
    for argument in found.arguments { print("\(argument.name),\(argument.bound)") }
    note(
      String(
        format: "proving %.3f CPU s, checking %.3f CPU s, certificate %ld bytes",
        proved - begun, checked - proved, certificate.bytes.count))
  }
}
