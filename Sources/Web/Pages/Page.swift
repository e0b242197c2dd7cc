import Files
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

extension Board {
  /// Every template of `Page`, by name.
  static func readTemplates() -> MustacheLibrary {
    let sources: [(String, [UInt8])] = [
      ("layout", PackageResources.layout_mustache), ("problem", PackageResources.problem_mustache),
      ("sign-in", PackageResources.sign_in_mustache),
      ("programmes", PackageResources.programmes_mustache),
      ("programme", PackageResources.programme_mustache),
      ("version", PackageResources.version_mustache),
      ("week", PackageResources.week_mustache),
      ("difference", PackageResources.difference_mustache),
      ("unplaced", PackageResources.unplaced_mustache),
      ("session", PackageResources.session_mustache), ("job", PackageResources.job_mustache),
      ("import", PackageResources.import_mustache), ("feeds", PackageResources.feeds_mustache),
      ("time", PackageResources.time_mustache), ("side", PackageResources.side_mustache),
      ("stamp", PackageResources.stamp_mustache),
    ]
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      do {
        try library.register(String(decoding: bytes, as: UTF8.self), named: name)
      } catch {
        preconditionFailure("the template \(name) cannot be read: \(error)")
      }
    }
    return library
  }

  /// A page of ours around what a template makes of `content`.
  ///
  /// - Parameter content: texts, whole numbers, truths, and lists and dictionaries of them; every text
  ///   is escaped where it is put in.
  func page(
    _ template: String, _ content: [String: Any], _ context: BoardContext, title: String,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let words = context.words
    var content = content
    content["w"] = words.all
    content["form_token"] = context.visitor?.formToken ?? ""
    let body = templates.render(content, withTemplate: template) ?? ""
    let frame: [String: Any] = [
      "w": words.all, "language": words.language, "title": title, "body": body,
      "version": Assets.version, "signed_in": context.visitor?.account != nil,
      "visitor": context.visitor?.name ?? "", "is_known": context.visitor != nil,
      "is_coordinator": context.visitor?.isCoordinator ?? false,
      "form_token": context.visitor?.formToken ?? "",
      "languages": settings.languages.list.map {
        ["tag": $0.language, "name": $0.name, "is_current": $0.language == words.language]
          as [String: Any]
      },
    ]
    let html = templates.render(frame, withTemplate: "layout") ?? ""
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }
}

/// A JSON document.
func json(
  _ document: JSONText, status: HTTPResponse.Status = .ok, type: String = "application/json",
  headers: HTTPFields = [:]
) -> Response {
  var fields = headers
  fields[.contentType] = type
  return Response(
    status: status, headers: fields,
    body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes)))
}

/// Sends a browser to a page of ours.
func redirect(to path: String, status: HTTPResponse.Status = .seeOther) -> Response {
  Response(status: status, headers: [.location: path])
}

/// As a part of a URL takes any text.
func percentEncoded(_ text: String) -> String {
  var allowed = CharacterSet.alphanumerics
  allowed.insert(charactersIn: "-._~")
  return text.addingPercentEncoding(
    withAllowedCharacters: allowed.intersection(.init(charactersIn: Unicode.Scalar(0)..."\u{7E}")))
    ?? ""
}
