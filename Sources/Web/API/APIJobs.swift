import Files
import HTTPTypes
import Hummingbird
import Store

/// Jobs and datasets of the API.
struct APIJobs {
  let board: Board

  func add(to api: RouterGroup<BoardContext>) {
    api.post("programmes/{domain}/{programme}/jobs", use: ask)
    api.get("jobs/{job}", use: show)
    api.delete("jobs/{job}", use: cancel)
    api.get("jobs/{job}/events", use: JobPages(board: board).follow)
    api.post("datasets", use: take)
  }

  /// Asks for a plan: with the same `Idempotency-Key` and body once, however often.
  @Sendable
  private func ask(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let visitor = try context.signedIn()
    try Form.check(request.headers[HTTPField.Name("X-Form-Token")!], of: context)
    let body = try await APIBody(request, upTo: board.settings.limits.bytesOfForm)
    try body.allow(["week", "seconds"])
    guard let week = try body.text("week") else {
      throw Problem(.badRequest, "not_understood", detail: "week is one such as 2026-W33")
    }
    let seconds = try body.number("seconds", in: 1...3600) ?? 60
    guard let key = try APIKey(request, body.bytes) else { throw APIKey.missing }
    let name = try programmeName(context)
    return try await board.answer(visitor, under: key) { database in
      let store = JobStore(database)
      let asked = try store.allocate(
        ProgrammeStore(database).find(name), week: week,
        how: JobArguments(seconds: Double(seconds)), as: visitor.actor)
      return RequestStore.Answer(
        status: 202, location: "/api/v1/jobs/\(asked.job)",
        body: APIDocument.job(try store.find(asked.job)).bytes)
    }
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    let job = try await JobPages(board: board).find(context).job
    return tagged(APIDocument.job(job), request)
  }

  @Sendable
  private func cancel(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try APIQuery(request, [])
    try Form.check(request.headers[HTTPField.Name("X-Form-Token")!], of: context)
    let (job, visitor) = try await JobPages(board: board).find(context)
    let after = try await board.desk(for: visitor).run { database in
      let store = JobStore(database)
      guard try store.cancel(job, as: visitor.actor) else {
        throw Problem(.conflict, "job_ended")
      }
      return try store.find(job.number)
    }
    return json(APIDocument.job(after), status: .accepted)
  }

  /// Takes a zipped dataset in, or only tells its faults.
  @Sendable
  private func take(_ request: Request, _ context: BoardContext) async throws -> Response {
    let query = try APIQuery(request, ["dry-run"])
    let isTried = try query["dry-run"].map { text in
      guard let isTried = ["true": true, "false": false][text] else {
        throw Problem(.badRequest, "not_understood", detail: "dry-run is true or false")
      }
      return isTried
    }
    let visitor = try context.signedIn()
    try Form.check(request.headers[HTTPField.Name("X-Form-Token")!], of: context)
    guard visitor.isCoordinator else { throw Problem(.forbidden, "not_permitted") }
    guard (request.headers[.contentType] ?? "").hasPrefix("application/zip") else {
      throw Problem(.unsupportedMediaType, "not_understood", detail: "send application/zip")
    }
    let bytes = try await collected(request, upTo: board.settings.limits.bytesOfImport)
    let key = try APIKey(request, bytes)
    let files: [String: [UInt8]]
    do throws(ZipRefusal) {
      files = try zipEntries(bytes)
    } catch {
      throw Problem(.unprocessableContent, "cannot_be_read", detail: error.description)
    }
    let planning = board.planning
    let desk = board.desk(for: visitor)
    let examination = try await desk.run { _ in planning.examine(files) }
    let members: [(String, JSONText)] = [
      ("fault_count", .whole(examination.faultCount)),
      ("faults", .list(examination.faults.map(APIDocument.fault))),
      ("warnings", .list(examination.warnings.map(APIDocument.fault))),
    ]
    guard examination.faultCount == 0 else {
      let problem = Problem(.unprocessableContent, "has_faults").details(in: .english)
      guard case .object(let told) = problem else {
        throw Problem(.unprocessableContent, "has_faults")
      }
      return json(
        .object(told + members), status: .unprocessableContent, type: "application/problem+json")
    }
    guard isTried != true else { return json(.object(members)) }
    return try await board.answer(visitor, under: key) { database in
      let stored = try planning.store(files, as: visitor.actor, in: database)
      return RequestStore.Answer(
        status: stored.isNew ? 201 : 200, location: "/api/v1" + path(of: stored.programme),
        body: JSONText.object(
          members + [
            ("domain", .text(stored.programme.domain)),
            ("programme", .text(stored.programme.name)), ("dataset", .whole(stored.version)),
            ("new", .truth(stored.isNew)),
          ]
        ).bytes)
    }
  }
}
