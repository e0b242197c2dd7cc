import Planning
import Training

/// The facts that stand in the way of a session, in words.
struct FactWords {
  let plan: PlanView
  let session: Int

  private var programme: Programme { plan.programme }
  private var chain: Chain { programme.chain(of: session) }
  private var module: Module { programme.modules[chain.module] }
  private var cohorts: String {
    chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ", ")
  }

  func name(_ concern: Concern) -> String {
    switch concern {
    case .cohort(let index): programme.cohorts[index].id
    case .trainer(let index): programme.trainers[index].id
    case .venue(let index): programme.venues[index].id
    case .chain(let index): programme.chains[index].id
    case .session(let index): programme.sessions[index].id
    case .state(let index): programme.states[index].code
    case .group(let tag): tag
    }
  }

  /// Whom alone it binds; nil where it is about the session, or several.
  func concern(_ fact: Fact) -> Concern? {
    switch fact {
    case .hours(let concern), .busy(let concern), .dayLimit(let concern): concern
    case .weekLimit(let trainer), .rest(let trainer): .trainer(trainer)
    case .absence(let row):
      switch programme.absences[row].who {
      case .cohort(let index): .cohort(index)
      case .trainer(let index): .trainer(index)
      case .venue(let index): .venue(index)
      }
    default: nil
    }
  }

  /// A sentence without its end.
  func told(_ fact: Fact) -> String {
    switch fact {
    case .midnight: "a session lies within one date of everybody in it"
    case .hours(let concern): told(hoursOf: concern)
    case .closure(let row): told(programme.closures[row])
    case .absence(let row): told(programme.absences[row])
    case .freeze:
      "the plan is frozen until "
        + (programme.settings.freezeUntil.map { zone.moment($0) } ?? "a later moment")
    case .pinnedStart:
      "it is pinned to " + (programme.pins[session]?.start.map { zone.moment($0) } ?? "a start")
    case .pinnedLead:
      "it is pinned to "
        + (programme.pins[session]?.lead.map { programme.trainers[$0].id } ?? "a trainer")
    case .pinnedVenue:
      "it is pinned to "
        + (programme.pins[session]?.venue.map { programme.venues[$0].id } ?? "a venue")
    case .order(let other): told(orderWith: other)
    case .weekly:
      "\(chain.id) may have \(counted(module.maxPerWeek ?? 0, "session")) a week, and has them"
    case .busy(let concern): told(busy: concern)
    case .dayLimit(let concern): told(dayLimitOf: concern)
    case .weekLimit(let trainer):
      "\(programme.trainers[trainer].id) gives at most "
        + "\(hours(programme.trainers[trainer].maxMinutesPerWeek)) a week, and has given them"
    case .rest(let trainer):
      "\(programme.trainers[trainer].id) rests \(hours(programme.settings.restMinutes)) between "
        + "two days"
    case .partnerCap(let partner):
      "partner \(programme.partners[partner].id) pays for "
        + "\(hours(programme.partners[partner].capMinutes ?? 0)) in all, and too few are left"
    case .partnerRules(let partner):
      "partner \(programme.partners[partner].id) does not pay for this course"
    case .skill:
      "\(module.id) needs somebody with competence \(module.competence) at level \(module.level) or higher"
    case .language:
      "the trainer has to speak a language of \(cohorts) ("
        + Set(chain.cohorts.flatMap { programme.cohorts[$0].languages }).sorted().map {
          LanguageNames.name(of: $0)
        }.joined(separator: ", ") + ")"
    case .mode:
      module.mode == .inPerson
        ? "the trainer has to teach in person" : "the trainer has to teach remotely"
    case .travel:
      "trainers teach in person only in their home state and in those that they travel to"
    case .seats: "the room needs \(counted(chain.size, "seat"))"
    case .equipment:
      "the room needs "
        + Set(module.equipment + chain.cohorts.flatMap { programme.cohorts[$0].needs }).sorted()
        .joined(separator: ", ")
    }
  }

  private var zone: Zone { programme.zone(of: chain) }

  private func told(hoursOf concern: Concern) -> String {
    switch concern {
    case .cohort(let index): "\(name(concern)) comes only \(programme.cohorts[index].available)"
    case .trainer(let index): "\(name(concern)) works only \(programme.trainers[index].available)"
    case .venue(let index): "\(name(concern)) is open only \(programme.venues[index].open)"
    default: name(concern)
    }
  }

  private func told(_ closure: Closure) -> String {
    let place =
      switch closure.place {
      case .city(let city): programme.cities[city].id
      case .state(let state): programme.states[state].code
      }
    let dates = closure.from == closure.until ? "" : " to \(closure.until)"
    return "\(place) is closed on \(closure.from)\(dates) (\(closure.name))"
  }

  private func told(_ absence: Absence) -> String {
    let (who, zone) =
      switch absence.who {
      case .cohort(let index): (programme.cohorts[index].id, plan.facts.cohorts[index].zone)
      case .trainer(let index): (programme.trainers[index].id, plan.facts.trainers[index].zone)
      case .venue(let index): (programme.venues[index].id, plan.facts.venues[index].zone)
      }
    return "\(who) is away from \(zone.moment(absence.from)) to \(zone.moment(absence.to))"
  }

  private func told(orderWith other: Int) -> String {
    let id = programme.sessions[other].id
    guard plan[other] != nil else { return "it has to wait for \(id), which has no place" }
    let isBefore = plan.facts.prerequisites[programme.sessions[session].chain].contains(
      programme.sessions[other].chain)
    let comesFirst =
      isBefore
      || programme.sessions[other].chain == programme.sessions[session].chain
        && other < session
    let gap =
      module.minGapDays > 0
        && programme.sessions[other].chain == programme.sessions[session].chain
      ? " by \(counted(module.minGapDays, "day"))" : ""
    return comesFirst
      ? "it has to follow \(plan.told(other))\(gap)"
      : "it has to be over before \(plan.told(other))\(gap)"
  }

  private func told(busy concern: Concern) -> String {
    let count =
      switch concern {
      case .cohort(let index): plan.cohorts[index].count
      case .trainer(let index): plan.trainers[index].count
      case .venue(let index): plan.venues[index].count
      default: 0
      }
    let others = counted(count, "other session")
    return switch concern {
    case .venue: "\(name(concern)) holds \(others)"
    case .trainer: "\(name(concern)) gives \(others)"
    default: "\(name(concern)) attends \(others)"
    }
  }

  private func told(dayLimitOf concern: Concern) -> String {
    switch concern {
    case .cohort(let index):
      "\(name(concern)) takes at most \(counted(programme.cohorts[index].maxPerDay, "session")) a day"
    case .trainer(let index):
      "\(name(concern)) gives at most \(hours(programme.trainers[index].maxMinutesPerDay)) a day"
    default: name(concern)
    }
  }

  private func hours(_ minutes: Int) -> String {
    let whole = grouped(minutes / 60)
    return switch minutes % 60 {
    case 0: "\(whole) h"
    case 30: "\(whole).5 h"
    default: "\(whole) h \(minutes % 60) min"
    }
  }
}

extension FactWords {
  /// What would have to change for a place, as far as this fact goes: goes on after `if `.
  func relieved(_ fact: Fact, at placement: Placement) -> String {
    let end = programme.end(of: session, startingAt: placement.start)
    let when = "from \(zone.moment(placement.start)) to \(zone.wallTime(at: end).clock)"
    switch fact {
    case .midnight: return "a session might go on after midnight"
    case .hours(.cohort(let index)): return "\(programme.cohorts[index].id) could come \(when)"
    case .hours(.trainer(let index)):
      return "\(programme.trainers[index].id) could work \(when)"
    case .hours(.venue(let index)): return "\(programme.venues[index].id) were open \(when)"
    case .hours(let concern): return "\(name(concern)) were there \(when)"
    case .busy(let concern): return relieved(busy: concern, at: placement, until: end)
    case .dayLimit(let concern):
      return "\(name(concern)) took more on \(zone.date(at: placement.start))"
    case .weekLimit(let trainer):
      return "\(programme.trainers[trainer].id) gave more hours in the week of "
        + "\(monday(of: placement.start, in: plan.facts.trainers[trainer].zone))"
    case .rest(let trainer):
      return "\(programme.trainers[trainer].id) rested less around \(zone.moment(placement.start))"
    case .skill, .language, .mode, .travel, .partnerRules:
      return lacking(fact, placement)
    case .seats, .equipment:
      let venue = placement.venue.map(programme.name(ofVenue:)) ?? "a room"
      return fact == .seats
        ? "\(venue) had \(counted(chain.size, "seat"))" : "\(venue) had what it needs"
    case .weekly:
      return "\(chain.id) might have one session more in the week of "
        + "\(monday(of: placement.start, in: zone))"
    case .order(let other):
      return plan[other] == nil
        ? "\(programme.sessions[other].id) had a place"
        : "\(programme.sessions[other].id) were at another time"
    case .partnerCap(let partner):
      return "partner \(programme.partners[partner].id) paid for more hours"
    case .pinnedStart, .pinnedLead, .pinnedVenue: return "it were not pinned so"
    case .freeze: return "the plan were not frozen then"
    case .closure(let row): return "it could be held in spite of \(programme.closures[row].name)"
    case .absence(let row):
      return told(programme.absences[row]).replacing(" is away from ", with: " were not away from ")
    }
  }

  private func monday(of start: Instant, in zone: Zone) -> LocalDate {
    programme.settings.startsOn.adding(days: 7 * programme.week(of: zone.date(at: start)))
  }

  private func lacking(_ fact: Fact, _ placement: Placement) -> String {
    let trainers = placement.trainers.enumerated().filter { place, party in
      party.index.map { lacks(fact, programme.trainers[$0], leads: place == 0) } ?? true
    }.map { programme.name(ofTrainer: $0.element) }.joined(separator: " and ")
    return switch fact {
    case .skill: "\(trainers) had competence \(module.competence) at level \(module.level)"
    case .language: "\(trainers) spoke a language of \(cohorts)"
    case .mode: "\(trainers) taught \(module.mode == .inPerson ? "in person" : "remotely")"
    case .travel: "\(trainers) travelled there"
    default: "the partner of \(trainers) paid for it"
    }
  }

  private func lacks(_ fact: Fact, _ trainer: Trainer, leads: Bool) -> Bool {
    switch fact {
    case .skill:
      return (trainer.skills[module.competence] ?? 0)
        < (leads ? module.level : max(1, module.level - 1))
    case .language:
      return chain.cohorts.contains {
        Set(programme.cohorts[$0].languages).isDisjoint(with: trainer.languages)
      }
    case .mode:
      return !(module.mode == .inPerson ? trainer.worksInPerson : trainer.worksRemotely)
    case .travel:
      let home = programme.cities[trainer.city].state
      return chain.cohorts.contains {
        let state = programme.cities[programme.cohorts[$0].city].state
        return state != home && !trainer.travelsTo.contains(state)
      }
    case .partnerRules(let partner): return trainer.partner == partner
    default: return true
    }
  }

  /// The sessions that are in the way then.
  private func relieved(busy concern: Concern, at placement: Placement, until end: Instant)
    -> String
  {
    let appointments: [Appointment] =
      switch concern {
      case .cohort(let index): plan.cohorts[index]
      case .trainer(let index): plan.trainers[index]
      case .venue(let index): plan.venues[index]
      default: []
      }
    let near = appointments.filter { other in
      guard case .trainer = concern else { return other.start < end && placement.start < other.end }
      let way = TrainerTime.travelMinutes(
        betweenChain: programme.sessions[other.session].chain,
        and: programme.sessions[session].chain, in: plan.facts)
      return other.start < end.adding(minutes: way)
        && placement.start < other.end.adding(minutes: way)
    }
    let names = near.map { plan.told($0.session) }.joined(separator: " and ")
    return switch concern {
    case .venue: "\(name(concern)) did not hold \(names)"
    case .trainer: "\(name(concern)) did not give \(names)"
    default: "\(name(concern)) did not attend \(names)"
    }
  }
}
