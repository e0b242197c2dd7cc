import Files
import Store

/// A plan that the rules have judged, with all of its files.
struct JudgedPlan {
  var content: PlanContent
  var page: [UInt8]

  /// All files of its folder.
  var files: [(name: String, bytes: [UInt8])] {
    [
      (PlanColumn.file, assignments(of: content.plan)), (PlanFolder.mark, content.planJSON),
      ("plan.html", page), ("bound.json", content.boundJSON),
    ]
  }

  /// All files at once or none, and others with them.
  func write(
    to folder: String, beside others: [(name: String, bytes: [UInt8])] = []
  ) throws(Failure) {
    do throws(WritingError) {
      try PlanFolder(folder).replace(with: files + others)
    } catch {
      throw Failure(ExitStatus.cannotWrite, "\(error)")
    }
  }
}
