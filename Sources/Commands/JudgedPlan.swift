import Files
import Store

/// A plan that the rules have judged, with all of its files.
struct JudgedPlan {
  var content: PlanContent
  var page: [UInt8]

  /// All files at once or none.
  func write(to folder: String) throws(Failure) {
    do throws(WritingError) {
      try writePlan(
        content.plan, summary: content.summary,
        extras: [("plan.html", page), ("bound.json", content.boundJSON)], to: folder)
    } catch {
      throw Failure(ExitStatus.cannotWrite, "\(error)")
    }
  }
}
