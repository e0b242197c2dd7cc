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

  func run() throws {
    let programme = try loadProgramme(dataset)
    let facts = Facts(programme)
    let freeze = FreezeState(facts)
    let begun = Budget.cpuSeconds()
    let found = Prover(facts, freeze: freeze).prove { proved in
      note(String(format: "%.3f CPU s: %ld", Budget.cpuSeconds() - begun, proved.lowerBound))
    }
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
    for shortage in found.shortages.prefix(3) {
      for relaxation in shortage.relaxations { note("\(relaxation)") }
    }
    note(
      String(
        format: "proving %.3f CPU s, checking %.3f CPU s, certificate %ld bytes",
        proved - begun, checked - proved, certificate.bytes.count))
  }
}
