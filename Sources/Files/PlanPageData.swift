import Training

/// What the page's script works on, as compact JSON that is harmless inside `<script>`.
///
/// Columns by session, parties by index; `model.js` reads it. A trainer or venue that the dataset
/// does not hold follows the known ones, in no city (−1).
func planPageData(_ plan: Plan, summary: PlanSummary) -> [UInt8] {
  let programme = plan.programme
  let settings = programme.settings
  var trainers = PartyColumn(known: programme.trainers.count)
  var venues = PartyColumn(known: programme.venues.count)
  let placements = plan.placements
  let leads = placements.map { $0.map { trainers.index(of: $0.lead) } }
  let rooms = placements.map { placement in placement?.venue.map { venues.index(of: $0) } }
  var assistants: [(Int, [Int])] = []
  for (session, placement) in placements.enumerated() {
    guard let placement, !placement.assistants.isEmpty else { continue }
    assistants.append((session, placement.assistants.map { trainers.index(of: $0) }))
  }
  let base = settings.startsOn.days * 86_400
  let (zones, zoneOfCity) = zoneTables(plan)
  let reasons = reasonTable(plan, summary: summary)

  var json = PlanPageJSON(capacity: 48 * placements.count + 65_536)
  json.object { json in
    json.field("startsOn") { $0.number(settings.startsOn.days) }
    json.field("weeks") { $0.number(settings.weeks) }
    json.field("zones") {
      $0.array(zones) { json, zone in
        json.tuple {
          $0.string(zone.name)
          $0.numbers(zone.from)
          $0.numbers(zone.offsets)
        }
      }
    }
    json.field("states") {
      $0.array(programme.states) { json, state in
        json.tuple {
          $0.string(state.code)
          $0.string(state.name)
        }
      }
    }
    json.field("cities") {
      $0.array(Array(programme.cities.enumerated())) { json, city in
        json.tuple {
          $0.string(city.element.id)
          $0.string(city.element.name)
          $0.number(city.element.state)
          $0.number(zoneOfCity[city.offset])
        }
      }
    }
    json.field("modules") {
      $0.array(programme.modules) { json, module in
        json.tuple {
          $0.string(module.id)
          $0.string(module.title)
          $0.number(module.minutes)
          $0.string(module.mode.rawValue)
        }
      }
    }
    json.field("cohorts") {
      $0.array(programme.cohorts) { json, cohort in
        json.tuple {
          $0.string(cohort.id)
          $0.number(cohort.city)
          $0.number(cohort.size)
          $0.string(cohort.audience.rawValue)
        }
      }
    }
    json.field("trainers") {
      $0.array(programme.trainers.map { ($0.id, $0.city) } + trainers.unknown.map { ($0, -1) }) {
        json, trainer in
        json.tuple {
          $0.string(trainer.0)
          $0.number(trainer.1)
        }
      }
    }
    json.field("venues") {
      $0.array(
        programme.venues.map { ($0.id, $0.city, $0.seats) } + venues.unknown.map { ($0, -1, 0) }
      ) { json, venue in
        json.tuple {
          $0.string(venue.0)
          $0.number(venue.1)
          $0.number(venue.2)
        }
      }
    }
    json.field("chains") {
      $0.array(programme.chains) { json, chain in
        json.tuple {
          $0.string(chain.id)
          $0.number(chain.module)
          $0.numbers(chain.cohorts)
          $0.number(chain.sessions.count)
        }
      }
    }
    json.field("start") { $0.numbers(placements.map { $0.map { $0.start.seconds - base } }) }
    json.field("lead") { $0.numbers(leads) }
    json.field("venue") { $0.numbers(rooms) }
    json.field("assistants") { json in
      json.object { json in
        for (session, people) in assistants { json.field(String(session)) { $0.numbers(people) } }
      }
    }
    json.field("reasons") { $0.array(reasons.sentences) { $0.string($1) } }
    json.field("reason") { json in
      json.object { json in
        for (session, reason) in reasons.bySession {
          json.field(String(session)) { $0.number(reason) }
        }
      }
    }
    json.field("pinned") { $0.numbers(programme.pins.keys.sorted()) }
    json.field("released") {
      $0.numbers(summary.released.compactMap { programme.sessionIndex[$0] })
    }
  }
  return json.bytes
}

/// The indices of trainers or venues on the page: the known ones, then others as they are met.
private struct PartyColumn {
  let known: Int
  private(set) var unknown: [String] = []
  private var indices: [String: Int] = [:]

  init(known: Int) { self.known = known }

  mutating func index(of party: Party) -> Int {
    switch party {
    case .known(let index): return index
    case .unknown(let id):
      if let index = indices[id] { return index }
      let index = known + unknown.count
      indices[id] = index
      unknown.append(id)
      return index
    }
  }
}

/// Each sentence once, and which one each unplaced session has.
private func reasonTable(_ plan: Plan, summary: PlanSummary) -> (
  sentences: [String], bySession: [(session: Int, reason: Int)]
) {
  var sentences: [String] = []
  var indices: [String: Int] = [:]
  var bySession: [(session: Int, reason: Int)] = []
  for (session, placement) in plan.placements.enumerated() where placement == nil {
    guard let sentence = summary.reasons[session] else { continue }
    let index = indices[sentence] ?? sentences.count
    if index == sentences.count {
      indices[sentence] = index
      sentences.append(sentence)
    }
    bySession.append((session, index))
  }
  return (sentences, bySession)
}
