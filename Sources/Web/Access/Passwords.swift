import Dispatch
import Store
import Synchronization

/// Checks passwords, few at a time: each takes memory and time on purpose.
final class Passwords: Sendable {
  private let queue = DispatchQueue(
    label: "jadwal.passwords", qos: .userInitiated, attributes: .concurrent)
  private let seats = DispatchSemaphore(value: 2)
  /// What an account without a password, or none at all, is checked against, in the same time.
  private let nobodys: String

  init() { nobodys = (try? Password.hash("nobody has this password")) ?? "" }

  /// Whether a password is the one of a hash; takes as long where there is none.
  func check(_ password: String, against hash: String?) async -> Bool {
    let nobodys = nobodys
    return await withCheckedContinuation { continuation in
      queue.async { [seats] in
        seats.wait()
        defer { seats.signal() }
        let isRight = Password.matches(password, hash ?? nobodys)
        continuation.resume(returning: isRight && hash != nil)
      }
    }
  }
}
