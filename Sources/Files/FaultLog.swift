/// Collects the faults and warnings of one reading; every table writes into the same one.
final class FaultLog {
  private(set) var faults: [Fault] = []
  private(set) var total = 0
  private(set) var warnings: [Fault] = []
  var nearest = Nearest()
  private var kept: [String: Int] = [:]
  private var warned: [String: Int] = [:]

  /// Of each file a hundred are kept, for no more are ever reported; the message is made for those.
  func fault(_ file: String, _ line: Int?, _ column: String?, _ message: @autoclosure () -> String)
  {
    total += 1
    guard kept[file, default: 0] < Faults.reported else { return }
    kept[file, default: 0] += 1
    faults.append(Fault(file: file, line: line, column: column, message: message()))
  }

  func warn(_ file: String, _ line: Int?, _ column: String?, _ message: @autoclosure () -> String) {
    guard warned[file, default: 0] < Faults.reported else { return }
    warned[file, default: 0] += 1
    warnings.append(Fault(file: file, line: line, column: column, message: message()))
  }

  /// Everything found, as a refusal; nil where there was no fault.
  var refusal: Faults? {
    total == 0 ? nil : Faults(faults, total: total, warnings: warnings.inFileOrder())
  }
}
