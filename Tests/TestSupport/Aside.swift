import Foundation

/// Work on a thread of its own, which begins at once however busy the threads of tasks are: for what
/// has to happen while a test waits.
package final class Aside<Value: Sendable>: Sendable {
  private let results: AsyncThrowingStream<Value, any Error>

  package init(_ body: @escaping @Sendable () throws -> Value) {
    let (results, continuation) = AsyncThrowingStream<Value, any Error>.makeStream()
    self.results = results
    Thread.detachNewThread {
      do {
        continuation.yield(try body())
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
  }

  /// What it came to; asked once.
  package func value() async throws -> Value {
    for try await value in results { return value }
    throw CancellationError()
  }
}
