import Hummingbird
import NIOCore

/// What a form of ours sent.
struct Form: Sendable {
  private let values: [String: [String]]

  /// - Throws: 413 where it is too large, 400 where it is no form, 403 where it does not show the token
  ///   of the visitor's forms.
  init(_ request: Request, _ context: BoardContext, upTo limit: Int) async throws {
    let type = request.headers[.contentType] ?? ""
    guard type.hasPrefix("application/x-www-form-urlencoded") else {
      throw Problem(.unsupportedMediaType, "not_understood")
    }
    let body = try await collected(request, upTo: limit)
    values = try Self.decoded(String(decoding: body, as: UTF8.self))
    try Self.check(self["form_token"], of: context)
  }

  /// - Throws: 403 where the visitor's proof comes along by itself, and the token is another.
  static func check(_ token: String?, of context: BoardContext) throws {
    guard let visitor = context.visitor, visitor.needsFormToken else { return }
    guard let token, isSame(token, visitor.formToken) else {
      throw Problem(.forbidden, "stale_form")
    }
  }

  /// The first value of a field that is filled in.
  subscript(name: String) -> String? {
    values[name]?.first.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func decoded(_ body: String) throws -> [String: [String]] {
    var values: [String: [String]] = [:]
    let parts = body.split(separator: "&")
    guard parts.count <= 1000 else { throw Problem(.badRequest, "not_understood") }
    for part in parts {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let texts = pair.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else {
        throw Problem(.badRequest, "not_understood")
      }
      values[name, default: []].append(value)
    }
    return values
  }
}

/// The whole body of a request.
///
/// - Throws: 413 where it is larger.
func collected(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
  if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
    throw Problem(.contentTooLarge, "too_large")
  }
  do {
    let buffer = try await request.body.collect(upTo: limit)
    return Array(buffer.readableBytesView)
  } catch is NIOTooManyBytesError {
    throw Problem(.contentTooLarge, "too_large")
  }
}

/// A number that is written in digits alone: neither `+1` nor `-0` names anything.
func wholeNumber(_ text: some StringProtocol) -> Int? {
  text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
}
