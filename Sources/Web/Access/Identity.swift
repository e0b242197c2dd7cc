import HTTPTypes
import Hummingbird
import Postgres
import Store

/// Finds out who asks: by a token, a cookie, or a proxy's header.
struct Identity: RouterMiddleware {
  let board: Board

  static let cookie = "jadwal_session"

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.visitor = try await visitor(of: request, context)
    if let language = context.visitor?.account?.language, request.cookies["jadwal_language"] == nil,
      let words = board.settings.languages[language]
    {
      context.words = words
    }
    return try await next(request, context)
  }

  private func visitor(of request: Request, _ context: BoardContext) async throws -> Visitor? {
    if board.settings.entry == .open {
      return Visitor(
        account: nil, proof: .nobody, formToken: Visitor.formToken(for: board.key, of: "open"))
    }
    if let authorization = request.headers[.authorization] {
      return try await bearer(of: authorization, context)
    }
    if let secret = request.cookies[Self.cookie]?.value, secret.utf8.count <= 100 {
      let hash = Secret.hash(of: secret)
      if let account = try await board.pool.run({ try AccountStore($0).session(hash) }) {
        return Visitor(
          account: account, proof: .session,
          formToken: Visitor.formToken(for: Array(secret.utf8), of: "form"))
      }
    }
    return try await proxied(request, context)
  }

  private func bearer(of header: String, _ context: BoardContext) async throws -> Visitor {
    let parts = header.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 200 else {
      throw Self.refused
    }
    let hash = Secret.hash(of: String(parts[1]))
    guard let account = try await board.pool.run({ try AccountStore($0).token(hash) }) else {
      // Whoever has a token is not kept out by those beside them who guess.
      if let wait = board.guesses.take(context.address) { throw Problem.tooMany(wait) }
      throw Self.refused
    }
    return Visitor(account: account, proof: .token, formToken: "")
  }

  private func proxied(_ request: Request, _ context: BoardContext) async throws -> Visitor? {
    guard let name = board.proxied(request, context) else { return nil }
    let account = try await board.pool.run { try AccountStore($0).account(named: name) }
    guard let account else { throw Problem(.forbidden, "no_account") }
    return Visitor(
      account: account, proof: .header, formToken: Visitor.formToken(for: board.key, of: name))
  }

  private static var refused: Problem {
    Problem(.unauthorized, "wrong_token", headers: [.wwwAuthenticate: "Bearer"])
  }
}

extension Board {
  /// Whom a proxy that is trusted names; nil where it is another address, or the header is not one to go by.
  func proxied(_ request: Request, _ context: BoardContext) -> String? {
    guard case .proxied(let header, let addresses) = settings.entry,
      addresses.contains(context.address), let field = HTTPField.Name(header),
      let name = request.headers[field], !name.isEmpty
    else { return nil }
    return name
  }
}
