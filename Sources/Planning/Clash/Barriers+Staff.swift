import Training

// Those who could give it.
extension Barriers {
  mutating func addStaff() {
    let pin = programme.pins[session]?.lead
    for (index, partner) in programme.partners.enumerated() {
      guard let cap = partner.capMinutes else { continue }
      let spent = programme.trainers.indices.reduce(0) { sum, trainer in
        guard programme.trainers[trainer].partner == index else { return sum }
        return plan.trainers[trainer].reduce(sum) { $0 + plan.minutes(of: $1.session) }
      }
      paid[index] = max(0, cap - spent) / minutes
    }
    for (index, trainer) in programme.trainers.enumerated() {
      var staff = Staff(trainer: index, partner: trainer.partner)
      addShortcomings(of: index, to: &staff)
      if let pin, pin != index { staff.lead.append((.pinnedLead, all)) }
      addPresence(
        .trainer(index), plan.facts.trainers[index], closing: trainer.city, absent: .trainer(index),
        to: &staff.both)
      addCalendar(of: index, to: &staff.both)
      self.staff.append(staff)
    }
  }

  private func addShortcomings(of trainer: Int, to staff: inout Staff) {
    let facts = plan.facts
    func add(
      _ level: Int, to rows: inout Rows, where told: (Qualification.Shortcoming) -> Fact?
    ) {
      let facts = Qualification.shortcomings(
        ofTrainer: trainer, chain: chainIndex, level: level, in: facts
      ).compactMap(told)
      for fact in Set(facts) { rows.append((fact, all)) }
    }
    add(Qualification.leadLevel(ofChain: chainIndex, in: facts), to: &staff.lead) {
      if case .level = $0 { .skill } else { nil }
    }
    add(Qualification.assistantLevel(ofChain: chainIndex, in: facts), to: &staff.assistant) {
      if case .level = $0 { .skill } else { nil }
    }
    add(0, to: &staff.both) { if case .language = $0 { .language } else { nil } }
    add(0, to: &staff.both) { if case .mode = $0 { .mode } else { nil } }
    add(0, to: &staff.both) { if case .travel = $0 { .travel } else { nil } }
    if let partner = programme.trainers[trainer].partner {
      if !PartnerLimits.allows(trainer: trainer, chain: chainIndex, in: facts) {
        staff.both.append((.partnerRules(partner), all))
      }
      if paid[partner] == 0 { staff.both.append((.partnerCap(partner), all)) }
    }
  }

  private func addCalendar(of index: Int, to rows: inout Rows) {
    let appointments = plan.trainers[index]
    let trainer = programme.trainers[index]
    let zone = plan.facts.trainers[index].zone
    if !appointments.isEmpty {
      let ways = appointments.map {
        TrainerTime.travelMinutes(
          betweenChain: programme.sessions[$0.session].chain, and: chainIndex, in: plan.facts)
      }
      add(.busy(.trainer(index)), to: &rows) { start in
        zip(appointments, ways).contains { other, way in
          other.start < end(start).adding(minutes: way) && start < other.end.adding(minutes: way)
        }
      }
      let rest = programme.settings.restMinutes
      add(.rest(trainer: index), to: &rows) { start in
        let date = zone.date(at: start)
        return appointments.contains { other in
          other.date != date && other.start < end(start).adding(minutes: rest)
            && start < other.end.adding(minutes: rest)
        }
      }
    }
    func minutes(_ key: KeyPath<Appointment, Int>) -> [Int: Int] {
      appointments.reduce(into: [:]) {
        $0[$1[keyPath: key], default: 0] += plan.minutes(of: $1.session)
      }
    }
    let days = minutes(\.date.days)
    let weeks = minutes(\.week)
    add(.dayLimit(.trainer(index)), to: &rows) {
      days[zone.date(at: $0).days, default: 0] + self.minutes > trainer.maxMinutesPerDay
    }
    add(.weekLimit(trainer: index), to: &rows) {
      weeks[programme.week(of: zone.date(at: $0)), default: 0] + self.minutes
        > trainer.maxMinutesPerWeek
    }
  }

  /// Venues of other cities are none for it, whatever is changed.
  mutating func addRooms() {
    let city = plan.facts.city(ofChain: chainIndex)
    let pin = programme.pins[session]?.venue
    rooms = programme.venues.indices.filter { programme.venues[$0].city == city }.map { index in
      var rows: Rows = []
      if let pin, pin != index { rows.append((.pinnedVenue, all)) }
      if programme.venues[index].seats < chain.size { rows.append((.seats, all)) }
      if !plan.facts.holds(venue: index, equipmentOfChain: chainIndex) {
        rows.append((.equipment, all))
      }
      addPresence(
        .venue(index), plan.facts.venues[index], closing: nil, absent: .venue(index), to: &rows)
      addOverlaps(.venue(index), plan.venues[index], to: &rows)
      return Room(venue: index, rows: rows)
    }
  }
}
