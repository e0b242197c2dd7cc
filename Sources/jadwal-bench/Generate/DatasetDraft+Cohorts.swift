import Training

extension DatasetDraft {
  mutating func drawModules(_ shape: DatasetShape) {
    let courses = ModuleCatalogue.courses.prefix(shape.modules)
    modules = courses.map(\.module)
    moduleWeights = courses.map(\.weight)
  }

  mutating func drawCohorts(_ shape: DatasetShape) {
    var draw = draw("cohorts")
    var citiesOf = Array(repeating: [Int](), count: states.count)
    for (index, city) in cities.enumerated() { citiesOf[city.state].append(index) }
    let stateWeights = states.indices.map { citiesOf[$0].isEmpty ? 0 : atlas[$0].weight }
    for number in 1...shape.cohorts {
      let state = draw.index(weighted: stateWeights)
      let here = citiesOf[state]
      let city = here[draw.index(weighted: here.map { cityWeights[$0] })]
      cohorts.append(
        cohort(number, of: shape.cohorts, in: city, shape: shape, using: &draw))
    }
  }

  private func cohort(
    _ number: Int, of count: Int, in city: Int, shape: DatasetShape, using draw: inout Draw
  ) -> Cohort {
    let works = draw.chance(52)
    let choice = draw.element(of: works ? WeeklyHours.youngWorkers : WeeklyHours.youth)
    let preferred = draw.element(of: choice.preferred)
    let spoken = atlas[cities[city].state].cohortLanguages
    var groups: [String] = []
    for (group, percent) in [("rural", 24), ("women", 19), ("disability", 12)]
    where draw.chance(percent) {
      groups.append(group)
    }
    let stepFree = draw.chance(groups.contains("disability") ? 60 : 2)
    var cohort = Cohort(
      id: Self.id("\(cities[city].id)-\(works ? "W" : "Y")", number, of: count, digits: 2),
      city: city, audience: works ? .youngWorkers : .youth,
      size: Self.sizes[draw.index(weighted: Self.sizeWeights)],
      languages: spoken[draw.index(weighted: spoken.map(\.weight))].languages, modules: [],
      available: choice.available, preferred: draw.chance(68) ? preferred : nil,
      needs: stepFree ? ["step_free"] : [], groups: groups, maxPerDay: draw.chance(18) ? 1 : 2,
      priority: draw.chance(11) ? 2 : 1)
    cohort.modules = drawModules(
      1 + draw.index(weighted: shape.moduleCountWeights), for: cohort, using: &draw)
    return cohort
  }

  private static let sizes = [12, 15, 16, 18, 20, 22, 24, 25, 28, 30]
  private static let sizeWeights = [9, 11, 8, 9, 18, 10, 10, 8, 8, 9]

  private func drawModules(_ count: Int, for cohort: Cohort, using draw: inout Draw) -> [Int] {
    var weights = moduleWeights
    var chosen: [Int] = []
    while chosen.count < count, weights.contains(where: { $0 > 0 }) {
      let module = draw.index(weighted: weights)
      weights[module] = 0
      let wider = (chosen + [module]).sorted()
      if fit(wider, cohort) { chosen = wider }
    }
    precondition(!chosen.isEmpty, "some module fits every cohort's weeks")
    return chosen
  }

  /// Whether the modules leave a cohort some slack in its hours, its days and the weeks.
  private func fit(_ chosen: [Int], _ cohort: Cohort) -> Bool {
    let perWeek = cohort.available.days.reduce(0) { sum, day in
      sum + min(cohort.maxPerDay, day.reduce(0) { $0 + $1.count / 120 })
    }
    let minutes = cohort.available.minutesPerWeek * settings.weeks
    let sessions = chosen.reduce(0) { $0 + modules[$1].sessions }
    let asked = chosen.reduce(0) { $0 + modules[$1].sessions * modules[$1].minutes }
    return sessions * 4 <= perWeek * settings.weeks * 3 && asked * 5 <= minutes * 3
      && asked <= 330 * settings.weeks
      && chosen.allSatisfy { weeksNeeded($0, among: chosen) <= settings.weeks }
  }

  /// Weeks until the module can be done, those before it included.
  private func weeksNeeded(_ module: Int, among chosen: [Int]) -> Int {
    let own = modules[module]
    let perWeek = own.maxPerWeek ?? own.sessions
    let before = own.after.filter(chosen.contains).map { weeksNeeded($0, among: chosen) }
    return (own.sessions + perWeek - 1) / perWeek + (before.max() ?? 0)
  }
}
