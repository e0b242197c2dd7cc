import Training

extension Relaxation {
  /// The dataset with it.
  ///
  /// A new trainer lives where the first cohort of the chains does, works both ways at any hour of the
  /// week alone that is named, goes everywhere, and gives the hours in whatever days; a new venue is
  /// open all hours of that week and holds whatever the chains ask for.
  ///
  /// - Parameter chains: those of the shortage.
  package func applied(to programme: Programme, for chains: [Int]) -> Programme {
    var trainers = programme.trainers
    var venues = programme.venues
    var partners = programme.partners
    var absences = programme.absences
    switch kind {
    case .trainer(let language, let skills):
      let home = programme.cohorts[programme.chains[chains[0]].cohorts[0]].city
      var levels: [String: Int] = [:]
      for skill in skills {
        let parts = skill.split(separator: ":")
        levels[String(parts[0])] = Int(parts[1])
      }
      absences += programme.absences(.trainer(trainers.count), apartFromWeek: week, city: home)
      trainers.append(
        Trainer(
          id: Self.fresh("new-trainer", among: trainers.map(\.id)), city: home,
          languages: [language], skills: levels, available: .always,
          wishedMinutesPerWeek: hours * 60, maxMinutesPerWeek: hours * 60,
          maxMinutesPerDay: min(24, hours) * 60, travelsTo: Array(programme.states.indices)))
    case .partner(let id):
      for place in partners.indices where partners[place].id == id {
        partners[place].capMinutes = partners[place].capMinutes.map { $0 + hours * 60 }
      }
    case .venue(let id, let seats):
      guard let city = programme.cities.firstIndex(where: { $0.id == id }) else { break }
      let equipment = chains.map { programme.chains[$0] }.flatMap { chain in
        programme.modules[chain.module].equipment
          + chain.cohorts.flatMap { programme.cohorts[$0].needs }
      }
      absences += programme.absences(.venue(venues.count), apartFromWeek: week, city: city)
      venues.append(
        Venue(
          id: Self.fresh("new-venue", among: venues.map(\.id)), city: city, seats: seats,
          equipment: Set(equipment).sorted(), open: .always))
    }
    // Sessions keep their numbers: nothing that they are made from has changed.
    return Programme(
      settings: programme.settings, states: programme.states, cities: programme.cities,
      travel: programme.travel, closures: programme.closures, modules: programme.modules,
      cohorts: programme.cohorts, trainers: trainers, venues: venues, partners: partners,
      joints: programme.joints, absences: absences, pins: { _ in Array(programme.pins.values) },
      previous: { _ in programme.previous })
  }

  private static func fresh(_ name: String, among ids: [String]) -> String {
    var id = name
    var number = 1
    while ids.contains(id) {
      number += 1
      id = "\(name)-\(number)"
    }
    return id
  }
}

extension Programme {
  /// Everything but one week, by the calendar of a city.
  ///
  /// - Parameter week: from 1; nil for no absence.
  fileprivate func absences(_ who: Absence.Who, apartFromWeek week: Int?, city: Int) -> [Absence] {
    guard let week else { return [] }
    let zone = cities[city].zone
    let first = midnight(of: settings.startsOn.adding(days: 7 * (week - 1)), in: zone)
    let end = midnight(of: settings.startsOn.adding(days: 7 * week), in: zone)
    let margin = 1000 * 86_400
    return [
      Absence(who: who, from: Instant(seconds: first.seconds - margin), to: first),
      Absence(who: who, from: end, to: Instant(seconds: end.seconds + margin)),
    ]
  }

  private func midnight(of date: LocalDate, in zone: Zone) -> Instant {
    let guess = Instant(seconds: date.days * 86_400)
    let offset = zone.offset(at: guess.adding(minutes: -zone.offset(at: guess) / 60))
    return guess.adding(minutes: -offset / 60)
  }
}
