import Training

/// A plan's sessions for one recipient, in order of their start: what all formats are written from.
package struct HandOut: Sendable {
  package let programme: Programme
  package let recipient: Recipient
  package let meetings: [Meeting]
  /// Ids of the sessions that have no place and are asked for by the recipient: none of a trainer's
  /// or a venue's, for nobody was promised to them.
  package let unplaced: [String]
  private let city: City?
  private let venues: [String: Int]

  package init(_ plan: Plan, for recipient: Recipient) {
    programme = plan.programme
    self.recipient = recipient
    var meetings: [Meeting] = []
    var unplaced: [String] = []
    for session in plan.programme.sessions.indices {
      if let meeting = plan.meeting(of: session) {
        if recipient.takesPart(in: meeting) { meetings.append(meeting) }
      } else if Self.isAskedFor(session, by: recipient, in: plan.programme) {
        unplaced.append(plan.programme.sessions[session].id)
      }
    }
    // Sessions that start together keep the plan's order.
    self.meetings = meetings.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    self.unplaced = unplaced
    city = recipient.city(in: plan.programme)
    venues = Dictionary(
      plan.programme.venues.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { one, _ in one })
  }

  private static func isAskedFor(
    _ session: Int, by recipient: Recipient, in programme: Programme
  ) -> Bool {
    switch recipient {
    case .everybody: true
    case .cohort(let id):
      programme.chain(of: session).cohorts.contains { programme.cohorts[$0].id == id }
    case .trainer, .venue: false
    }
  }

  /// The zone that a session's times are told in: the recipient's own, else that of its first cohort;
  /// nil where the dataset knows neither any more.
  package func zone(of session: String) -> Zone? {
    city?.zone ?? chain(of: session).map(programme.zone(of:))
  }

  /// The recipient's zone; everybody's is that of the first city.
  var ownZone: Zone? { (city ?? programme.cities.first)?.zone }

  /// Nil where the dataset no longer has the session.
  func chain(of session: String) -> Chain? {
    programme.sessionIndex[session].map(programme.chain(of:))
  }

  func module(of session: String) -> Module? {
    chain(of: session).map { programme.modules[$0.module] }
  }

  /// The city of a venue; nil where the dataset has no such venue.
  func city(ofVenue id: String) -> City? {
    venues[id].map { programme.cities[programme.venues[$0].city] }
  }

  /// `Staying safe online 2/6`.
  func title(of session: String) -> String {
    guard let index = programme.sessionIndex[session] else { return session }
    let chain = programme.chain(of: index)
    return "\(programme.module(of: index).title) \(programme.sessions[index].number)/"
      + "\(chain.sessions.count)"
  }

  /// `HAN-LAB-2, Hà Nội, Viet Nam`, or `Online`.
  func place(of meeting: Meeting) -> String {
    guard let venue = meeting.venue else { return "Online" }
    guard let city = city(ofVenue: venue) else { return venue }
    return "\(venue), \(city.name), \(programme.states[city.state].name)"
  }

  /// How a session is given, where that is known: `In person`, `Trainers remote`, `Online`.
  func manner(of session: String) -> String? {
    switch module(of: session)?.mode {
    case .inPerson: "In person"
    case .hybrid: "Trainers remote"
    case .online: "Online"
    case nil: nil
    }
  }
}
