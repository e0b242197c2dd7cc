import Crypto

/// Whether two texts are the same, in a time that does not tell where they differ.
func isSame(_ one: String, _ other: String) -> Bool {
  let one = Array(SHA256.hash(data: Array(one.utf8)))
  let other = Array(SHA256.hash(data: Array(other.utf8)))
  return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
