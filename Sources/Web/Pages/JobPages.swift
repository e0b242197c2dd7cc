import Files
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import Store

/// Planning jobs: how far they are, as it happens, and a way to stop them.
struct JobPages {
  let board: Board

  func add(to router: Router<BoardContext>) {
    router.get("jobs/:job", use: show)
    router.get("jobs/:job/events", use: follow)
    router.post("jobs/:job/cancel", use: cancel)
  }

  private static func number(_ context: BoardContext) throws -> Int {
    guard let number = wholeNumber(try context.parameters.require("job")) else {
      throw Problem(.notFound, "not_there")
    }
    return number
  }

  /// - Throws: 404 also where the visitor may not look at jobs.
  func find(_ context: BoardContext) async throws -> (job: StoredJob, visitor: Visitor) {
    let visitor = try context.signedIn()
    let number = try Self.number(context)
    do {
      return (try await board.desk(for: visitor).run { try JobStore($0).find(number) }, visitor)
    } catch let error as PostgresError where error.state == "42501" {
      throw Problem(.notFound, "not_there")
    }
  }

  @Sendable
  private func show(_ request: Request, _ context: BoardContext) async throws -> Response {
    let (job, _) = try await find(context)
    return board.page(
      "job", Self.told(job, context.words), context,
      title: "\(context.words("job")) \(job.number)")
  }

  /// A job as pages show it.
  static func told(_ job: StoredJob, _ words: Words) -> [String: Any] {
    let outcome = job.outcome
    return [
      "number": job.number, "programme": job.programme, "state": words("job_state.\(job.state)"),
      "state_id": job.state, "programme_path": "/programmes/\(job.domain)/\(job.programme)",
      "week": job.arguments.week ?? "", "has_ended": job.hasEnded,
      "is_cancelled": job.cancelRequested, "asked_by": job.askedBy,
      "asked_at": stamp(job.askedAt, words),
      "cost": job.bestCost.map(words.number) ?? "–",
      "iterations": job.iterations.map(words.number) ?? "–",
      "seconds": job.seconds.map { words.number(Int($0)) } ?? "–",
      "asked_seconds": Int(job.arguments.seconds ?? 0), "error": job.lastError ?? "",
      "version": outcome?.version ?? 0, "has_version": outcome != nil,
      "changed": outcome.flatMap { made in
        made.base.map { _ in words.counted(made.changed, "changed_sessions") }
      } ?? "",
      "warnings": outcome?.warnings ?? [],
      "unpublished": outcome?.unpublished ?? "",
    ]
  }

  @Sendable
  private func cancel(_ request: Request, _ context: BoardContext) async throws -> Response {
    _ = try await Form(request, context, upTo: board.settings.limits.bytesOfForm)
    let (job, visitor) = try await find(context)
    _ = try await board.desk(for: visitor).run {
      try JobStore($0).cancel(job, as: visitor.actor)
    }
    return redirect(to: "/jobs/\(job.number)")
  }

  /// The job as it changes, as server-sent events; ends with the job, or after a quarter of an hour:
  /// browsers ask again by themselves.
  @Sendable
  func follow(_ request: Request, _ context: BoardContext) async throws -> Response {
    let (first, visitor) = try await find(context)
    guard let seat = board.seats.take() else { throw Problem.tooMany(5) }
    let desk = board.desk(for: visitor)
    let words = context.words
    let body = ResponseBody { writer in
      // Held until the stream ends, however it does.
      let seat = seat
      defer { seat.give() }
      var job = first
      var told: StoredJob?
      for turn in 0..<900 {
        if job != told || turn % 15 == 0 {
          try await writer.write(ByteBuffer(string: Self.event(job, words)))
          told = job
        }
        if job.hasEnded { break }
        try await Task.sleep(for: .seconds(1))
        job = try await desk.run { try JobStore($0).find(first.number) }
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8",
        HTTPField.Name("X-Accel-Buffering")!: "no",
      ], body: body)
  }

  private static func event(_ job: StoredJob, _ words: Words) -> String {
    let document = JSONText.object([
      ("state", .text(job.state)), ("state_name", .text(words("job_state.\(job.state)"))),
      ("has_ended", .truth(job.hasEnded)),
      ("cost", .text(job.bestCost.map(words.number) ?? "–")),
      ("iterations", .text(job.iterations.map(words.number) ?? "–")),
      ("seconds", .text(job.seconds.map { words.number(Int($0)) } ?? "–")),
    ])
    let lines = String(decoding: document.bytes, as: UTF8.self)
      .split(separator: "\n").map { "data: \($0)" }
    return (["event: progress"] + lines).joined(separator: "\n") + "\n\n"
  }
}
