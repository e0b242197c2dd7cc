import Training

/// One row, read cell by cell; what is wrong with a cell goes into the log, and nil comes back.
///
/// A row that is broken as a whole (too few cells, say) was reported once: its cells are read as
/// well as they can be, and say nothing more.
struct Record {
  let file: String
  let log: FaultLog
  private let row: CSVReader.Row
  private let cells: [Int?]
  let isBroken: Bool

  init(file: String, row: CSVReader.Row, log: FaultLog, cells: [Int?], isBroken: Bool) {
    self.file = file
    self.row = row
    self.log = log
    self.cells = cells
    self.isBroken = isBroken
  }

  /// The line on which the row starts.
  var line: Int { row.line }

  func fault(_ column: Column?, _ message: @autoclosure () -> String) {
    guard !isBroken else { return }
    log.fault(file, line, column?.name, message())
  }

  func warn(_ column: Column?, _ message: @autoclosure () -> String) {
    guard !isBroken else { return }
    log.warn(file, line, column?.name, message())
  }

  /// The cell as it stands; nil where it is empty, which a required one must not be.
  func text(_ column: Column) -> String? {
    guard let cell = cells[column.index], cell < row.cellCount else { return nil }
    guard !row.isEmpty(cell) else {
      if column.presence == .required { fault(column, "is empty") }
      return nil
    }
    return row.cell(cell)
  }

  /// Words for people, as they were written; blanks alone are none.
  func words(_ column: Column) -> String? {
    guard let text = text(column) else { return nil }
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else {
      fault(column, "holds nothing but blanks")
      return nil
    }
    return text
  }

  /// An id or tag, `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
  func id(_ column: Column) -> String? {
    guard let text = text(column) else { return nil }
    guard isIdentifier(text) else {
      fault(column, notAnIdentifier(text))
      return nil
    }
    return text
  }

  func whole(_ column: Column, _ range: ClosedRange<Int>) -> Int? {
    guard let text = text(column) else { return nil }
    guard let value = wholeNumber(text), range.contains(value) else {
      fault(column, notWhole(text, range))
      return nil
    }
    return value
  }

  /// Whole or half hours, as minutes.
  func minutes(_ column: Column, upToHours limit: Int) -> Int? {
    guard let text = text(column) else { return nil }
    guard let minutes = minutesOfHours(text), minutes <= limit * 60 else {
      fault(column, notHours(text, limit))
      return nil
    }
    return minutes
  }

  func decimal(_ column: Column, _ limit: Int) -> Double? {
    guard let text = text(column) else { return nil }
    guard let value = decimalNumber(text), abs(value) <= Double(limit) else {
      fault(column, "\(quoted(text)) is not a decimal number from -\(limit) to \(limit)")
      return nil
    }
    return value
  }

  func date(_ column: Column) -> LocalDate? {
    guard let text = text(column) else { return nil }
    guard let date = LocalDate(text) else {
      fault(column, notADate(text))
      return nil
    }
    return date
  }

  func instant(_ column: Column) -> Instant? {
    guard let text = text(column) else { return nil }
    guard let instant = Instant(text) else {
      fault(column, notAnInstant(text))
      return nil
    }
    return instant
  }

  func windows(_ column: Column) -> Windows? {
    guard let text = text(column) else { return nil }
    switch parsedWindows(text) {
    case .success(let windows): return windows
    case .failure(let flaw):
      fault(column, flaw.message)
      return nil
    }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ column: Column, _: Choice.Type = Choice.self
  ) -> Choice? {
    text(column).flatMap { choice($0, column) }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ column: Column, _: Choice.Type = Choice.self
  ) -> Choice? {
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    fault(
      column,
      "\(quoted(text)) is not one of \(names.joined(separator: ", "))"
        + log.nearest.suggestion(for: text, among: names))
    return nil
  }
}

extension Record {
  /// The items of a list, without the blanks around them, each once.
  func list(_ column: Column) -> [String] {
    guard let text = text(column) else { return [] }
    var items: [String] = []
    var seen: Set<String> = []
    for item in listItems(text) {
      if item.isEmpty {
        fault(column, "has an empty item")
      } else if !seen.insert(item).inserted {
        fault(column, "\(quoted(item)) is listed twice")
      } else {
        items.append(item)
      }
    }
    return items
  }

  /// A list of ids or tags.
  func ids(_ column: Column) -> [String] {
    list(column).filter { item in
      guard !isIdentifier(item) else { return true }
      fault(column, notAnIdentifier(item))
      return false
    }
  }

  /// BCP 47 tags in lower case, for letter case does not count.
  func languages(_ column: Column) -> [String] {
    var languages: [String] = []
    var seen: Set<String> = []
    for item in list(column) {
      let language = item.lowercased()
      if !isLanguage(item) {
        fault(column, "\(quoted(item)) is not a language tag such as id or zh-Hans")
      } else if !seen.insert(language).inserted {
        fault(column, "\(quoted(item)) is listed twice")
      } else {
        languages.append(language)
      }
    }
    return languages
  }

  /// The index of what the cell names.
  func reference(_ column: Column, in names: Names) -> Int? {
    text(column).flatMap { reference($0, column, in: names) }
  }

  /// The indices of what a list names, in its order.
  func references(_ column: Column, in names: Names) -> [Int] {
    list(column).compactMap { reference($0, column, in: names) }
  }

  func reference(_ text: String, _ column: Column, in names: Names) -> Int? {
    if let index = names.index(of: text) { return index }
    guard !names.isIncomplete else { return nil }
    fault(
      column,
      "unknown \(names.kind) \(quoted(text))"
        + log.nearest.suggestion(for: text, among: names.list))
    return nil
  }
}

extension Record {
  func isGiven(_ column: Column) -> Bool {
    guard let cell = cells[column.index], cell < row.cellCount else { return false }
    return !row.isEmpty(cell)
  }

  /// A trainer or venue of a plan, which the dataset need not have.
  func party(_ column: Column, in names: Names) -> Party? {
    id(column).map { names.party($0) }
  }

  func parties(_ column: Column, in names: Names) -> [Party] {
    ids(column).map { names.party($0) }
  }
}
