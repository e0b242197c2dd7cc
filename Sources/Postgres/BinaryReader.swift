/// Reads the values of a row in the binary form of COPY, in their order.
package struct BinaryReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private static let cut = PostgresError(.unexpected, "the server's binary data ends too early")

  mutating func number<T: FixedWidthInteger>(_ type: T.Type) throws(PostgresError) -> T {
    guard bytes.count - offset >= MemoryLayout<T>.size else { throw Self.cut }
    defer { offset += MemoryLayout<T>.size }
    return T(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  mutating func skip(_ count: Int) throws(PostgresError) {
    guard count >= 0, bytes.count - offset >= count else { throw Self.cut }
    offset += count
  }

  /// The next value; nil for NULL.
  private mutating func field() throws(PostgresError) -> UnsafeRawBufferPointer? {
    let length = Int(try number(Int32.self))
    guard length >= 0 else { return nil }
    guard bytes.count - offset >= length else { throw Self.cut }
    defer { offset += length }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
  }

  /// The next value, which the type asked for decides how to read.
  package mutating func next<T: Readable>(_ type: T.Type = T.self) throws(PostgresError) -> T {
    try T.read(field().map { Cell(bytes: $0, isBinary: true) })
  }

  /// The items of an array.
  mutating func items<T: Readable>() throws(PostgresError) -> [T] {
    let dimensions = try number(Int32.self)
    try skip(8)
    guard dimensions > 0 else { return [] }
    let count = Int(try number(Int32.self))
    try skip(4)
    guard dimensions == 1, count >= 0, count <= bytes.count else { throw Self.cut }
    var items: [T] = []
    items.reserveCapacity(count)
    for _ in 0..<count { items.append(try next()) }
    return items
  }
}
