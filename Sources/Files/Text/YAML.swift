import Yams

/// One `key: value` of a YAML mapping.
struct YAMLEntry {
  indirect enum Value {
    /// As it was written: what looks like a number or a date is text all the same.
    case text(String)
    /// Nothing, `~` or `null`.
    case nothing
    case mapping([YAMLEntry])
    case list
  }

  var key: String
  var line: Int
  var value: Value
}

/// Why a text is not the YAML we take, and on which line.
struct YAMLFlaw: Error {
  var line: Int?
  var key: String?
  var message: String
}

/// Reads one document that is a mapping, with none of the parts of YAML that can surprise.
///
/// Anchors, aliases, tags, merge keys and a second document are refused: no text may grow while it
/// is read, and none may choose a type.
func readYAML(_ bytes: [UInt8]) throws(YAMLFlaw) -> [YAMLEntry] {
  var text = try checkedText(bytes)
  if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
  try refuseManyAliasMarks(bytes)
  let parser: Parser
  let root: Node?
  do {
    parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    root = try parser.singleRoot()
  } catch {
    throw flaw(of: error)
  }
  // A node's anchor lives only as long as its parser.
  return try withExtendedLifetime(parser) { () throws(YAMLFlaw) -> [YAMLEntry] in
    guard let root, case .mapping(let mapping) = root else {
      throw YAMLFlaw(line: 1, message: "is not a list of keys with their values")
    }
    try refuseExtras(of: root, key: nil)
    return try entries(of: mapping, depth: 0)
  }
}

/// Valid UTF-8 without control characters, or the line on which it is not.
private func checkedText(_ bytes: [UInt8]) throws(YAMLFlaw) -> String {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw YAMLFlaw(line: 1, message: "is UTF-16: save it as UTF-8")
  }
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  for (index, line) in lines.enumerated() {
    let isLast = index == lines.count - 1
    let body = line.last == UInt8(ascii: "\r") && !isLast ? line.dropLast() : line
    if let byte = body.first(where: { ($0 < 0x20 && $0 != UInt8(ascii: "\t")) || $0 == 0x7F }) {
      throw YAMLFlaw(
        line: index + 1,
        message: byte == UInt8(ascii: "\r")
          ? "a carriage return without a line feed"
          : "holds the control character \(escaped(String(UnicodeScalar(byte))))")
    }
    guard String(validating: line, as: UTF8.self) != nil else {
      throw YAMLFlaw(line: index + 1, message: "is not valid UTF-8")
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Keeps nested aliases from the parser, which compares the keys of a mapping and would expand them
/// to do so; the few that may be left are refused below, by name.
private func refuseManyAliasMarks(_ bytes: [UInt8]) throws(YAMLFlaw) {
  var count = 0
  var line = 1
  var before = UInt8(ascii: "\n")
  for (byte, after) in zip(bytes, bytes.dropFirst()) {
    if byte == UInt8(ascii: "\n") { line += 1 }
    let isMark = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
    if isMark, !isLetterOrDigit(before), after > 0x20 {
      count += 1
      guard count <= Limits.aliasMarks else {
        throw YAMLFlaw(line: line, message: "anchors and aliases (& and *) are not accepted")
      }
    }
    before = byte
  }
}

private func entries(of mapping: Node.Mapping, depth: Int) throws(YAMLFlaw) -> [YAMLEntry] {
  var entries: [YAMLEntry] = []
  for (keyNode, valueNode) in mapping {
    try refuseExtras(of: keyNode, key: nil)
    guard case .scalar(let key) = keyNode, let line = keyNode.mark?.line else {
      throw YAMLFlaw(line: keyNode.mark?.line, message: "a key is not a word")
    }
    guard key.string != "<<" else {
      throw YAMLFlaw(line: line, key: "<<", message: "merge keys are not accepted")
    }
    try refuseExtras(of: valueNode, key: key.string)
    let value: YAMLEntry.Value
    switch valueNode {
    case .scalar(let scalar):
      let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      value = isNull ? .nothing : .text(scalar.string)
    case .mapping(let inner):
      guard depth == 0 else {
        throw YAMLFlaw(line: line, key: key.string, message: "is nested too deeply")
      }
      value = .mapping(try Files.entries(of: inner, depth: depth + 1))
    case .sequence, .alias: value = .list
    }
    entries.append(YAMLEntry(key: key.string, line: line, value: value))
  }
  return entries
}

private func refuseExtras(of node: Node, key: String?) throws(YAMLFlaw) {
  let line = node.mark?.line
  if node.anchor != nil {
    throw YAMLFlaw(
      line: line, key: key, message: "anchors and aliases (& and *) are not accepted")
  }
  let tag: String
  var isPlainValue = false
  switch node {
  case .scalar(let scalar):
    tag = scalar.tag.description
    isPlainValue = key != nil && scalar.style == .plain
  case .mapping(let mapping): tag = mapping.tag.description
  case .sequence(let sequence): tag = sequence.tag.description
  case .alias(let alias): tag = alias.tag.description
  }
  let isOwn = tag.isEmpty || (tag == Tag.Name.str.rawValue && !isPlainValue)
  guard isOwn else {
    throw YAMLFlaw(line: line, key: key, message: "tags (!) are not accepted")
  }
}

private func flaw(of error: any Error) -> YAMLFlaw {
  guard let error = error as? YamlError else {
    return YAMLFlaw(message: "cannot be read as YAML")
  }
  switch error {
  case .scanner(let context, let problem, let mark, _):
    // Of a quote that is never closed: where it was opened.
    return YAMLFlaw(line: context?.mark.line ?? mark.line, message: "is not YAML: \(problem)")
  case .parser(_, let problem, let mark, _):
    if problem.contains("nesting") {
      return YAMLFlaw(line: mark.line, message: "is nested too deeply")
    }
    return YAMLFlaw(line: mark.line, message: "is not YAML: \(problem)")
  case .composer(_, let problem, let mark, _):
    return YAMLFlaw(
      line: mark.line,
      message: problem.contains("document")
        ? "holds a second document" : "anchors and aliases (& and *) are not accepted")
  case .reader(let problem, let offset, _, let text):
    let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 }
    return YAMLFlaw(line: line, message: "is not YAML: \(problem)")
  case .duplicatedKeysInMapping(let duplicates, let context):
    return YAMLFlaw(
      line: context.mark.line, key: duplicates.first, message: "this key is given twice")
  case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
    return YAMLFlaw(message: "cannot be read as YAML")
  }
}
