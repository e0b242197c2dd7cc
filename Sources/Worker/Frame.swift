import Foundation
import Store

/// One message between worker and solver: a kind, a length, and so many bytes.
package struct Frame: Sendable {
  package enum Kind: UInt8, Sendable {
    /// To the solver: `SolveRequest`, then each file as its name, a zero and its bytes, then `begin`.
    case request = 1
    case file, begin
    /// Ends the search with the best plan so far.
    case stop
    /// From the solver: `JobProgress`; `PlanDraft.Figures`; parts of the rows; the two documents.
    case progress = 16
    case figures, rows, planJSON, boundJSON
    /// The plan is complete.
    case done
    /// The input cannot be planned: why.
    case refusal
  }

  package var kind: Kind
  package var payload: [UInt8]

  package init(_ kind: Kind, _ payload: [UInt8] = []) {
    self.kind = kind
    self.payload = payload
  }

  package init(_ kind: Kind, json value: some Encodable) throws {
    try self.init(kind, Array(JSONEncoder().encode(value)))
  }

  /// A file of a dataset.
  package init(_ file: StoredFile) {
    self.init(.file, Array(file.name.utf8) + [0] + file.bytes)
  }

  package func decoded<T: Decodable>(_ type: T.Type) -> T? {
    try? JSONDecoder().decode(type, from: Data(payload))
  }

  /// The file in it; nil where there is none.
  package var file: StoredFile? {
    guard kind == .file, let end = payload.firstIndex(of: 0) else { return nil }
    return StoredFile(
      name: String(decoding: payload[..<end], as: UTF8.self), bytes: Array(payload[(end + 1)...]))
  }

  /// More than any file or document may have.
  package static let largest = 1 << 30

  /// Writes it; false where nobody reads any more.
  package func write(to descriptor: Int32) -> Bool {
    let count = UInt32(payload.count)
    let head: [UInt8] =
      [kind.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    return Self.write(head, to: descriptor) && Self.write(payload, to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    return bytes.withUnsafeBytes { buffer in
      while offset < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        if count > 0 { offset += count } else if count == 0 || errno != EINTR { return false }
      }
      return true
    }
  }

  /// Reads the next one; nil at the end, or where what comes is no frame.
  package static func read(from descriptor: Int32) -> Frame? {
    guard let head = read(5, from: descriptor), let kind = Kind(rawValue: head[0]) else {
      return nil
    }
    let count = head[1...].reduce(0) { $0 << 8 | Int($1) }
    guard count <= largest, let payload = read(count, from: descriptor) else { return nil }
    return Frame(kind, payload)
  }

  /// Takes memory only for what has come, whatever length was told.
  private static func read(_ count: Int, from descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let wanted = min(count - bytes.count, 1 << 20)
      var got = 0
      var code: Int32 = 0
      let part = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        got = Foundation.read(descriptor, buffer.baseAddress, wanted)
        code = errno
        filled = max(0, got)
      }
      if got > 0 { bytes += part } else if got == 0 || code != EINTR { return nil }
    }
    return bytes
  }
}
