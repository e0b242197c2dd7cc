import Planning
import Training

/// Places of a session in words.
struct PlaceWords {
  let programme: Programme
  let session: Int

  private var zone: Zone { programme.zone(of: programme.chain(of: session)) }

  func moment(_ start: Instant) -> String { zone.moment(start) }

  /// `Tue 2026-08-04 18:30 (Asia/Bangkok), led by T-1 with T-2, in LAB-1`.
  func told(_ placement: Placement) -> String {
    moment(placement.start) + ", " + people(placement)
      + (placement.venue.map { ", in \(programme.name(ofVenue: $0))" } ?? "")
  }

  private func people(_ placement: Placement) -> String {
    "led by \(programme.name(ofTrainer: placement.lead))" + assistants(placement)
  }

  private func assistants(_ placement: Placement) -> String {
    guard !placement.assistants.isEmpty else { return "" }
    return " with "
      + placement.assistants.map(programme.name(ofTrainer:)).joined(separator: " and ")
  }

  /// What of `placement` differs from `now`: `Wed …, led by T-2`.
  func difference(_ placement: Placement, from now: Placement) -> String {
    var parts: [String] = []
    if placement.start != now.start { parts.append(moment(placement.start)) }
    if placement.lead != now.lead || Set(placement.assistants) != Set(now.assistants) {
      parts.append(people(placement))
    }
    if placement.venue != now.venue, let venue = placement.venue {
      parts.append("in \(programme.name(ofVenue: venue))")
    }
    return parts.isEmpty ? "as it is" : parts.joined(separator: ", ")
  }
}
