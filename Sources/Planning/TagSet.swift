/// Some of a known list of tags, one bit each: languages, equipment.
package struct TagSet: Sendable, Equatable {
  private var words: [UInt64]

  init(_ tags: [String], among index: [String: Int]) {
    words = Array(repeating: 0, count: (index.count + 63) / 64)
    for tag in tags {
      guard let bit = index[tag] else { preconditionFailure("\(tag) is not in the list of tags") }
      words[bit / 64] |= 1 << UInt64(bit % 64)
    }
  }

  package func intersects(_ other: TagSet) -> Bool {
    for index in words.indices where words[index] & other.words[index] != 0 { return true }
    return false
  }

  package func contains(_ other: TagSet) -> Bool {
    for index in words.indices where other.words[index] & ~words[index] != 0 { return false }
    return true
  }

  /// Numbers every tag of `lists` once.
  static func index(of lists: some Sequence<[String]>) -> [String: Int] {
    var index: [String: Int] = [:]
    for tag in lists.joined() where index[tag] == nil { index[tag] = index.count }
    return index
  }
}
