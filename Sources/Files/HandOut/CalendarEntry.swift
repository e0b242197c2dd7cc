import Crypto
import Foundation
import Training

/// An event of a recipient's calendar: a session's meeting, and its standing there.
package struct CalendarEntry: Sendable, Equatable {
  package enum Standing: String, Sendable {
    case confirmed = "CONFIRMED"
    /// Of a plan that is not published.
    case tentative = "TENTATIVE"
    /// The recipient was told of it before, and it takes place without them or not at all.
    case cancelled = "CANCELLED"
  }

  /// As the recipient was last told.
  package var meeting: Meeting
  package var standing: Standing
  /// How often the session changed since it was first told.
  package var sequence: Int
  /// When the plan that says so came into force.
  package var stamp: Instant

  package init(meeting: Meeting, standing: Standing, sequence: Int, stamp: Instant) {
    self.meeting = meeting
    self.standing = standing
    self.sequence = sequence
    self.stamp = stamp
  }

  /// The same for the life of the session, in whatever plan, dataset and calendar: a UUID of
  /// version 5 (RFC 9562 §5.5) over domain, programme and session.
  package static func uid(of session: String, in settings: Programme.Settings) -> String {
    // A namespace of our own, drawn once.
    let namespace: [UInt8] = [
      0x5e, 0x2b, 0x0c, 0x61, 0x8d, 0x1f, 0x4a, 0x7d, 0x9a, 0x43, 0xc7, 0x10, 0x6e, 0xb8, 0xf2,
      0x35,
    ]
    let name = "\(settings.domain)\n\(settings.id)\n\(session)"
    var hash = Array(Insecure.SHA1.hash(data: namespace + Array(name.utf8)).prefix(16))
    hash[6] = hash[6] & 0x0F | 0x50
    hash[8] = hash[8] & 0x3F | 0x80
    let digits = hash.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
      .joined(separator: "-")
  }
}
