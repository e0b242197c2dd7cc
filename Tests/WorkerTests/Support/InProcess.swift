import Logging
import Store
import TestSupport
import Worker

/// Runs a worker inside of the test, with `solver` in place of a search, for as long as `body` runs.
func withWorker(
  _ office: WorkerOffice, _ solver: any Solver, _ change: (inout WorkerSettings) -> Void = { _ in },
  _ body: (Drain) async throws -> Void
) async throws {
  let drain = Drain(within: .seconds(20))
  let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  let address = try office.test.address(as: office.worker)
  let health = Health(patience: .seconds(60))
  var settings = WorkerSettings()
  settings.lease = .seconds(5)
  settings.poll = .milliseconds(50)
  settings.retry = .milliseconds(10)
  change(&settings)
  let worker = JobWorker(
    settings, link: Link("work", to: address, drain: drain, logger: logger),
    heartbeat: Link("heartbeat", to: address, drain: drain, logger: logger), solver: solver,
    drain: drain, health: health, bell: Bell(), logger: logger)
  let running = Task { try await worker.run() }
  do {
    try await body(drain)
  } catch {
    drain.signal()
    drain.signal()
    _ = try? await running.value
    throw error
  }
  drain.signal()
  try await running.value
}
