import HTTPTypes
import Hummingbird

/// Gives every answer the headers that keep a browser from doing what we did not mean, and turns
/// errors into what people and programs can read.
struct Answers: RouterMiddleware {
  let board: Board

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.words = board.words(of: request)
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = answer(Problem(error), to: request, context)
      if response.status.code >= 500 {
        context.logger.error("A request failed", metadata: ["error": "\(error)"])
      }
    }
    for (name, value) in Self.headers where response.headers[name] == nil {
      response.headers[name] = value
    }
    if !Self.isSameForAll(request.uri.path) { response.headers[.vary] = varying }
    return response
  }

  /// Whether a path leads everybody to the same, in whatever language: our own files, the document of
  /// the API, and feeds.
  private static func isSameForAll(_ path: String) -> Bool {
    ["/assets/", "/feeds/", "/healthz", "/api/v1/openapi.json"].contains { path.hasPrefix($0) }
  }

  /// What else an answer depends on: who asks, and their language.
  private var varying: String {
    var fields = ["Accept-Language", "Authorization", "Cookie"]
    if case .proxied(let header, _) = board.settings.entry { fields.append(header) }
    return fields.joined(separator: ", ")
  }

  private func answer(
    _ problem: Problem, to request: Request, _ context: BoardContext
  ) -> Response {
    var response: Response
    if request.uri.path.hasPrefix("/api/") {
      response = json(
        problem.details(in: .english), status: problem.status, type: "application/problem+json")
    } else if problem.status == .unauthorized, request.method == .get {
      response = redirect(
        to: "/sign-in?to=" + percentEncoded(request.uri.string), status: .seeOther)
    } else {
      response = board.page(
        "problem",
        [
          "code": problem.status.code, "sentence": problem.sentence(in: context.words),
          "detail": problem.detail ?? "",
        ], context, title: context.words("problem"), status: problem.status)
    }
    response.headers.append(contentsOf: problem.headers)
    return response
  }

  /// No script or style but our own files, no frame around us, nothing guessed, nothing told.
  static let headers: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    (.xContentTypeOptions, "nosniff"),
    (HTTPField.Name("Referrer-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
    (HTTPField.Name("Permissions-Policy")!, "camera=(), geolocation=(), microphone=()"),
    (.cacheControl, "private, no-store"),
  ]
}

/// Answers those alone who call us by our own name: a page of others that got its name to point at
/// us (DNS rebinding) is not one of them.
struct OwnName: RouterMiddleware {
  let board: Board

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    guard let authority = request.head.authority, board.isOwn(host: authority) else {
      throw Problem(
        HTTPResponse.Status(code: 421, reasonPhrase: "Misdirected Request"), "wrong_host")
    }
    return try await next(request, context)
  }
}

/// Says of an address of the API that does something else what that is.
struct Methods: RouterMiddleware {
  private static let root = "/api/v1"

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    if request.uri.path.hasPrefix(Self.root) {
      let known = OpenAPI.methods(of: String(request.uri.path.dropFirst(Self.root.count)))
      let method = request.method == .head ? HTTPRequest.Method.get : request.method
      if !known.isEmpty, !known.contains(method.rawValue) {
        throw Problem(
          .methodNotAllowed, "wrong_method", headers: [.allow: known.joined(separator: ", ")])
      }
    }
    return try await next(request, context)
  }
}

/// Lets nobody ask faster than their share: no address or, where a proxy that is trusted asks for many,
/// none of those whom it names.
struct Share: RouterMiddleware {
  let board: Board
  let allowance: Allowance

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    let who = board.proxied(request, context).map { "account \($0)" } ?? context.address
    if let wait = allowance.take(who) { throw Problem.tooMany(wait) }
    return try await next(request, context)
  }
}

/// Refuses what another site's page asks in a visitor's name.
struct OwnPages: RouterMiddleware {
  let board: Board

  func handle(
    _ request: Request, context: BoardContext,
    next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    let isSafe = [.get, .head, .options].contains(request.method)
    if !isSafe {
      let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!]
      let isForeign = site.map { $0 != "same-origin" && $0 != "none" } ?? false
      let origin = request.headers[.origin]
      guard !isForeign, origin.map(board.isOwn(origin:)) ?? true else {
        throw Problem(.forbidden, "other_site")
      }
    }
    return try await next(request, context)
  }
}

extension Problem {
  static func tooMany(_ wait: Double) -> Problem {
    Problem(
      .tooManyRequests, "too_many",
      headers: [.retryAfter: String(max(1, Int(min(wait, 3600).rounded(.up))))])
  }
}
