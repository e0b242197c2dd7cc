import Training

/// A plan that places the sessions given by id, and no other.
package func plan(_ programme: Programme, _ placements: [String: Placement]) -> Plan {
  var plan = Plan(empty: programme)
  for (id, placement) in placements {
    guard let session = programme.sessionIndex[id] else { preconditionFailure("no session \(id)") }
    plan.placements[session] = placement
  }
  return plan
}

/// Trainers and venue by index; the first trainer leads.
package func placed(
  _ start: Instant, by trainers: [Int] = [0], in venue: Int? = nil
) -> Placement {
  Placement(
    start: start, lead: .known(trainers[0]),
    assistants: trainers.dropFirst().map { .known($0) }, venue: venue.map { .known($0) })
}
