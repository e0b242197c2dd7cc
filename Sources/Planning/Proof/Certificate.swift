import Foundation

/// `bound.json`: why no plan of a dataset can cost less than `lower_bound`.
///
/// A list of arguments, each of which alone proves its `bound`; the largest is the lower bound.
/// What an argument holds is no more than what a reader needs to check it against the dataset:
///
/// - `unserved`: `parts`, chains that no trainer, venue or hour can serve, with what their sessions cost;
/// - `shortage`: sessions that only some weeks of some trainers (or venues) can serve, the minutes
///   that they need at least, and the minutes that there are (a cut of a flow network);
/// - `capacity`: what a minute of each trainer, venue and partner is worth, and a session of each
///   cohort, week by week, in millionths of cost (the dual of a linear programme); lists begin with
///   the week before the programme and end with the one after it;
/// - `prices`: what each chain pays each party for a session, start by start, in thousandths of cost
///   (`step=price`, grid steps from `starts_on`); partners and stakes as above, a partner's in thousandths.
package struct Certificate: Sendable, Codable, Equatable {
  package var datasetDigest: String
  package var lowerBound: Int
  package var arguments: [BoundArgument]

  private enum CodingKeys: String, CodingKey {
    case datasetDigest = "dataset_digest"
    case lowerBound = "lower_bound"
    case arguments
  }

  /// The bound is the largest that an argument proves.
  package init(datasetDigest: String, arguments: [BoundArgument]) {
    self.datasetDigest = datasetDigest
    self.arguments = arguments
    lowerBound = arguments.map(\.bound).max() ?? 0
  }

  /// Keys in the order of their names: the same certificate gives the same bytes.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Numbers, text and lists: nothing in it can fail to be written.
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a certificate is plain JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  package init(bytes: [UInt8]) throws(ProofFault) {
    do {
      self = try JSONDecoder().decode(Certificate.self, from: Data(bytes))
    } catch {
      throw ProofFault("it is not a certificate: \(Self.told(error))")
    }
  }

  private static func told(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      let keys = context.codingPath.map(\.stringValue)
      return keys.isEmpty ? "" : " at \(keys.joined(separator: "/"))"
    }
    guard let error = error as? DecodingError else { return "it cannot be read" }
    switch error {
    case .keyNotFound(let key, let context): return "\(key.stringValue) is missing\(path(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "something else is expected\(path(context))"
    case .dataCorrupted(let context): return "it is no JSON that fits\(path(context))"
    @unknown default: return "it cannot be read"
    }
  }

  /// Proves every argument from the dataset, and that the lower bound is the largest of them.
  package func check(digest: String, by premises: Premises) throws(ProofFault) {
    guard datasetDigest == digest else {
      throw ProofFault(
        "it is for another dataset (\(datasetDigest.prefix(12))…, not \(digest.prefix(12))…)")
    }
    var largest = 0
    for argument in arguments {
      let proved = try argument.proved(by: premises)
      guard argument.bound == proved else {
        throw ProofFault(
          "the argument from \(argument.name) says \(argument.bound) and proves \(proved)")
      }
      largest = max(largest, proved)
    }
    guard lowerBound == largest else {
      throw ProofFault("it says \(lowerBound), and its arguments prove \(largest)")
    }
  }
}
