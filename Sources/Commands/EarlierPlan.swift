import Files
import Foundation
import Training

extension LoadedDataset {
  /// The plan in `path`, a plan folder or an `assignments.csv`; every fault of it ends the command.
  func plan(at path: String) throws(Failure) -> Plan { try planFile(at: path, fit: .exact).plan }

  /// Likewise, however well it has to fit.
  func planFile(at path: String, fit: PlanFit) throws(Failure) -> PlanFile {
    switch readPlan(at: path, for: programme, fit: fit) {
    case .success(let file): return file
    case .failure(let faults):
      let advice =
        faults.list.contains { $0.line != nil || $0.column != nil }
        ? "\n\(legible(path)) does not fit the dataset: \(counted(faults.total, "fault"))." : ""
      throw Failure(
        ExitStatus.badData, faults.description + advice, document: faultsJSON(faults))
    }
  }
}
