import Training

/// Keeps a recipient's calendar over the plans that people were told of, one after the other.
///
/// SEQUENCE (RFC 5545 §3.8.7.4) counts how often a session changed in start, length, people, room or
/// cohorts since it was first told; an entry that has left the calendar keeps the number with which
/// it left, and stays as cancelled.
package struct CalendarLedger {
  private struct State {
    var meeting: Meeting?
    var sequence: Int
  }

  private let recipient: Recipient
  private var states: [String: State] = [:]
  private var held: [String: CalendarEntry] = [:]

  package init(for recipient: Recipient) { self.recipient = recipient }

  /// Goes on from a calendar that was handed out before.
  package init(for recipient: Recipient, continuing entries: [CalendarEntry]) {
    self.init(for: recipient)
    for entry in entries {
      let session = entry.meeting.session
      if let known = held[session], known.sequence >= entry.sequence { continue }
      held[session] = entry
      states[session] = State(
        meeting: entry.standing == .cancelled ? nil : entry.meeting, sequence: entry.sequence)
    }
  }

  /// Whether the recipient was ever told of a session.
  package var isEmpty: Bool { held.isEmpty }

  /// The calendar, by start.
  package var entries: [CalendarEntry] {
    held.values.sorted {
      ($0.meeting.start, $0.meeting.session) < ($1.meeting.start, $1.meeting.session)
    }
  }

  /// Takes in what was published.
  package mutating func tell(_ history: MeetingHistory) {
    for change in history.changes {
      tell(change.session, change.meeting, .confirmed, isCounted: true, at: change.since)
    }
  }

  /// Takes in a plan.
  ///
  /// - Parameters:
  ///   - isPublished: otherwise what it changes is tentative and counts as no change.
  ///   - stamp: when it came into force.
  package mutating func tell(_ plan: Plan, isPublished: Bool, at stamp: Instant) {
    let standing = isPublished ? CalendarEntry.Standing.confirmed : .tentative
    var gone = Set(states.keys)
    for session in plan.programme.sessions.indices {
      let id = plan.programme.sessions[session].id
      gone.remove(id)
      tell(id, plan.meeting(of: session), standing, isCounted: isPublished, at: stamp)
    }
    for session in gone { tell(session, nil, standing, isCounted: isPublished, at: stamp) }
  }

  private mutating func tell(
    _ session: String, _ meeting: Meeting?, _ standing: CalendarEntry.Standing, isCounted: Bool,
    at stamp: Instant
  ) {
    guard states[session]?.meeting != meeting else { return }
    let sequence = states[session].map { $0.sequence + (isCounted ? 1 : 0) } ?? 0
    states[session] = State(meeting: meeting, sequence: sequence)
    if let meeting, recipient.takesPart(in: meeting) {
      held[session] = CalendarEntry(
        meeting: meeting, standing: standing, sequence: sequence, stamp: stamp)
    } else if let last = held[session], last.standing != .cancelled {
      held[session] = CalendarEntry(
        meeting: last.meeting, standing: .cancelled, sequence: sequence, stamp: stamp)
    }
  }
}
