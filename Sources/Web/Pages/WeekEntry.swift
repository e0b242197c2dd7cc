import Store
import Training

/// A session in a calendar's day, beside those that overlap it.
struct WeekEntry {
  var session: BoardStore.Session
  var zone: Zone?
  /// Which of so many columns of the day it stands in.
  var lane = 0
  var lanes = 1

  /// Of the day, by the zone's clock.
  var minute: Int {
    WallTime(seconds: session.start.seconds + (zone?.offset(at: session.start) ?? 0)).secondOfDay
      / 60
  }

  private var end: Int { minute + session.minutes }

  /// Gives sessions that overlap a lane each, at most four.
  static func laidOut(_ entries: [WeekEntry]) -> [WeekEntry] {
    var sorted = entries.sorted { ($0.minute, $0.session.id) < ($1.minute, $1.session.id) }
    var ends: [Int] = []
    var group = 0
    for place in sorted.indices {
      if let latest = ends.max(), latest <= sorted[place].minute {
        for member in group..<place { sorted[member].lanes = ends.count }
        group = place
        ends = []
      }
      let lane = ends.firstIndex { $0 <= sorted[place].minute } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = sorted[place].end
      sorted[place].lane = lane
    }
    for member in group..<sorted.count { sorted[member].lanes = ends.count }
    return sorted
  }

  /// - Parameter hour: the calendar's first; a row is a quarter of an hour, and the first is the head.
  func content(from hour: Int, _ words: Words) -> [String: Any] {
    let row = max(2, (minute - hour * 60) / 15 + 2)
    let height = max(1, (min(end, 24 * 60) - minute + 14) / 15)
    let shown = min(lanes, 4)
    return [
      "id": session.id, "query": percentEncoded(session.id), "module": session.module,
      "title": session.title, "time": moment(session.start, in: zone, words),
      "minutes": session.minutes,
      "people": ([session.lead] + session.assistants).joined(separator: ", "),
      "venue": session.venue ?? words("online"), "cohorts": session.cohorts.joined(separator: ", "),
      "row": row, "height": height, "lane": "\(min(lane, 3) + 1)-of-\(shown)",
      "is_crowded": lanes > 1,
    ]
  }
}
