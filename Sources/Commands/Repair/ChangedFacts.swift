import Files
import Training

/// The files of a dataset with other facts in them; what reads them finds the faults.
struct ChangedFacts {
  let programme: Programme
  private(set) var files: [String: [UInt8]]
  /// Further rows that had to go with what was taken away, told in sentences.
  private(set) var notes: [String] = []
  /// Weights that are otherwise, by name; they stand in no table.
  private(set) var weights: [String: Int] = [:]

  init(_ programme: Programme, _ files: [String: [UInt8]]) {
    self.programme = programme
    self.files = files
  }

  mutating func make(_ change: FactChange) throws(Failure) {
    switch change {
    case .add(let kind, let id, let like, let values):
      try add(kind, id, like: like, values)
    case .remove(let kind, let id): try remove(kind, id)
    case .set(let kind, let id, let values):
      var table = table(kind.file)
      let row = try row(of: id, kind, in: table)
      for (name, value) in values { table.set(name, to: value, in: row) }
      files[kind.file.name] = table.bytes
    case .closed(let place, let from, let until):
      let places = programme.states.map(\.code) + programme.cities.map(\.id)
      guard places.contains(place) else { throw unknown("state or city", place, places) }
      append(
        to: .closures,
        ["place": place, "date": "\(from)", "until": "\(until)", "name": "What if"],
        header: ["place", "date", "until", "windows", "name"])
    case .away(let id, let from, let until): try sendAway(id, from, until)
    case .weigh(let values): weights.merge(values) { $1 }
    }
  }

  private mutating func add(
    _ kind: FactChange.Kind, _ id: String, like: String?, _ values: [String: String]
  ) throws(Failure) {
    var table = table(kind.file)
    guard table.row(of: id) == nil else {
      throw Failure(ExitStatus.usage, "There is a \(kind.rawValue) \(legible(id)) already.")
    }
    if let like {
      table.rows.append(table.rows[try row(of: like, kind, in: table)])
    } else {
      table.append([:])
    }
    table.set("id", to: id, in: table.rows.count - 1)
    for (name, value) in values { table.set(name, to: value, in: table.rows.count - 1) }
    files[kind.file.name] = table.bytes
  }

  private mutating func remove(_ kind: FactChange.Kind, _ id: String) throws(Failure) {
    var table = table(kind.file)
    table.rows.remove(at: try row(of: id, kind, in: table))
    files[kind.file.name] = table.bytes
    // Rows that name what is gone would be faults.
    drop(from: .absences) { cell in cell("kind") == kind.rawValue && cell("id") == id }
    switch kind {
    case .trainer: drop(from: .pinned) { $0("lead") == id }
    case .venue: drop(from: .pinned) { $0("venue") == id }
    case .cohort:
      drop(from: .pinned) { $0("session").hasPrefix(id + "/") }
      leaveJoints(id)
    }
  }

  /// A joint course goes on without the cohort, as long as two are left.
  private mutating func leaveJoints(_ cohort: String) {
    guard files[DatasetFile.joint.name] != nil else { return }
    var table = table(.joint)
    guard let column = table.column("cohorts") else { return }
    for row in table.rows.indices {
      let members = table.rows[row][column].split(separator: ";").map {
        $0.trimmingPrefix { $0 == " " }
      }
      table.rows[row][column] = members.filter { $0 != cohort[...] }.joined(separator: ";")
    }
    table.rows.removeAll { !$0[column].contains(";") }
    files[DatasetFile.joint.name] = table.bytes
  }

  private mutating func drop(
    from file: DatasetFile, where condition: (_ cell: (String) -> String) -> Bool
  ) {
    guard files[file.name] != nil else { return }
    var table = table(file)
    let before = table.rows.count
    table.removeRows(where: condition)
    guard table.rows.count < before else { return }
    notes.append(
      "\(counted(before - table.rows.count, "row")) of \(file.name) go with what is taken away.")
    files[file.name] = table.bytes
  }

  private mutating func sendAway(
    _ id: String, _ from: LocalDate, _ until: LocalDate
  ) throws(Failure) {
    let trainers = programme.trainers.map { ("trainer", $0.id, $0.city) }
    let venues = programme.venues.map { ("venue", $0.id, $0.city) }
    let cohorts = programme.cohorts.map { ("cohort", $0.id, $0.city) }
    let all = trainers + venues + cohorts
    guard let (kind, _, city) = all.first(where: { $0.1 == id }) else {
      throw unknown("trainer, venue or cohort", id, all.map(\.1))
    }
    let zone = programme.cities[city].zone
    append(
      to: .absences,
      [
        "kind": kind, "id": id, "from": "\(zone.beginning(of: from))",
        "to": "\(zone.beginning(of: until.adding(days: 1)))",
      ], header: ["kind", "id", "from", "to"])
  }

  private mutating func append(
    to file: DatasetFile, _ values: [String: String], header: [String]
  ) {
    var table = files[file.name] == nil ? TableText(header: header) : table(file)
    table.append(values)
    files[file.name] = table.bytes
  }

  private func table(_ file: DatasetFile) -> TableText { TableText(files[file.name] ?? []) }

  private func row(
    of id: String, _ kind: FactChange.Kind, in table: TableText
  ) throws(Failure) -> Int {
    guard let row = table.row(of: id) else { throw unknown(kind.rawValue, id, table.ids) }
    return row
  }

  private func unknown(_ kind: String, _ id: String, _ ids: [String]) -> Failure {
    Failure("The dataset has no \(kind)", unknown: id, among: ids)
  }
}
