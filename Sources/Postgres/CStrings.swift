/// Lends a list of C strings, ended by a null pointer, for as long as `body` runs.
func withCStrings<T>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
) -> T {
  let bytes = strings.flatMap { Array($0.utf8CString) }
  return bytes.withUnsafeBufferPointer { buffer in
    var pointers: [UnsafePointer<CChar>?] = []
    var offset = 0
    for string in strings {
      pointers.append(buffer.baseAddress.map { $0 + offset })
      offset += string.utf8.count + 1
    }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { list in
      guard let base = list.baseAddress else {
        preconditionFailure("the list holds a null pointer")
      }
      return body(base)
    }
  }
}

/// Lends the values of a statement as libpq takes them.
func withParameters<T>(
  _ parameters: [Parameter],
  _ body: (
    UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
    UnsafePointer<Int32>?
  ) -> T
) -> T {
  // Values in text end with a zero; an empty value still needs an address, or it would be NULL.
  var bytes: [UInt8] = []
  bytes.reserveCapacity(parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) + 1 })
  var offsets: [Int?] = []
  for parameter in parameters {
    offsets.append(parameter.bytes == nil ? nil : bytes.count)
    guard let value = parameter.bytes else { continue }
    bytes += value
    bytes.append(0)
  }
  let types = parameters.map(\.type)
  let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
  let formats = parameters.map { $0.isBinary ? Int32(1) : 0 }
  return bytes.withUnsafeBytes { buffer in
    let values = offsets.map { offset in
      offset.flatMap { place in
        buffer.baseAddress.map { ($0 + place).assumingMemoryBound(to: CChar.self) }
      }
    }
    return values.withUnsafeBufferPointer { values in
      types.withUnsafeBufferPointer { types in
        lengths.withUnsafeBufferPointer { lengths in
          formats.withUnsafeBufferPointer { formats in
            body(
              types.baseAddress, values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}
