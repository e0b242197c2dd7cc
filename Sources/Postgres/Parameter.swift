/// A value on its way to the server.
package struct Parameter: Sendable {
  /// The type's number in the server's catalogue; 0 leaves it to the server to find out.
  var type: UInt32
  var isBinary: Bool
  /// Nil is NULL.
  var bytes: [UInt8]?

  static let null = Parameter(type: 0, isBinary: false, bytes: nil)
}

/// What may stand in a statement's interpolation.
package protocol Bindable {
  var parameter: Parameter { get }
}

/// Numbers of the server's types (`pg_type.oid`), which never change.
enum TypeNumber {
  static let bool: UInt32 = 16
  static let bytes: UInt32 = 17
  static let text: UInt32 = 25
  static let double: UInt32 = 701
  static let timestamp: UInt32 = 1184
  static let textArray: UInt32 = 1009
}

extension Int: Bindable {
  package var parameter: Parameter {
    Parameter(type: 0, isBinary: false, bytes: Array(String(self).utf8))
  }
}

extension Bool: Bindable {
  package var parameter: Parameter {
    Parameter(type: TypeNumber.bool, isBinary: true, bytes: [self ? 1 : 0])
  }
}

extension Double: Bindable {
  package var parameter: Parameter {
    Parameter(type: TypeNumber.double, isBinary: true, bytes: bigEndian(bitPattern))
  }
}

extension String: Bindable {
  /// With its length, so that a NUL byte reaches the server, which refuses it, instead of ending it.
  package var parameter: Parameter {
    Parameter(type: TypeNumber.text, isBinary: true, bytes: Array(utf8))
  }
}

/// What a list of can be bound: bytes as `bytea`, texts and numbers as arrays.
package protocol BindableElement {
  static func parameter(of list: [Self]) -> Parameter
}

extension Array: Bindable where Element: BindableElement {
  package var parameter: Parameter { Element.parameter(of: self) }
}

extension UInt8: BindableElement {
  package static func parameter(of list: [UInt8]) -> Parameter {
    Parameter(type: TypeNumber.bytes, isBinary: true, bytes: list)
  }
}

extension String: BindableElement {
  package static func parameter(of list: [String]) -> Parameter {
    var writer = BinaryWriter()
    writer.texts(list)
    // Without the length that a field of COPY starts with.
    return Parameter(
      type: TypeNumber.textArray, isBinary: true, bytes: Array(writer.bytes.dropFirst(4)))
  }
}

extension Int: BindableElement {
  package static func parameter(of list: [Int]) -> Parameter {
    let text = "{" + list.map { String($0) }.joined(separator: ",") + "}"
    return Parameter(type: 0, isBinary: false, bytes: Array(text.utf8))
  }
}

/// An instant: whole seconds since 1970-01-01T00:00:00Z, a `timestamptz` of the server.
package struct Timestamp: Hashable, Sendable, Bindable {
  package var seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  /// The server counts microseconds since 2000-01-01T00:00:00Z.
  static let epoch = 946_684_800
  var microseconds: Int64 { Int64(seconds - Self.epoch) * 1_000_000 }

  package var parameter: Parameter {
    Parameter(type: TypeNumber.timestamp, isBinary: true, bytes: bigEndian(microseconds))
  }
}

/// The bytes of a number as the protocol sends it.
func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
