import Training

/// The programme of most examples: one state, one city (Bangkok), one online module of three
/// sessions, one cohort, one trainer, one venue, all there at any hour, for four weeks.
package func programme(
  settings: Programme.Settings = settings(), states: [MemberState] = [state("AA")],
  cities: [City] = [city("a")], travel: [(from: Int, to: Int, minutes: Int)] = [],
  closures: [Closure] = [], modules: [Module] = [module("m")],
  cohorts: [Cohort] = [cohort("c1")], trainers: [Trainer] = [trainer("t1")],
  venues: [Venue] = [venue("v1")], partners: [Partner] = [], joints: [Joint] = [],
  absences: [Absence] = [], pins: [String: Pin] = [:], previous: [String: Placement] = [:]
) -> Programme {
  var ways = Travel()
  for way in travel { ways[way.from, way.to] = way.minutes }
  return Programme(
    settings: settings, states: states, cities: cities, travel: ways, closures: closures,
    modules: modules, cohorts: cohorts, trainers: trainers, venues: venues, partners: partners,
    joints: joints, absences: absences,
    pins: { sessions in
      pins.compactMap { id, pin in
        guard let session = sessions[id] else { preconditionFailure("no session \(id) to pin") }
        return Pin(session: session, start: pin.start, lead: pin.lead, venue: pin.venue)
      }
    },
    previous: { sessions in
      Dictionary(
        uniqueKeysWithValues: previous.map { id, placement in
          guard let session = sessions[id] else { preconditionFailure("no session \(id)") }
          return (session, placement)
        })
    })
}

package func settings(
  weeks: Int = 4, grid: Int = 30, rest: Int = 0, freezeUntil: Instant? = nil,
  heldUntil: Instant? = nil, weights: Weights = Weights()
) -> Programme.Settings {
  Programme.Settings(
    id: "example", title: "Example", startsOn: monday, weeks: weeks, gridMinutes: grid,
    restMinutes: rest, freezeUntil: freezeUntil, heldUntil: heldUntil, weights: weights)
}

package func state(_ code: String, priority: Int = 1) -> MemberState {
  MemberState(code: code, name: code, priority: priority)
}

package func city(_ id: String, state: Int = 0, zone: String = "Asia/Bangkok") -> City {
  City(id: id, state: state, name: id, zone: timeZone(zone))
}

package func module(
  _ id: String, axis: String? = nil, competence: String = "skill", level: Int = 1,
  sessions: Int = 3, minutes: Int = 60, mode: Mode = .online, equipment: [String] = [],
  after: [Int] = [], maxPerWeek: Int? = nil, minGapDays: Int = 0, learnersPerTrainer: Int? = nil
) -> Module {
  Module(
    id: id, title: id, axis: axis, competence: competence, level: level, sessions: sessions,
    minutes: minutes, mode: mode, equipment: equipment, after: after, maxPerWeek: maxPerWeek,
    minGapDays: minGapDays, learnersPerTrainer: learnersPerTrainer)
}

package func cohort(
  _ id: String, city: Int = 0, size: Int = 10, languages: [String] = ["en"],
  modules: [Int] = [0], available: Windows = .always, preferred: Windows? = nil,
  needs: [String] = [], groups: [String] = [], maxPerDay: Int = 24, priority: Int = 1
) -> Cohort {
  Cohort(
    id: id, city: city, audience: .youth, size: size, languages: languages, modules: modules,
    available: available, preferred: preferred, needs: needs, groups: groups,
    maxPerDay: maxPerDay, priority: priority)
}

package func trainer(
  _ id: String, city: Int = 0, languages: [String] = ["en"], skills: [String: Int] = ["skill": 4],
  inPerson: Bool = true, remotely: Bool = true, available: Windows = .always,
  wishedHours: Int = 168, weekHours: Int = 168, dayHours: Int = 24, travelsTo: [Int] = [],
  partner: Int? = nil
) -> Trainer {
  Trainer(
    id: id, city: city, languages: languages, skills: skills, worksInPerson: inPerson,
    worksRemotely: remotely, available: available, wishedMinutesPerWeek: wishedHours * 60,
    maxMinutesPerWeek: weekHours * 60, maxMinutesPerDay: dayHours * 60, travelsTo: travelsTo,
    partner: partner)
}

package func venue(
  _ id: String, city: Int = 0, seats: Int = 100, equipment: [String] = [],
  open: Windows = .always
) -> Venue {
  Venue(id: id, city: city, seats: seats, equipment: equipment, open: open)
}

package func partner(
  _ id: String, capHours: Int? = nil, states: [Int] = [], axes: [String] = []
) -> Partner {
  Partner(id: id, name: id, capMinutes: capHours.map { $0 * 60 }, states: states, axes: axes)
}

package func absence(_ who: Absence.Who, from: Instant, to: Instant) -> Absence {
  Absence(who: who, from: from, to: to)
}

/// A row of `pinned.csv`, without the session that it is filed under.
package func pin(start: Instant? = nil, lead: Int? = nil, venue: Int? = nil) -> Pin {
  Pin(session: 0, start: start, lead: lead, venue: venue)
}
