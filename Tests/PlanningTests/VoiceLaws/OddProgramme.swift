import Engine
import TestSupport
import Training

/// Small programmes of every odd kind, drawn from a seed: zones with half hours and changing clocks,
/// grids and lengths that do not meet, weights of nothing, roles that nobody can fill.
struct OddProgramme {
  static func make(seed: UInt64) -> Programme {
    var odd = OddProgramme(seed: seed)
    odd.draw()
    return odd.programme
  }

  var random: Random
  var settings: Programme.Settings
  var states: [MemberState] = []
  var cities: [City] = []
  var travel: [(from: Int, to: Int, minutes: Int)] = []
  var closures: [Closure] = []
  var modules: [Module] = []
  var cohorts: [Cohort] = []
  var trainers: [Trainer] = []
  var venues: [Venue] = []
  var partners: [Partner] = []
  var joints: [Joint] = []
  var absences: [Absence] = []
  var pins: [String: Pin] = [:]
  var previous: [String: Placement] = [:]

  init(seed: UInt64) {
    random = Random(seed: seed)
    // From the last of these weeks on, the clocks of Sydney and then New York change.
    let startsOn = monday.adding(days: 7 * [0, 8, 8, 12][random.below(4)])
    settings = Programme.Settings(
      id: "odd-\(seed)", title: "Odd", startsOn: startsOn, weeks: [1, 1, 2, 5][random.below(4)],
      gridMinutes: [15, 30, 30, 60][random.below(4)],
      restMinutes: [0, 30, 660, 1440][random.below(4)])
  }

  var programme: Programme {
    TestSupport.programme(
      settings: settings, states: states, cities: cities, travel: travel, closures: closures,
      modules: modules, cohorts: cohorts, trainers: trainers, venues: venues, partners: partners,
      joints: joints, absences: absences, pins: pins, previous: previous)
  }

  mutating func draw() {
    drawWeights()
    drawRegion()
    drawModules()
    drawCohorts()
    drawJoints()
    drawStaff()
    drawAbsences()
    drawPins()
  }

  mutating func once(in odds: Int) -> Bool { random.below(odds) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[random.below(elements.count)]
  }

  /// On the grid or a few minutes beside it, some day of the programme or near it.
  mutating func instant(fromDay first: Int, toDay last: Int, isOnGrid: Bool = true) -> Instant {
    let minutes = random.below((last - first) * 1440)
    let grid = settings.gridMinutes
    let whole = minutes / grid * grid + (isOnGrid ? 0 : 1 + random.below(grid - 1))
    return Instant(seconds: settings.startsOn.adding(days: first).days * 86_400 + whole * 60)
  }
}

extension OddProgramme {
  private mutating func drawWeights() {
    guard once(in: 2) else { return }
    for (_, path) in Weights.names {
      settings.weights[keyPath: path] = pick([0, 1, 3, 50, settings.weights[keyPath: path]])
    }
  }

  private mutating func drawRegion() {
    states = (0..<1 + random.below(2)).map { state("S\($0)", priority: 1 + 3 * $0) }
    let zones = [
      "Asia/Bangkok", "Asia/Yangon", "Australia/Sydney", "America/New_York", "Pacific/Kiritimati",
      "Asia/Kathmandu", "Pacific/Pago_Pago",
    ]
    for index in 0..<1 + random.below(3) {
      cities.append(
        city("p\(index)", state: random.below(states.count), zone: zones[random.below(7)]))
    }
    for from in cities.indices {
      for to in cities.indices where to > from && random.below(4) > 0 {
        travel.append((from, to, pick([0, 20, 95, 600])))
      }
    }
    for index in 0..<random.below(3) {
      let from = settings.startsOn.adding(days: random.below(10) - 2)
      let place: Closure.Place =
        once(in: 2)
        ? .state(random.below(states.count)) : .city(random.below(cities.count))
      closures.append(
        Closure(
          place: place, from: from, until: from.adding(days: random.below(4)),
          windows: once(in: 3) ? nil : pick([hours("10:00", "13:30"), hours("17:00", "24:00")]),
          name: "Closure \(index)"))
    }
  }

  private mutating func drawModules() {
    for index in 0..<2 + random.below(3) {
      let isOnline = once(in: 2)
      modules.append(
        module(
          "m\(index)", axis: pick([nil, "x", "y"]), competence: pick(["skill", "skill", "craft"]),
          level: pick([1, 1, 1, 2]), sessions: 1 + random.below(5),
          minutes: pick([50, 60, 60, 90, 90, 120, once(in: 3) ? 1440 : 45]),
          mode: isOnline ? .online : pick([.inPerson, .inPerson, .hybrid]),
          equipment: once(in: 6) ? ["kit"] : [],
          after: index > 0 && once(in: 3) ? [random.below(index)] : [],
          maxPerWeek: once(in: 3) ? 1 + random.below(3) : nil,
          minGapDays: pick([0, 0, 1, 3]),
          learnersPerTrainer: once(in: 3) ? pick([once(in: 3) ? 2 : 6, 9, 12]) : nil))
    }
  }

  private mutating func drawCohorts() {
    for index in 0..<1 + random.below(5) {
      let listed = modules.indices.filter { _ in random.below(3) > 0 }
      cohorts.append(
        cohort(
          "c\(index)", city: random.below(cities.count), size: 3 + random.below(20),
          languages: pick([["en"], ["en", "th"], once(in: 3) ? ["th"] : ["en"]]),
          modules: listed.isEmpty ? [0] : listed, available: drawHours(),
          preferred: once(in: 2) ? pick([hours("09:00", "12:00"), hours("00:00", "19:00")]) : nil,
          needs: once(in: 12) ? ["ramp"] : [],
          groups: pick([[], [], ["rural"], ["rural", "women"]]),
          maxPerDay: pick([1, 2, 3, 24]), priority: 1 + random.below(3)))
    }
  }

  private mutating func drawHours() -> Windows {
    pick([
      .always, .always, .always, .always, hours("08:00", "22:00"), hours("07:30", "24:00"),
      hours("17:30", "22:00", on: [0, 2, 4, 5, 6]), hours("00:00", "24:00", on: 3..<7),
    ])
  }

  private mutating func drawJoints() {
    for module in modules.indices where modules[module].mode == .online && random.below(4) > 0 {
      var members = cohorts.indices.filter { cohorts[$0].modules.contains(module) }
      if members.count > 2, once(in: 2) { members.removeFirst() }
      if members.count > 1 {
        if once(in: 2) { members.reverse() }
        joints.append(Joint(id: "j\(module)", module: module, cohorts: members))
      }
    }
  }

  private mutating func drawStaff() {
    for index in 0..<random.below(3) {
      partners.append(
        partner(
          "d\(index)", capHours: once(in: 4) ? nil : random.below(24),
          states: once(in: 3) ? [random.below(states.count)] : [], axes: once(in: 4) ? ["x"] : []))
    }
    for index in 0..<1 + random.below(8) {
      let mode = random.below(8)
      trainers.append(
        trainer(
          "t\(index)", city: random.below(cities.count), languages: pick([["en"], ["en", "th"]]),
          skills: pick([
            ["skill": 4], ["skill": 1, "craft": 4], ["craft": 1], ["skill": 2, "craft": 1],
          ]),
          inPerson: mode != 1, remotely: mode != 2, available: drawHours(),
          wishedHours: random.below(12), weekHours: pick([4, 12, 30, 168]),
          dayHours: pick([3, 6, 24, 24]),
          travelsTo: random.below(4) > 0 ? Array(states.indices) : [],
          partner: partners.isEmpty || once(in: 2) ? nil : random.below(partners.count)))
    }
    for index in 0..<random.below(7) {
      venues.append(
        venue(
          "v\(index)", city: random.below(cities.count), seats: 12 + random.below(30),
          equipment: once(in: 2) ? ["kit", "ramp"] : [], open: drawHours()))
    }
  }

  mutating func drawAbsences() {
    for _ in 0..<random.below(4) {
      let who: Absence.Who
      switch random.below(3) {
      case 0: who = .cohort(random.below(cohorts.count))
      case 1 where !venues.isEmpty: who = .venue(random.below(venues.count))
      default: who = .trainer(random.below(trainers.count))
      }
      let from = instant(fromDay: -3, toDay: 8, isOnGrid: false)
      absences.append(absence(who, from: from, to: from.adding(minutes: 1 + random.below(1500))))
    }
  }

  /// Of sessions that no plan in force holds.
  private mutating func drawPins() {
    for session in programme.sessions where once(in: 24) {
      let isOnline = modules[programme.chains[session.chain].module].mode == .online
      pins[session.id] = pin(
        start: once(in: 2) ? instant(fromDay: 0, toDay: 7) : nil,
        lead: once(in: 2) ? random.below(trainers.count) : nil,
        venue: isOnline || venues.isEmpty ? nil : random.below(venues.count))
    }
  }
}
