/// Writes compact JSON whose strings cannot end a `<script>` element or a JavaScript line.
struct PlanPageJSON {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func object(_ body: (inout Self) -> Void) { enclosed("{", "}", body) }

  mutating func tuple(_ body: (inout Self) -> Void) { enclosed("[", "]", body) }

  mutating func array<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
    tuple { json in for element in elements { write(&json, element) } }
  }

  mutating func numbers(_ values: [Int]) { array(values) { $0.number($1) } }

  mutating func numbers(_ values: [Int?]) { array(values) { $0.number($1) } }

  mutating func field(_ name: String, _ value: (inout Self) -> Void) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
    value(&self)
  }

  mutating func number(_ value: Int?) {
    separate()
    guard let value else { return bytes.append(contentsOf: "null".utf8) }
    bytes.append(contentsOf: String(value).utf8)
  }

  mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in legible(value).utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "<"): bytes.append(contentsOf: #"\u003c"#.utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: #"\u003e"#.utf8)
      case UInt8(ascii: "&"): bytes.append(contentsOf: #"\u0026"#.utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func enclosed(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout Self) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }
}
