import Foundation
import Hummingbird

/// What an API request asks in its query: known names alone, each once, within bounds.
struct APIQuery: Sendable {
  private var values: [String: String] = [:]

  /// - Throws: 400 where a name is not known or comes twice, or its text is none.
  init(_ request: Request, _ names: Set<String>) throws {
    for part in (request.uri.query ?? "").split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let texts = pair.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = texts[0], names.contains(name), values[name] == nil,
        let value = texts.count > 1 ? texts[1] : "", !value.utf8.contains(0),
        value.utf8.count <= 500
      else { throw Problem(.badRequest, "not_understood", detail: "query: \(names.sorted())") }
      values[name] = value
    }
  }

  subscript(name: String) -> String? { values[name] }

  /// - Throws: 400 where it is no whole number in the range.
  func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = wholeNumber(text), range.contains(number) else {
      throw Problem(
        .badRequest, "not_understood",
        detail: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// How many at most, one more than which shows that there are more.
  func limit() throws -> Int { try number("limit", in: 1...200) ?? 100 }

  /// Where the last portion ended.
  var cursor: String? { values["cursor"] }
}

/// The link to what follows a portion; null at the end.
func nextPage(_ request: Request, after cursor: String?) -> String? {
  guard let cursor else { return nil }
  let kept = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
  let query = kept.map(String.init) + ["cursor=\(percentEncoded(cursor))"]
  return request.uri.path + "?" + query.joined(separator: "&")
}
