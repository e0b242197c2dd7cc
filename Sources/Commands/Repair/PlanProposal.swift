import Files
import Planning
import Store
import Training

/// A plan that somebody proposes, beside the one that it changes.
struct PlanProposal {
  let loaded: LoadedDataset
  let compiled: CompiledProgramme
  let before: PlanView
  let after: PlanView
  let effect: Effect

  init(_ plan: Plan, beside earlier: Plan, in loaded: LoadedDataset, _ compiled: CompiledProgramme)
  {
    func view(_ plan: Plan) -> PlanView {
      PlanView(
        Plan(programme: loaded.programme, placements: plan.placements), facts: loaded.facts,
        freeze: loaded.freeze)
    }
    self.loaded = loaded
    self.compiled = compiled
    before = view(earlier)
    after = view(plan)
    effect = Effect(of: after, beside: before, explains: false)
  }

  var changes: PlanChanges { PlanChanges(from: before.plan, to: after.plan) }

  var concerned: Concerned { Concerned(changes.all, before.plan, after.plan) }

  /// The plan with all of its files.
  ///
  /// - Parameter earlier: the certificate of the plan that it changes; what that proves of the dataset
  ///   holds for this one too.
  func judged(after earlier: PlanCertificate) -> JudgedPlan {
    let verification = Verification(after)
    let known = try? earlier.certificate()
    let isOfDataset = known?.datasetDigest == loaded.dataset.digest && loaded.keepsBoundOfFiles
    let arguments = isOfDataset ? known?.arguments : nil
    return JudgedPlan(
      after.plan, verification, loaded, reasons: compiled.reasons(for: after.plan),
      certificate: Certificate(
        datasetDigest: loaded.dataset.digest,
        arguments: (arguments ?? []).filter { $0.bound <= verification.cost }),
      made: PlanMaking(seed: 1, threads: 1, iterations: 0, seconds: 0, version: Version.text))
  }
}

extension JudgedPlan {
  /// A plan of a loaded dataset with all of its files.
  init(
    _ plan: Plan, _ verification: Verification, _ loaded: LoadedDataset, reasons: [Int: String],
    certificate: Certificate, made: PlanMaking, shortages: [ToldShortage] = []
  ) {
    let summary = PlanSummary(
      verification, of: plan, datasetDigest: loaded.dataset.digest,
      lowerBound: certificate.lowerBound, made: made, reasons: reasons, shortages: shortages)
    self.init(
      content: PlanContent(
        plan: plan, summary: summary, hardViolations: verification.violations.count,
        planJSON: summaryJSON(of: summary), boundJSON: certificate.bytes),
      page: planPage(plan, summary: summary))
  }
}

/// Asks before the work whether a plan may be written there.
func checkPlanFolder(_ folder: String, hint: String = "") throws(Failure) {
  do throws(WritingError) {
    try PlanFolder(folder).check()
  } catch {
    throw Failure(ExitStatus.cannotWrite, "\(error)\(hint)")
  }
}
