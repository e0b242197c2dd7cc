import Foundation
import HTTPTypes
import Hummingbird
import Store

/// Signing in and out, and the choice of a language.
struct SignIn {
  let board: Board

  func add(to router: Router<BoardContext>) {
    router.get("sign-in") { request, context in
      guard context.visitor == nil else { return redirect(to: "/programmes") }
      return form(context, to: request.uri.queryParameters["to"].map(String.init))
    }
    router.post("sign-in", use: signIn)
    router.post("sign-out", use: signOut)
    router.post("language", use: chooseLanguage)
  }

  private func form(
    _ context: BoardContext, to: String?, name: String = "", isRefused: Bool = false
  ) -> Response {
    board.page(
      "sign-in",
      [
        "to": ownPath(to) ?? "/programmes", "name": name, "is_refused": isRefused,
        "is_proxied": isProxied,
      ], context, title: context.words("sign_in"), status: isRefused ? .unauthorized : .ok)
  }

  private var isProxied: Bool {
    if case .proxied = board.settings.entry { return true }
    return false
  }

  @Sendable
  private func signIn(_ request: Request, _ context: BoardContext) async throws -> Response {
    let form = try await Form(request, context, upTo: 16 << 10)
    guard let name = form["name"], name.utf8.count <= 200, let password = form["password"],
      password.utf8.count <= 1000
    else { return self.form(context, to: form["to"], isRefused: true) }
    for (allowance, who) in [(board.wrongPasswords, name), (board.guesses, context.address)] {
      if let wait = allowance.wait(who) { throw Problem.tooMany(wait) }
    }
    let known = try await board.pool.run { try AccountStore($0).credentials(of: name) }
    let isRight = await board.passwords.check(password, against: known?.passwordHash)
    guard let account = known?.account, isRight else {
      _ = board.wrongPasswords.take(name)
      _ = board.guesses.take(context.address)
      return self.form(context, to: form["to"], name: name, isRefused: true)
    }
    board.wrongPasswords.reset(name)
    let secret = Secret()
    let lifetime = board.settings.session
    try await board.pool.run {
      try AccountStore($0).openSession(
        for: account.name, tokenHash: secret.hash, lifetime: lifetime)
    }
    var response = redirect(to: ownPath(form["to"]) ?? "/programmes")
    response.setCookie(
      cookie(Identity.cookie, secret.text, age: Int(lifetime.components.seconds)))
    return response
  }

  @Sendable
  private func signOut(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try await Form(request, context, upTo: 16 << 10)
    if let secret = request.cookies[Identity.cookie]?.value {
      try await board.pool.run { try AccountStore($0).closeSession(Secret.hash(of: secret)) }
    }
    var response = redirect(to: "/sign-in")
    response.setCookie(cookie(Identity.cookie, "", age: 0))
    return response
  }

  @Sendable
  private func chooseLanguage(_ request: Request, _ context: BoardContext) async throws -> Response
  {
    let form = try await Form(request, context, upTo: 16 << 10)
    guard let language = form["language"], board.settings.languages[language] != nil else {
      throw Problem(.badRequest, "not_understood")
    }
    let back = request.headers[HTTPField.Name("Referer")!].flatMap { URL(string: $0) }
    var response = redirect(
      to: back.flatMap { ownPath($0.path + ($0.query.map { "?\($0)" } ?? "")) } ?? "/programmes")
    response.setCookie(
      cookie("jadwal_language", language, age: 365 * 86_400))
    return response
  }

  private func cookie(_ name: String, _ value: String, age: Int) -> Cookie {
    Cookie(
      name: name, value: value, maxAge: age, path: "/",
      secure: board.settings.publicAddress?.hasPrefix("https://") ?? false, httpOnly: true,
      sameSite: .lax)
  }

  /// A path of our own, and no other site's.
  private func ownPath(_ path: String?) -> String? {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.count <= 2000, !path.utf8.contains(where: { $0 < 0x20 })
    else { return nil }
    return path
  }
}
