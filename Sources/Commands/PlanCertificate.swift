import Files
import Foundation
import Planning

/// `bound.json` and what `plan.json` beside it says of the lower bound.
struct PlanCertificate {
  private enum Place {
    case folder(String)
    case bytes(plan: [UInt8], bound: [UInt8])
  }

  private let place: Place

  /// - Parameter path: a plan folder, or an `assignments.csv` in one.
  init(at path: String) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    place = .folder(
      isThere && !isFolder.boolValue
        ? URL(fileURLWithPath: path).deletingLastPathComponent().path : path)
  }

  /// Of a stored plan.
  init(planJSON: [UInt8], boundJSON: [UInt8]) {
    place = .bytes(plan: planJSON, bound: boundJSON)
  }

  func certificate() throws(ProofFault) -> Certificate {
    guard let bytes = try read("bound.json") else {
      throw ProofFault("there is no bound.json beside the plan")
    }
    return try Certificate(bytes: bytes)
  }

  /// Nil where there is no `plan.json`, as beside a plan that somebody made by hand.
  func toldLowerBound() throws(ProofFault) -> Int? {
    guard let bytes = try read("plan.json") else { return nil }
    struct Told: Decodable {
      var lowerBound: Int

      enum CodingKeys: String, CodingKey { case lowerBound = "lower_bound" }
    }
    guard let told = try? JSONDecoder().decode(Told.self, from: Data(bytes)) else {
      throw ProofFault("plan.json does not tell a lower_bound")
    }
    return told.lowerBound
  }

  /// Nil where there is no such file.
  private func read(_ name: String) throws(ProofFault) -> [UInt8]? {
    switch place {
    case .bytes(let plan, let bound): return name == "plan.json" ? plan : bound
    case .folder(let folder):
      let path = folder + "/" + name
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ProofFault("\(name) cannot be read")
      }
      return Array(data)
    }
  }
}
