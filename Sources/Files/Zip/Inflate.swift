import CZlib

/// What raw deflate (RFC 1951) gives, where that is exactly `size` bytes and takes all of `packed`;
/// else nil. Never takes more memory than `size` and one byte.
func inflated(_ packed: ArraySlice<UInt8>, to size: Int) -> [UInt8]? {
  var isWhole = false
  let content = packed.withUnsafeBufferPointer { input in
    [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
      var stream = z_stream()
      guard
        inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
      else { return }
      defer { inflateEnd(&stream) }
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = uInt(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = uInt(size + 1)
      let outcome = inflate(&stream, Z_FINISH)
      count = Int(stream.total_out)
      isWhole = outcome == Z_STREAM_END && count == size && stream.avail_in == 0
    }
  }
  return isWhole ? content : nil
}

/// The check sum of a zip's entry.
func crc32(of bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
}
