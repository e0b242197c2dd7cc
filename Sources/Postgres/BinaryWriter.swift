/// Rows in the binary form of COPY (PostgreSQL's documentation of COPY, "Binary Format").
package struct BinaryWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  static let signature: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
  static let end: [UInt8] = [0xFF, 0xFF]

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Begins a row of so many columns; that many values have to follow.
  package mutating func row(_ columns: Int) { put(Int16(columns)) }

  package mutating func null() { put(Int32(-1)) }

  /// A `smallint`.
  package mutating func small(_ value: Int) {
    put(Int32(2))
    put(Int16(value))
  }

  /// An `integer`.
  package mutating func integer(_ value: Int) {
    put(Int32(4))
    put(Int32(value))
  }

  /// A `bigint`.
  package mutating func large(_ value: Int) {
    put(Int32(8))
    put(Int64(value))
  }

  package mutating func double(_ value: Double) {
    put(Int32(8))
    put(value.bitPattern)
  }

  package mutating func bool(_ value: Bool) {
    put(Int32(1))
    bytes.append(value ? 1 : 0)
  }

  package mutating func text(_ value: String) {
    let utf8 = value.utf8
    put(Int32(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  package mutating func data(_ value: [UInt8]) {
    put(Int32(value.count))
    bytes += value
  }

  package mutating func timestamp(_ value: Timestamp) {
    put(Int32(8))
    put(value.microseconds)
  }

  /// A `date`: days since 2000-01-01.
  package mutating func date(daysSince1970 days: Int) {
    put(Int32(4))
    put(Int32(days - 10_957))
  }

  /// An `integer[]`.
  package mutating func integers(_ values: [Int]) {
    array(of: 23, count: values.count, bytes: values.count * 8) { writer in
      for value in values { writer.integer(value) }
    }
  }

  /// A `text[]`.
  package mutating func texts(_ values: [String]) {
    array(of: 25, count: values.count, bytes: values.reduce(0) { $0 + 4 + $1.utf8.count }) {
      writer in
      for value in values { writer.text(value) }
    }
  }

  private mutating func array(
    of type: Int32, count: Int, bytes: Int, _ items: (inout BinaryWriter) -> Void
  ) {
    put(Int32(count == 0 ? 12 : 20 + bytes))
    put(Int32(count == 0 ? 0 : 1))
    put(Int32(0))
    put(type)
    guard count > 0 else { return }
    put(Int32(count))
    put(Int32(1))
    items(&self)
  }

  private mutating func put(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
