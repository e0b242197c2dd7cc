import Files
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Store

/// Why a request is not done: told as a page to people, and as problem details (RFC 9457) to
/// programs.
struct Problem: Error {
  var status: HTTPResponse.Status
  /// What went wrong, as a key of the words.
  var key: String
  /// What the server or a rule says of it, in English.
  var detail: String?
  var headers: HTTPFields

  init(
    _ status: HTTPResponse.Status, _ key: String, detail: String? = nil, headers: HTTPFields = [:]
  ) {
    self.status = status
    self.key = key
    self.detail = detail
    self.headers = headers
  }

  /// What any error comes to.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as NotFound: self.init(.notFound, "not_there", detail: error.description)
    case let refusal as BoardRefusal:
      self.init(.conflict, "refused", detail: refusal.message)
    case let error as PostgresError: self = Self.told(error)
    case let error as any HTTPResponseError:
      self.init(error.status, Self.key(of: error.status))
    case is CancellationError: self.init(.serviceUnavailable, "try_again")
    default: self.init(.internalServerError, "our_fault")
    }
  }

  static func key(of status: HTTPResponse.Status) -> String {
    switch status.code {
    case 401: "sign_in_first"
    case 403: "not_permitted"
    case 404: "not_there"
    case 405: "wrong_method"
    case 413: "too_large"
    case 429: "too_many"
    case 500...: "our_fault"
    default: "not_understood"
    }
  }

  private static func told(_ error: PostgresError) -> Problem {
    switch error.kind {
    case .connection, .unknownOutcome, .openSecret:
      return Problem(.serviceUnavailable, "database_away")
    case .busy: return Problem(.serviceUnavailable, "try_again")
    case .unexpected: return Problem(.internalServerError, "our_fault")
    case .server: break
    }
    switch (error.state ?? "", error.constraint ?? "") {
    case (_, PostgresError.publishedVersionMoved):
      return Problem(.conflict, "published_moved", detail: error.message)
    case (_, "no_double_booking"):
      return Problem(.conflict, "double_booking", detail: error.message)
    case (_, "four_eyes"): return Problem(.forbidden, "four_eyes")
    case (_, "publishable"): return Problem(.conflict, "not_publishable")
    case (_, "plan_transition"):
      return Problem(.conflict, "wrong_step", detail: error.message)
    case ("40001", _), ("40P01", _), ("55P03", _), ("57014", _):
      return Problem(.serviceUnavailable, "try_again")
    case ("42501", _), ("28000", _), ("28P01", _):
      return Problem(.forbidden, "not_permitted", detail: error.message)
    case ("P0002", _): return Problem(.notFound, "not_there", detail: error.message)
    case (let state, _) where state.hasPrefix("23") || state.hasPrefix("22"):
      return Problem(.conflict, "refused", detail: error.message)
    case (let state, _)
    where state.hasPrefix("53") || state.hasPrefix("57") || state.hasPrefix("08"):
      return Problem(.serviceUnavailable, "database_away")
    default: return Problem(.internalServerError, "our_fault")
    }
  }

  /// As RFC 9457 has it.
  func details(in words: Words) -> JSONText {
    var members: [(String, JSONText)] = [
      ("type", .text("about:blank")), ("title", .text(status.reasonPhrase)),
      ("status", .whole(status.code)), ("detail", .text(sentence(in: words))),
      ("code", .text(key)),
    ]
    if let detail { members.append(("cause", .text(detail))) }
    return .object(members)
  }

  func sentence(in words: Words) -> String { words("problem.\(key)") }
}
