import Dispatch
import Synchronization

/// Waits on this thread for what others do, and throws what they throw.
func waiting(_ body: @escaping @Sendable () async throws -> Void) throws {
  let done = DispatchSemaphore(value: 0)
  let outcome = Mutex<(any Error)?>(nil)
  Task {
    do { try await body() } catch { outcome.withLock { $0 = error } }
    done.signal()
  }
  done.wait()
  if let error = outcome.withLock({ $0 }) { throw error }
}
