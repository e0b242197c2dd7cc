import Foundation
import HTTPTypes
import Hummingbird

/// A JSON object that a program sends.
struct APIBody: Sendable {
  let bytes: [UInt8]
  private let members: [String: Value]

  private enum Value: Sendable {
    case text(String)
    case number(Double)
    case other
  }

  /// - Throws: 415, 413, and 400 where it is no JSON object.
  init(_ request: Request, upTo limit: Int) async throws {
    let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }
    guard type.lowercased() == "application/json" else {
      throw Problem(.unsupportedMediaType, "not_understood", detail: "send application/json")
    }
    bytes = try await collected(request, upTo: limit)
    guard bytes.count < 1 << 16, !bytes.contains(0),
      let object = try? JSONDecoder().decode([String: Member].self, from: Data(bytes))
    else { throw Problem(.badRequest, "not_understood", detail: "send a JSON object") }
    members = object.mapValues(\.value)
  }

  /// A text, a number, or something that no member of ours is.
  private struct Member: Decodable {
    var value: Value

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = .text(text)
      } else if let number = try? container.decode(Double.self) {
        value = .number(number)
      } else {
        value = .other
      }
    }
  }

  /// - Throws: 400 where there is a member of another name.
  func allow(_ names: Set<String>) throws {
    guard members.keys.allSatisfy(names.contains) else {
      throw Problem(.badRequest, "not_understood", detail: "members: \(names.sorted())")
    }
  }

  /// - Throws: 400 where it is no text, or one that cannot be stored.
  func text(_ name: String) throws -> String? {
    switch members[name] {
    case nil: return nil
    case .text(let text) where !text.utf8.contains(0) && text.utf8.count <= 4000: return text
    default: throw Problem(.badRequest, "not_understood", detail: "\(name) is a text")
    }
  }

  /// - Throws: 400 where it is no whole number in the range.
  func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    switch members[name] {
    case nil: return nil
    case .number(let number)
    where Int(exactly: number).map(range.contains) ?? false:
      return Int(number)
    default:
      throw Problem(
        .badRequest, "not_understood",
        detail: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
