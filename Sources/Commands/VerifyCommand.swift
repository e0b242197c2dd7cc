import ArgumentParser
import Files
import Planning
import Training

/// `jadwal verify`: a plan judged by the rules alone, without the search.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recomputes every rule and cost of a plan from scratch.",
    usage: """
      jadwal verify asean asean/plan
      jadwal verify asean assignments.csv --json
      jadwal verify asean asean/plan --bound
      jadwal verify digital-skills-2026 3 --database ""
      """)

  @OptionGroup var source: PlanSource
  @Flag(help: "Prove the lower bound again, from bound.json and the dataset alone.")
  var bound = false
  @OptionGroup var options: OutputOptions

  func run() throws {
    let opened = try source.open(options)
    let (loaded, plan) = (opened.loaded, opened.plan)
    let verification = Verification(PlanView(plan, facts: loaded.facts, freeze: loaded.freeze))
    let proof = try bound
      ? checkBound(of: verification, loaded, opened.source.certificate(at: source.plan)) : nil
    try options.output.write(
      options.json
        ? verification.json(of: plan, lowerBound: proof?.lowerBound).bytes
        : Array((verification.text(of: plan) + (proof.map(told) ?? "")).utf8))
    if !verification.violations.isEmpty { throw ExitStatus.badData }
  }

  /// What the certificate beside the plan proves; a proof that fails ends the command.
  private func checkBound(
    of verification: Verification, _ loaded: LoadedDataset, _ told: PlanCertificate
  ) throws(Failure) -> (lowerBound: Int, gap: String, arguments: [String]) {
    do throws(ProofFault) {
      let certificate = try told.certificate()
      try certificate.check(
        digest: loaded.dataset.digest, by: Premises(loaded.facts, freeze: loaded.freeze))
      if let bound = try told.toldLowerBound(), bound != certificate.lowerBound {
        throw ProofFault(
          "plan.json says that no plan costs less than \(bound), and \(certificate.lowerBound) "
            + "is proved")
      }
      guard certificate.lowerBound <= verification.cost else {
        throw ProofFault(
          "no plan should cost less than \(certificate.lowerBound), and this one costs "
            + "\(verification.cost)")
      }
      return (
        certificate.lowerBound,
        Gap(cost: verification.cost, lowerBound: certificate.lowerBound).told,
        certificate.arguments.filter { $0.bound > 0 }.map {
          "\(grouped($0.bound)) by \($0.name)"
        }
      )
    } catch {
      throw Failure(
        ExitStatus.badData, "The proof of the lower bound fails: \(legible(error.description)).")
    }
  }

  private func told(_ proof: (lowerBound: Int, gap: String, arguments: [String])) -> String {
    let how =
      proof.arguments.isEmpty ? "" : ": " + proof.arguments.prefix(3).joined(separator: "; ")
    return
      "\nProved: no plan can cost less than \(grouped(proof.lowerBound)) (\(proof.gap))\(how).\n"
  }
}
