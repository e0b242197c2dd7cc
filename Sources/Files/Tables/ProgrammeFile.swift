import Training

/// Reads `programme.yaml`: what the whole programme is bound to.
struct ProgrammeFile {
  /// Nil where the file has a fault.
  private(set) var settings: Programme.Settings?
  /// The line of each key.
  private(set) var lines: [String: Int] = [:]
  /// As given, also where something else has a fault.
  private(set) var startsOn: LocalDate?
  private(set) var gridMinutes: Int?

  private static let file = DatasetFile.programme.name
  private static let required = ["id", "title", "starts_on", "weeks", "grid_minutes"]
  private static let optional = ["domain", "rest_hours", "freeze_until", "held_until", "weights"]

  private let log: FaultLog
  private var values: [String: String] = [:]

  init(_ bytes: [UInt8], hasPrevious: Bool, log: FaultLog) {
    self.log = log
    let before = log.total
    do {
      let entries = try readYAML(bytes)
      settings = read(entries, hasPrevious: hasPrevious)
    } catch {
      log.fault(Self.file, error.line, error.key, error.message)
    }
    if log.total > before { settings = nil }
  }

  private mutating func read(_ entries: [YAMLEntry], hasPrevious: Bool) -> Programme.Settings? {
    let weights = sort(entries)
    for key in Self.required where values[key] == nil {
      guard let entry = entries.first(where: { $0.key == key }) else {
        fault(key, "this key is missing")
        continue
      }
      if case .nothing = entry.value { fault(key, "is empty") }
    }
    let id = identifier("id")
    let title = words("title")
    let domain = identifier("domain")
    startsOn = monday()
    let weeks = whole("weeks", 1...53)
    gridMinutes = grid()
    let rest = restMinutes()
    let freeze = instant("freeze_until")
    let held = instant("held_until")
    check(freeze: freeze, held: held, hasPrevious: hasPrevious)
    guard let id, let title, let startsOn, let weeks, let gridMinutes, let rest else { return nil }
    return Programme.Settings(
      id: id, title: title, domain: domain, startsOn: startsOn, weeks: weeks,
      gridMinutes: gridMinutes, restMinutes: rest, freezeUntil: freeze, heldUntil: held,
      weights: weights)
  }

  /// Puts single values aside by key, and gives back the weights.
  private mutating func sort(_ entries: [YAMLEntry]) -> Weights {
    var weights = Weights()
    let known = Self.required + Self.optional
    for entry in entries {
      lines[entry.key] = entry.line
      guard known.contains(entry.key) else {
        let suggestion = log.nearest.suggestion(for: entry.key, among: known)
        fault(entry.key, "unknown key" + suggestion)
        continue
      }
      switch (entry.key, entry.value) {
      case (_, .nothing): continue
      case ("weights", .mapping(let inner)): weights = read(inner)
      case ("weights", _): fault("weights", "is not a list of weights by name")
      case (let key, .text(let text)): values[key] = text
      case (let key, _): fault(key, "is not a single value")
      }
    }
    return weights
  }

  private mutating func read(_ entries: [YAMLEntry]) -> Weights {
    var weights = Weights()
    for entry in entries {
      let name = "weights." + entry.key
      lines[name] = entry.line
      guard let path = Weights.names.first(where: { $0.name == entry.key })?.path else {
        let suggestion = log.nearest.suggestion(
          for: entry.key, among: Weights.names.map(\.name))
        fault(name, "unknown weight" + suggestion)
        continue
      }
      switch entry.value {
      case .nothing: continue
      case .text(let text):
        if let weight = number(text, name, 0...1_000_000) { weights[keyPath: path] = weight }
      case .mapping, .list: fault(name, "is not a single value")
      }
    }
    return weights
  }

  private func check(freeze: Instant?, held: Instant?, hasPrevious: Bool) {
    if values["freeze_until"] != nil, !hasPrevious {
      fault("freeze_until", "needs the plan in force, previous.csv")
    }
    if values["held_until"] != nil, values["freeze_until"] == nil {
      fault("held_until", "needs freeze_until")
    } else if let freeze, let held, held > freeze {
      fault("held_until", "is after freeze_until")
    }
  }
}

extension ProgrammeFile {
  private func fault(_ key: String, _ message: String) {
    log.fault(Self.file, lines[key] ?? 1, key, message)
  }

  private func identifier(_ key: String) -> String? {
    guard let text = values[key] else { return nil }
    guard isIdentifier(text) else {
      fault(key, notAnIdentifier(text))
      return nil
    }
    return text
  }

  private func words(_ key: String) -> String? {
    guard let text = values[key] else { return nil }
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }),
      text.utf8.count <= Limits.bytesPerCell
    else {
      let isLong = text.utf8.count > Limits.bytesPerCell
      fault(key, isLong ? "is longer than \(Limits.bytesPerCell) bytes" : "is empty")
      return nil
    }
    return text
  }

  private func number(_ text: String, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let value = wholeNumber(text), range.contains(value) else {
      fault(key, notWhole(text, range))
      return nil
    }
    return value
  }

  private func whole(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    values[key].flatMap { number($0, key, range) }
  }

  private func grid() -> Int? {
    guard let minutes = whole("grid_minutes", 1...1440) else { return nil }
    guard 1440 % minutes == 0 else {
      fault("grid_minutes", "\(minutes) does not divide a day of 1440 minutes")
      return nil
    }
    return minutes
  }

  private func monday() -> LocalDate? {
    guard let text = values["starts_on"] else { return nil }
    guard let date = LocalDate(text) else {
      fault("starts_on", notADate(text))
      return nil
    }
    guard date.weekday == 0 else {
      let monday = LocalDate(days: date.days - date.weekday)
      fault(
        "starts_on",
        "\(date) is a \(date.weekdayName), not a Monday (did you mean \(monday)?)")
      return nil
    }
    return date
  }

  /// Eleven hours unless the file says otherwise.
  private func restMinutes() -> Int? {
    guard let text = values["rest_hours"] else { return 660 }
    guard let minutes = minutesOfHours(text), minutes <= 24 * 60 else {
      fault("rest_hours", notHours(text, 24))
      return nil
    }
    return minutes
  }

  private func instant(_ key: String) -> Instant? {
    guard let text = values[key] else { return nil }
    guard let instant = Instant(text) else {
      fault(key, notAnInstant(text))
      return nil
    }
    return instant
  }
}
