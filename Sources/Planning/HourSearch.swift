import Training

/// Looks for one hour at which a chain's cohorts, enough of its trainers and a venue are there.
struct HourSearch {
  private let chain: Int
  /// Those who can assist, or lead where nobody assists.
  private let trainers: [Int]
  private let venues: [Int]
  private let facts: Facts
  private let freeze: FreezeState

  init(chain: Int, trainers: [Int], venues: [Int], _ facts: Facts, freeze: FreezeState) {
    self.chain = chain
    self.trainers = trainers
    self.venues = venues
    self.facts = facts
    self.freeze = freeze
  }

  /// Nil where there is such an hour; else why not. Most searches end at one of the first hours.
  var obstacle: String? {
    let programme = facts.programme
    let minutes = programme.modules[programme.chains[chain].module].minutes
    var attended = false
    var staffed = false
    var housed = false
    for start in starts where CohortTime.fits(chain: chain, at: start, in: facts) {
      guard mayStart(at: start) else { continue }
      attended = true
      let end = start.adding(minutes: minutes)
      let isStaffed = isStaffed(from: start, to: end)
      let isHoused = isHoused(from: start, to: end)
      if isStaffed, isHoused { return nil }
      staffed = staffed || isStaffed
      housed = housed || isHoused
    }
    let names = programme.chains[chain].cohorts.map { programme.cohorts[$0].id }
      .joined(separator: ", ")
    if !attended {
      return "there is no hour for \(names): \(minutes) minutes on the grid, not closed"
    }
    if !staffed { return "no trainers who could give it are there in the hours of \(names)" }
    if !housed { return "no venue that suits it is open in the hours of \(names)" }
    return "in the hours of \(names), trainers and a venue are never there together"
  }

  /// The grid over the horizon, wherever on the globe.
  private var starts: some Sequence<Instant> {
    let horizon = facts.programme.horizon
    return stride(
      from: (horizon.lowerBound.days - 1) * 86_400, to: (horizon.upperBound.days + 1) * 86_400,
      by: facts.programme.settings.gridMinutes * 60
    ).lazy.map(Instant.init(seconds:))
  }

  private func mayStart(at start: Instant) -> Bool {
    facts.programme.chains[chain].sessions.contains { freeze.admits($0, at: start) }
  }

  /// Enough are there, and one of them can lead.
  private func isStaffed(from start: Instant, to end: Instant) -> Bool {
    let needed = facts.programme.chains[chain].trainerCount
    var present = 0
    var led = false
    for trainer in trainers
    where TrainerTime.isAvailable(trainer: trainer, from: start, to: end, in: facts) {
      present += 1
      led = led || Qualification.canLead(trainer: trainer, chain: chain, in: facts)
      if present >= needed, led { return true }
    }
    return false
  }

  private func isHoused(from start: Instant, to end: Instant) -> Bool {
    guard VenueFit.needsVenue(chain: chain, in: facts) else { return true }
    return venues.contains { VenueFit.isOpen(venue: $0, from: start, to: end, in: facts) }
  }
}
