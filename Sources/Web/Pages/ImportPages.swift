import Files
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// Handing in a dataset: every fault is shown before anything is stored.
struct ImportPages {
  let board: Board

  func add(to router: Router<BoardContext>) {
    router.get("import", use: show)
    router.post("import", use: take)
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    guard visitor.isCoordinator else { throw Problem(.forbidden, "not_permitted") }
    let programmes = try await board.desk(for: visitor).run { try ProgrammeStore($0).list() }
    return board.page(
      "import",
      [
        "is_page": true, "refusal": "", "files": DatasetFile.allCases.map(\.name),
        "programmes": programmes.map {
          ["name": "\($0.domain)/\($0.name)", "title": $0.title] as [String: Any]
        }, "most": board.settings.limits.bytesOfImport >> 20,
      ], context, title: context.words("import"))
  }

  /// Looks at what is handed in, and with `store=yes` stores it; answers with the part of the page
  /// that tells of it. A zip of the folder, or a file of it in the place of the one that a stored
  /// programme has.
  @Sendable
  private func take(_ request: Request, _ context: BoardContext) async throws -> Response {
    let visitor = try context.signedIn()
    try Form.check(request.headers[HTTPField.Name("X-Form-Token")!], of: context)
    guard visitor.isCoordinator else { throw Problem(.forbidden, "not_permitted") }
    let bytes = try await collected(request, upTo: board.settings.limits.bytesOfImport)
    let query = request.uri.queryParameters
    let (programme, file) = (query["programme"].map(String.init), query["file"].map(String.init))
    let desk = board.desk(for: visitor)
    let files: [String: [UInt8]]
    if let programme, !programme.isEmpty {
      guard let file, DatasetFile.allCases.contains(where: { $0.name == file }) else {
        throw Problem(.badRequest, "unknown_file")
      }
      var stored = try await desk.run { database in
        try DatasetStore(database).files(of: ProgrammeStore(database).find(programme)).files
      }
      stored.removeAll { $0.name == file }
      stored.append(StoredFile(name: file, bytes: bytes))
      files = Dictionary(stored.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
    } else {
      do throws(ZipRefusal) {
        files = try zipEntries(bytes)
      } catch {
        return board.page(
          "import", ["is_answer": true, "refusal": error.description], context,
          title: context.words("import"), status: .unprocessableContent)
      }
    }
    let planning = board.planning
    guard query["store"] == "yes" else {
      let examination = try await desk.run { _ in planning.examine(files) }
      return answer(examination, context)
    }
    let stored = try await desk.run { database in
      try planning.store(files, as: visitor.actor, in: database)
    }
    return board.page(
      "import",
      [
        "is_answer": true, "refusal": "", "is_stored": true, "is_new": stored.isNew,
        "version": stored.version,
        "programme_path": path(of: stored.programme), "programme_title": stored.programme.title,
      ], context, title: context.words("import"))
  }

  private func answer(_ examination: BoardExamination, _ context: BoardContext) -> Response {
    func told(_ fault: BoardExamination.Fault) -> [String: Any] {
      [
        "place": fault.file + (fault.line.map { ":\($0)" } ?? ""), "column": fault.column ?? "",
        "message": fault.message,
      ]
    }
    return board.page(
      "import",
      [
        "is_answer": true, "refusal": "", "is_faulty": examination.faultCount > 0,
        "is_fit": examination.faultCount == 0,
        "fault_count": context.words.counted(examination.faultCount, "faults"),
        "faults": examination.faults.map(told), "warnings": examination.warnings.map(told),
        "has_warnings": !examination.warnings.isEmpty, "programme": examination.programme ?? "",
        "programme_title": examination.title ?? "", "summary": examination.summary,
      ], context, title: context.words("import"))
  }
}
