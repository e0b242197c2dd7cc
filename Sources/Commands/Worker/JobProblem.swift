import Files
import Planning
import Store
import Training
import Worker

/// A stored dataset as the weekly allocation plans it (service.md §4): everything before the week
/// frozen as it is published, other programmes' bookings taken for absences, and pins that cannot be
/// kept any more left out.
struct JobProblem {
  let facts: Facts
  let freeze: FreezeState
  /// Whether the facts are those of the files, so that a bound that holds for them holds here.
  let isAsInFiles: Bool
  let warnings: [String]

  struct Refusal: Error {
    var message: String
  }

  init(_ request: SolveRequest, _ files: [StoredFile]) throws(Refusal) {
    var bytes = files.byName
    let hasOwnPrevious = bytes[DatasetFile.previous.name] != nil && !request.hasPublished
    if request.week != nil, !request.hasPublished, hasOwnPrevious {
      bytes[DatasetFile.previous.name] = Array("session,start,lead,assistants,venue\n".utf8)
    }
    let programme: Programme
    switch readDataset(in: .memory(bytes)) {
    case .success(let dataset): programme = dataset.programme
    case .failure(let faults):
      throw Refusal(message: "the dataset has faults: \(faults.description)")
    }
    var settings = programme.settings
    if let week = request.week {
      guard let monday = LocalDate(isoWeek: week) else {
        throw Refusal(message: "there is no week \(week)")
      }
      (settings.freezeUntil, settings.heldUntil) = Self.freeze(monday, request, programme)
    }
    let taken = programme.absences(from: request.taken)
    var dropped: Set<Int> = []
    var warnings: [String] = []
    while true {
      let facts = Facts(
        programme.adjusting(settings, withoutPins: dropped, adding: taken))
      let freeze = FreezeState(facts)
      let faults = PinChecks(facts, freeze: freeze).faults
      guard !faults.isEmpty else {
        self.facts = facts
        self.freeze = freeze
        break
      }
      for fault in faults where dropped.insert(fault.session).inserted {
        warnings.append(
          "the pin of \(programme.sessions[fault.session].id) is left out: \(fault.message)")
      }
    }
    self.warnings = warnings
    isAsInFiles =
      taken.isEmpty && dropped.isEmpty && !request.hasPublished && !hasOwnPrevious
  }

  /// Until when everything stays as it is published, and until when it has been held; nothing where
  /// no plan is published.
  private static func freeze(
    _ monday: LocalDate, _ request: SolveRequest, _ programme: Programme
  ) -> (until: Instant?, held: Instant?) {
    guard request.hasPublished else { return (nil, nil) }
    let begins = programme.cities.map { $0.zone.beginning(of: monday).seconds }.max() ?? 0
    let grid = programme.settings.gridMinutes * 60
    let rounded = (request.now + grid - 1) / grid * grid
    let until = max(begins, rounded)
    return (Instant(seconds: until), Instant(seconds: min(request.now, until)))
  }
}

extension LocalDate {
  /// The Monday of an ISO 8601 week, as `2026-W33`; nil where the year has no such week.
  init?(isoWeek text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isPlain = text.utf8.enumerated().allSatisfy { place, byte in
      place == 4 || place == 5 || (48...57).contains(byte)
    }
    guard text.utf8.count == 8, isPlain, parts.count == 2, parts[1].first == "W",
      let year = Int(parts[0]),
      let week = Int(parts[1].dropFirst()), week >= 1,
      let fourth = LocalDate(year: year, month: 1, day: 4),
      let next = LocalDate(year: year + 1, month: 1, day: 4)
    else { return nil }
    // The week of 4 January is the first.
    let monday = fourth.adding(days: 7 * (week - 1) - fourth.weekday)
    guard monday < next.adding(days: -next.weekday) else { return nil }
    self = monday
  }
}
