import Crypto
import Files
import HTTPTypes
import Hummingbird
import Postgres
import Store

/// The key under which a program asks for something to be made (`Idempotency-Key`): with the same key
/// and the same request it is made once, however often it is asked for, and answered alike.
struct APIKey: Sendable {
  private let hash: [UInt8]
  /// Of the path, the query and the body.
  private let asked: [UInt8]

  /// Nil where the request has none.
  ///
  /// - Throws: 400 where it is empty or too long.
  init?(_ request: Request, _ body: [UInt8]) throws {
    guard let key = request.headers[HTTPField.Name("Idempotency-Key")!] else { return nil }
    guard !key.isEmpty, key.utf8.count <= 200 else { throw Self.missing }
    hash = Secret.hash(of: key)
    asked = Array(SHA256.hash(data: Array(request.uri.string.utf8) + [0] + body))
  }

  static var missing: Problem {
    Problem(.badRequest, "not_understood", detail: "send an Idempotency-Key")
  }

  /// - Throws: 422 where the key has been used to ask for something else.
  fileprivate func once(
    as actor: String?, in database: Database, _ make: () throws -> RequestStore.Answer
  ) throws -> RequestStore.Answer {
    let answer = try RequestStore(database).once(hash, asked: asked, as: actor, make)
    guard let answer else { throw Problem(.unprocessableContent, "key_reused") }
    return answer
  }
}

extension Board {
  /// Makes what a program asks for, and tells it; under a key once.
  func answer(
    _ visitor: Visitor, under key: APIKey?,
    _ make: @escaping @Sendable (Database) throws -> RequestStore.Answer
  ) async throws -> Response {
    let answer = try await desk(for: visitor).run { database in
      guard let key else { return try make(database) }
      return try key.once(as: visitor.actor, in: database) { try make(database) }
    }
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.location] = answer.location
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
