import Training

/// A made-up plan over all eleven member states, for what shows plans: titles in several scripts,
/// joint courses, hybrid and online sessions, and some sessions that are not placed.
///
/// It keeps no rule but the order of a chain; the same arguments give the same plan.
package func samplePlan(cohorts count: Int, weeks: Int = 4, title: String? = nil) -> Plan {
  var random = SampleRandom(state: 2026)
  let startsOn = LocalDate(days: 20_668)  // 2026-08-03
  let cities = sampleCities.compactMap { city in
    Zone(city.zone, around: startsOn).map {
      City(id: city.id, state: city.state, name: city.name, zone: $0)
    }
  }
  let cohorts = (0..<count).map { index in
    let city = index < cities.count ? index : random.below(cities.count)
    let audience: Audience = index.isMultiple(of: 3) ? .youngWorkers : .youth
    let letter = audience == .youth ? "Y" : "W"
    let first = random.below(sampleModules.count)
    return Cohort(
      id: "\(cities[city].id)-\(letter)\(index + 1)", city: city, audience: audience,
      size: 12 + random.below(24), languages: ["en"],
      modules: (0..<3).map { (first + $0) % sampleModules.count }, available: .always,
      groups: index.isMultiple(of: 4) ? ["rural"] : index.isMultiple(of: 5) ? ["women"] : [])
  }
  let trainers = (0..<max(12, count * 2 / 3)).map { index in
    let city = index % cities.count
    return Trainer(
      id: "T-\(sampleStates[cities[city].state].code)-\(index + 1)", city: city, languages: ["en"],
      skills: [:], available: .always, wishedMinutesPerWeek: 600, maxMinutesPerWeek: 1200,
      maxMinutesPerDay: 360)
  }
  let venues = (0..<max(cities.count, count / 4)).map { index in
    let city = index % cities.count
    return Venue(
      id: "V-\(cities[city].id)-\(index / cities.count + 1)", city: city, seats: 40, open: .always)
  }
  let online = sampleModules.firstIndex { $0.mode == .online }
  let joint = online.flatMap { module -> Joint? in
    let members = cohorts.indices.filter { cohorts[$0].modules.contains(module) }.prefix(2)
    return members.count == 2 ? Joint(id: "J-1", module: module, cohorts: Array(members)) : nil
  }
  let programme = Programme(
    settings: Programme.Settings(
      id: "digital-skills-2026", title: title ?? "Digital skills for youth and young workers",
      startsOn: startsOn, weeks: weeks, gridMinutes: 30),
    states: sampleStates, cities: cities, modules: sampleModules, cohorts: cohorts,
    trainers: trainers, venues: venues, joints: joint.map { [$0] } ?? [],
    pins: { index in index.values.sorted().prefix(1).map { Pin(session: $0) } })
  return Plan(programme: programme, placements: samplePlacements(programme, &random))
}

private func samplePlacements(_ programme: Programme, _ random: inout SampleRandom) -> [Placement?]
{
  var placements: [Placement?] = Array(repeating: nil, count: programme.sessions.count)
  let days = programme.settings.weeks * 7
  for chain in programme.chains {
    let zone = programme.zone(of: chain)
    let city = programme.cohorts[chain.cohorts[0]].city
    let firstDay = random.below(7)
    let minute = [510, 780, 1080, 1110, 1140][random.below(5)]
    let lead = random.below(programme.trainers.count)
    let kept = random.below(12) == 0 ? random.below(chain.sessions.count) : chain.sessions.count
    let rooms = programme.venues.indices.filter { programme.venues[$0].city == city }
    for (number, session) in chain.sessions.prefix(kept).enumerated() {
      let day = min(firstDay + number * max(1, days / (chain.sessions.count + 1)), days - 1)
      let wall = WallTime(programme.settings.startsOn.adding(days: day), minute: minute)
      let start = Instant(seconds: wall.seconds - zone.offset(at: Instant(seconds: wall.seconds)))
      let online = programme.modules[chain.module].mode == .online
      placements[session] = Placement(
        start: start, lead: .known(lead),
        assistants: chain.size > 30 ? [.known((lead + 1) % programme.trainers.count)] : [],
        venue: online ? nil : .known(rooms[random.below(rooms.count)]))
    }
  }
  return placements
}

/// A summary that fits the plan's counts; its costs are made up.
package func sampleSummary(_ plan: Plan) -> PlanSummary {
  let programme = plan.programme
  let unplaced = plan.placements.indices.filter { plan.placements[$0] == nil }
  var asked = Array(repeating: 0, count: programme.states.count)
  var placed = asked
  var groups: [String: EquityShare] = [:]
  for session in programme.sessions.indices {
    let minutes = programme.module(of: session).minutes
    for member in programme.chain(of: session).cohorts {
      let cohort = programme.cohorts[member]
      let learnerMinutes = cohort.size * minutes
      let isPlaced = plan.placements[session] != nil
      asked[programme.cities[cohort.city].state] += learnerMinutes
      placed[programme.cities[cohort.city].state] += isPlaced ? learnerMinutes : 0
      for group in cohort.groups {
        groups[group, default: EquityShare(name: group, asked: 0, placed: 0)].asked +=
          learnerMinutes
        if isPlaced { groups[group]?.placed += learnerMinutes }
      }
    }
  }
  let missing = (asked.reduce(0, +) - placed.reduce(0, +)) / 60
  let amounts = [
    "unplaced": missing, "inequity": missing / 25, "unpreferred": plan.placements.count / 8,
    "trainer_changes": plan.placements.count / 90, "irregular": plan.placements.count / 12,
    "idle": plan.placements.count / 40, "away": plan.placements.count / 30, "overtime": 17,
  ]
  return PlanSummary(
    programmeID: programme.settings.id,
    datasetDigest: "9f2b6c01d4e87a35b1c09e7d6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a",
    terms: Weights.names.map {
      TermCost(
        name: $0.name, amount: amounts[$0.name] ?? 0, weight: programme.settings.weights[$0.name])
    },
    placed: plan.placements.count - unplaced.count, unplaced: unplaced.count, released: [],
    states: programme.states.indices.filter { asked[$0] > 0 }.map {
      EquityShare(name: programme.states[$0].code, asked: asked[$0], placed: placed[$0])
    },
    groups: groups.values.sorted { $0.name < $1.name },
    lowerBound: 482, seed: 1, threads: 2, iterations: 18_240_000, seconds: 20.04, version: "1.0.0",
    reasons: sampleReasons(plan, unplaced))
}

private func sampleReasons(_ plan: Plan, _ unplaced: [Int]) -> [Int: String] {
  let programme = plan.programme
  var reasons: [Int: String] = [:]
  for session in unplaced {
    let chain = programme.chain(of: session)
    let cohort = programme.cohorts[chain.cohorts[0]]
    let city = programme.cities[cohort.city].name
    reasons[session] =
      session > chain.sessions.lowerBound && plan.placements[session - 1] == nil
      ? "The session before it has no place, and sessions of a course are held in order."
      : session.isMultiple(of: 2)
        ? "Every trainer who teaches \(programme.modules[chain.module].competence) and speaks a language of \(cohort.id) is busy in all the hours that are left."
        : "No venue in \(city) with \(chain.size) seats is free in the hours of \(cohort.id)."
  }
  return reasons
}

/// A small generator with a fixed stream (splitmix64).
private struct SampleRandom {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

private let sampleStates = [
  MemberState(code: "BN", name: "Brunei Darussalam"), MemberState(code: "KH", name: "Cambodia"),
  MemberState(code: "ID", name: "Indonesia"), MemberState(code: "LA", name: "Lao PDR"),
  MemberState(code: "MY", name: "Malaysia"), MemberState(code: "MM", name: "Myanmar"),
  MemberState(code: "PH", name: "Philippines"), MemberState(code: "SG", name: "Singapore"),
  MemberState(code: "TH", name: "Thailand"), MemberState(code: "TL", name: "Timor-Leste"),
  MemberState(code: "VN", name: "Viet Nam"),
]

private let sampleCities: [(id: String, state: Int, name: String, zone: String)] = [
  ("BWN", 0, "Bandar Seri Begawan", "Asia/Brunei"), ("PNH", 1, "Phnom Penh", "Asia/Phnom_Penh"),
  ("JKT", 2, "Jakarta", "Asia/Jakarta"), ("UPG", 2, "Makassar", "Asia/Makassar"),
  ("DJJ", 2, "Jayapura", "Asia/Jayapura"), ("VTE", 3, "Vientiane", "Asia/Vientiane"),
  ("KUL", 4, "Kuala Lumpur", "Asia/Kuala_Lumpur"), ("RGN", 5, "Yangon", "Asia/Yangon"),
  ("MNL", 6, "Manila", "Asia/Manila"), ("SIN", 7, "Singapore", "Asia/Singapore"),
  ("BKK", 8, "กรุงเทพมหานคร", "Asia/Bangkok"), ("DIL", 9, "Dili", "Asia/Dili"),
  ("HAN", 10, "Hà Nội", "Asia/Ho_Chi_Minh"),
]

private let sampleModules: [Module] = [
  ("SAFE1", "Staying safe online", 2, 90, Mode.hybrid),
  ("CONT1", "Documents and slides", 4, 90, .inPerson),
  ("SHEETS", "Spreadsheets from the ground up", 6, 120, .inPerson),
  ("THAI", "การใช้อินเทอร์เน็ตอย่างปลอดภัยสำหรับเยาวชน", 3, 120, .inPerson),
  ("KHMER", "សុវត្ថិភាពឌីជីថលសម្រាប់យុវជន", 3, 90, .inPerson),
  ("LAO", "ທັກສະດິຈິຕອນພື້ນຖານ", 3, 90, .hybrid),
  ("BURMESE", "ဒစ်ဂျစ်တယ်ကျွမ်းကျင်မှု အခြေခံ", 3, 90, .inPerson),
  ("VIET", "Kỹ năng số cho người lao động trẻ", 4, 120, .hybrid),
  ("EGOV", "Public services on the web", 2, 60, .online),
  (
    "AIWORK", "Working with generative AI: what it can do, what it cannot, and who answers for it",
    3, 120, .online
  ),
].map { id, title, sessions, minutes, mode in
  Module(
    id: id, title: title, competence: "1.\(title.count % 4 + 1)", level: 1, sessions: sessions,
    minutes: minutes, mode: mode)
}
