import CPostgres
import Foundation

/// Where the rows of a COPY go.
package final class RowSink {
  /// How much is gathered before it is sent.
  private static let chunk = 256 << 10
  private let connection: Connection
  private var writer = BinaryWriter()

  init(_ connection: Connection) { self.connection = connection }

  /// Sends one row, which `row` writes.
  package func write(_ row: (inout BinaryWriter) -> Void) throws(PostgresError) {
    row(&writer)
    if writer.bytes.count >= Self.chunk { try flush() }
  }

  /// Sends rows that somebody else has written in binary, without the signature and the end.
  package func write(rows bytes: [UInt8]) throws(PostgresError) {
    try flush()
    try connection.put(bytes)
  }

  func flush() throws(PostgresError) {
    try connection.put(writer.bytes)
    writer.removeAll()
  }
}

extension Connection {
  /// Sends rows in binary: `sql` is `COPY … FROM STDIN (FORMAT binary)`.
  ///
  /// Where `rows` throws, nothing of it stays.
  /// - Returns: how many rows the server took.
  @discardableResult
  package func copyIn(_ sql: SQL, rows: (RowSink) throws -> Void) throws -> Int {
    try send(sql, format: .text)
    try expect(PGRES_COPY_IN)
    let sink = RowSink(self)
    do {
      try put(BinaryWriter.signature)
      try rows(sink)
      try sink.flush()
      try put(BinaryWriter.end)
    } catch {
      if !isLost {
        _ = PQputCopyEnd(raw, "the client gave up")
        _ = try? lastResult()
      }
      throw error
    }
    guard PQputCopyEnd(raw, nil) == 1 else { throw lost() }
    return try lastResult()?.affected ?? 0
  }

  /// Reads rows in binary: `sql` is `COPY (…) TO STDOUT (FORMAT binary)`.
  package func copyOut(_ sql: SQL, row: (inout BinaryReader) throws -> Void) throws {
    try send(sql, format: .text)
    try expect(PGRES_COPY_OUT)
    var isFirst = true
    var failure: (any Error)?
    while let message = try nextCopyData() {
      defer { PQfreemem(message.baseAddress) }
      // After an error of the reader's the rest is read on and dropped, which keeps the connection.
      guard failure == nil else { continue }
      do {
        var reader = BinaryReader(UnsafeRawBufferPointer(message))
        if isFirst {
          try reader.skip(BinaryWriter.signature.count)
          isFirst = false
        }
        if try reader.number(Int16.self) >= 0 { try row(&reader) }
      } catch {
        failure = error
      }
    }
    _ = try lastResult()
    if let failure { throw failure }
  }

  /// Waits for the server to enter COPY.
  private func expect(_ status: ExecStatusType) throws(PostgresError) {
    guard let result = try nextResult() else { throw lost() }
    guard PQresultStatus(result) == status else {
      let isError = PQresultStatus(result) == PGRES_FATAL_ERROR
      let error =
        isError ? error(of: result) : PostgresError(.unexpected, "the statement is no such COPY")
      PQclear(result)
      if !isLost { _ = try? lastResult() }
      throw error
    }
    PQclear(result)
  }

  fileprivate func put(_ bytes: [UInt8]) throws(PostgresError) {
    guard !bytes.isEmpty else { return }
    let status = bytes.withUnsafeBytes { buffer in
      PQputCopyData(
        raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
    }
    guard status == 1 else { throw lost() }
  }

  /// One message of a COPY, to be freed by the caller; nil at the end.
  private func nextCopyData() throws(PostgresError) -> UnsafeMutableBufferPointer<CChar>? {
    let deadline = Date(timeIntervalSinceNow: 330)
    var buffer: UnsafeMutablePointer<CChar>?
    while true {
      let count = PQgetCopyData(raw, &buffer, 1)
      if count > 0 { return UnsafeMutableBufferPointer(start: buffer, count: Int(count)) }
      if count == -1 { return nil }
      guard count == 0 else { throw lost() }
      try wait(for: Int16(POLLIN), until: deadline)
      guard PQconsumeInput(raw) == 1 else { throw lost() }
    }
  }
}
