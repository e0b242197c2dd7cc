/// The kinds of words that an instance is made of.
extension CBCTT.InstanceReader {
  mutating func word(
    _ expected: @autoclosure () -> String
  ) throws(CBCTT.InstanceFault) -> CBCTT.Word {
    guard let word = words.next() else {
      throw CBCTT.InstanceFault(
        kind: .ending, line: words.line, expected: expected(), found: "the end of the file")
    }
    let length = word.text.utf8.count
    guard length <= CBCTT.InstanceLimits.bytesPerWord else {
      throw excess(word, CBCTT.InstanceLimits.bytesPerWord, "bytes in a word", length)
    }
    return word
  }

  mutating func title(_ title: String) throws(CBCTT.InstanceFault) {
    let word = try word("\"\(title)\"")
    guard word.text.utf8.elementsEqual(title.utf8) else {
      throw CBCTT.InstanceFault(
        kind: .title, line: word.line, expected: "\"\(title)\"", found: word.quoted)
    }
  }

  mutating func number(
    _ meaning: @autoclosure () -> String
  ) throws(CBCTT.InstanceFault) -> Int {
    let word = try word("a whole number (\(meaning()))")
    return try value(of: word, meaning())
  }

  mutating func count(_ label: String, most: Int) throws(CBCTT.InstanceFault) -> Int {
    try title(label)
    let word = try word("a whole number (\(label))")
    let count = try value(of: word, label)
    guard count <= most else { throw excess(word, most, "after \(label)", count) }
    return count
  }

  private func value(
    of word: CBCTT.Word, _ meaning: @autoclosure () -> String
  ) throws(CBCTT.InstanceFault) -> Int {
    let digits = word.text.utf8
    guard digits.count <= 9, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw CBCTT.InstanceFault(
        kind: .number, line: word.line,
        expected: "a whole number of up to nine digits (\(meaning()))", found: word.quoted)
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The index of a course by its id.
  mutating func course(
    _ place: @autoclosure () -> String
  ) throws(CBCTT.InstanceFault) -> Int {
    let word = try word("the id of a course \(place())")
    guard let course = courses[word.bytes] else {
      throw CBCTT.InstanceFault(
        kind: .unknownCourse, line: word.line, expected: "the id of a course \(place())",
        found: word.quoted)
    }
    return course
  }

  func duplicate(_ id: CBCTT.Word, _ kind: String) -> CBCTT.InstanceFault {
    CBCTT.InstanceFault(
      kind: .duplicate, line: id.line, expected: "every \(kind) once", found: "\(id.quoted) again")
  }

  func excess(
    _ word: CBCTT.Word, _ most: Int, _ what: String, _ found: Int
  ) -> CBCTT.InstanceFault {
    CBCTT.InstanceFault(
      kind: .size, line: word.line, expected: "at most \(most) \(what)", found: "\(found)")
  }
}
