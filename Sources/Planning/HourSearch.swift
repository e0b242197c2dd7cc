import Training

/// Looks for one hour at which a chain's cohorts, enough of its trainers and a venue are there.
///
/// Most searches end at one of the first hours. Those that do not are answered from sets of hours,
/// each computed once: when a trainer is there for so long, when a staff is.
struct HourSearch {
  private struct Stay: Hashable {
    var trainer: Int
    var minutes: Int
  }

  /// Hours looked at one by one before sets of them are made.
  private static let firstLook = 16

  private let facts: Facts
  private let freeze: FreezeState
  /// The grid over the horizon, wherever on the globe.
  private let starts: [Instant]
  private var stays: [Stay: HourSet] = [:]
  private var staffed: [ChainService.StaffKey: HourSet] = [:]

  init(_ facts: Facts, freeze: FreezeState) {
    self.facts = facts
    self.freeze = freeze
    let horizon = facts.programme.horizon
    starts = stride(
      from: (horizon.lowerBound.days - 1) * 86_400, to: (horizon.upperBound.days + 1) * 86_400,
      by: facts.programme.settings.gridMinutes * 60
    ).map(Instant.init(seconds:))
  }

  /// Nil where there is such an hour; else why not.
  ///
  /// - Parameters:
  ///   - staff: those who can assist, or lead where nobody assists.
  ///   - key: what all chains with this staff have in common.
  mutating func obstacle(
    chain: Int, staff: [Int], key: ChainService.StaffKey, venues: [Int]
  ) -> String? {
    if staffed[key] == nil, isFoundSoon(chain: chain, staff: staff, venues: venues) { return nil }
    let staffedHours = staffedHours(chain: chain, staff: staff, key: key)
    var everAttended = false
    var everStaffed = false
    var everHoused = false
    for hour in starts.indices where isAttended(chain: chain, hour: hour) {
      let isStaffed = staffedHours.contains(hour)
      let isHoused = isHoused(chain: chain, in: venues, hour: hour)
      if isStaffed, isHoused { return nil }
      everAttended = true
      everStaffed = everStaffed || isStaffed
      everHoused = everHoused || isHoused
      if staffedHours.isEmpty { break }
    }
    let names = facts.programme.chains[chain].cohorts.map { facts.programme.cohorts[$0].id }
      .joined(separator: ", ")
    guard everAttended else {
      return "there is no hour for \(names): \(minutes(of: chain)) minutes on the grid, not closed"
    }
    guard everStaffed else {
      return "no trainers who could give it are there in the hours of \(names)"
    }
    guard everHoused else { return "no venue that suits it is open in the hours of \(names)" }
    return "in the hours of \(names), trainers and a venue are never there together"
  }
}

extension HourSearch {
  /// Whether one of the first hours with the cohorts will do.
  private func isFoundSoon(chain: Int, staff: [Int], venues: [Int]) -> Bool {
    var looked = 0
    for hour in starts.indices where isAttended(chain: chain, hour: hour) {
      if isStaffed(chain: chain, by: staff, hour: hour),
        isHoused(chain: chain, in: venues, hour: hour)
      {
        return true
      }
      looked += 1
      guard looked < Self.firstLook else { break }
    }
    return false
  }

  private func minutes(of chain: Int) -> Int {
    facts.programme.modules[facts.programme.chains[chain].module].minutes
  }

  private func isAttended(chain: Int, hour: Int) -> Bool {
    CohortTime.fits(chain: chain, at: starts[hour], in: facts)
      && facts.programme.chains[chain].sessions.contains { freeze.admits($0, at: starts[hour]) }
  }

  private func isThere(_ trainer: Int, hour: Int, minutes: Int) -> Bool {
    TrainerTime.isAvailable(
      trainer: trainer, from: starts[hour], to: starts[hour].adding(minutes: minutes), in: facts)
  }

  /// Enough are there, and one of them can lead.
  private func isStaffed(chain: Int, by staff: [Int], hour: Int) -> Bool {
    let needed = facts.programme.chains[chain].trainerCount
    let minutes = minutes(of: chain)
    var present = 0
    var led = false
    for trainer in staff where isThere(trainer, hour: hour, minutes: minutes) {
      present += 1
      led = led || Qualification.canLead(trainer: trainer, chain: chain, in: facts)
      if present >= needed, led { return true }
    }
    return false
  }

  private func isHoused(chain: Int, in venues: [Int], hour: Int) -> Bool {
    guard VenueFit.needsVenue(chain: chain, in: facts) else { return true }
    let end = starts[hour].adding(minutes: minutes(of: chain))
    return venues.contains { VenueFit.isOpen(venue: $0, from: starts[hour], to: end, in: facts) }
  }

  /// All hours at which `isStaffed`: `atLeast[k]` holds those at which k + 1 or more are there.
  private mutating func staffedHours(
    chain: Int, staff: [Int], key: ChainService.StaffKey
  ) -> HourSet {
    if let known = staffed[key] { return known }
    let needed = facts.programme.chains[chain].trainerCount
    var led = HourSet(count: starts.count)
    var atLeast = Array(repeating: led, count: needed)
    for trainer in staff {
      let hours = stay(of: trainer, minutes: minutes(of: chain))
      for more in stride(from: needed - 1, to: 0, by: -1) {
        atLeast[more].formUnion(atLeast[more - 1].intersection(hours))
      }
      atLeast[0].formUnion(hours)
      if Qualification.canLead(trainer: trainer, chain: chain, in: facts) { led.formUnion(hours) }
    }
    led.formIntersection(atLeast[needed - 1])
    staffed[key] = led
    return led
  }

  private mutating func stay(of trainer: Int, minutes: Int) -> HourSet {
    let stay = Stay(trainer: trainer, minutes: minutes)
    if let known = stays[stay] { return known }
    var hours = HourSet(count: starts.count)
    for hour in starts.indices where isThere(trainer, hour: hour, minutes: minutes) {
      hours.insert(hour)
    }
    stays[stay] = hours
    return hours
  }
}
