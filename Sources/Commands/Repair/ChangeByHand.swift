import Files
import Training

/// Where somebody would have a session: what is not given stays as it is.
struct ChangeByHand {
  var session: Int
  /// Local time of the (first) cohort, or with an offset.
  var start: String?
  var trainer: String?
  var venue: String?

  /// - Throws: usage, where a name or a time is none, or a session without a place is given too little.
  func placement(in plan: Plan) throws(Failure) -> Placement {
    let programme = plan.programme
    let old = plan.placements[session]
    var start = old?.start
    if let text = self.start { start = try instant(text, in: programme) }
    var lead = old?.lead
    if let trainer {
      lead = .known(
        try find(trainer, "trainer", among: programme.trainers.map(\.id), option: "--trainer"))
    }
    var venue = old?.venue
    if let name = self.venue {
      venue = .known(
        try find(name, "venue", among: programme.venues.map(\.id), option: "--venue"))
    }
    guard let start, let lead else {
      throw Failure(
        ExitStatus.usage,
        "\(legible(programme.sessions[session].id)) has no place yet: give its --start and --trainer"
          + (programme.module(of: session).mode == .online ? "." : ", and its --venue."))
    }
    // Whoever assists and now leads changes places with the lead.
    let assistants = (old?.assistants ?? []).map { $0 == lead ? old?.lead ?? $0 : $0 }
    return Placement(start: start, lead: lead, assistants: assistants, venue: venue)
  }

  private func instant(_ text: String, in programme: Programme) throws(Failure) -> Instant {
    let zone = programme.zone(of: programme.chain(of: session))
    if let instant = zone.instant(of: text) { return instant }
    throw Failure(
      ExitStatus.usage,
      "--start: \(legible(text)) is no time such as 2026-08-12T18:00 or 2026-08-12T18:00+07:00.")
  }
}
