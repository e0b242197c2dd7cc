import Training

/// `states.csv`: the member states.
extension DatasetReader {
  private enum Field {
    static let code = Column(0, "code")
    static let name = Column(1, "name")
    static let priority = Column(2, "priority", .optional)
    static let youth = Column(3, "youth", .optional)
    static let all = [code, name, priority, youth]
  }

  mutating func readStates() {
    var table = table(.states, Field.all, atMost: Limits.states)
    while let row = table?.next() {
      let code = stateNames.add(Field.code, of: row)
      if !code.isEmpty, !isStateCode(code) {
        row.fault(
          Field.code,
          "\(quoted(code)) is not a code of ISO 3166-1"
            + log.nearest.suggestion(for: code, among: stateCodes.sorted()))
      }
      states.append(
        MemberState(
          code: code, name: row.words(Field.name) ?? "",
          priority: row.whole(Field.priority, 1...100) ?? 1,
          youth: row.whole(Field.youth, 0...Limits.wholeNumber)))
    }
    stateNames.close(after: table)
    lines.states = stateNames.lines
  }
}
