import Training

extension DatasetDraft {
  mutating func drawTrainers(_ shape: DatasetShape) {
    var draw = draw("trainers")
    let competences = competenceDemand()
    var number = 0
    for (state, count) in trainerCounts(shape.trainers).enumerated() {
      let here = cities.indices.filter { cities[$0].state == state }
      let weights = here.map { city in 1 + cohorts.count { $0.city == city } }
      for _ in 0..<count {
        number += 1
        let city = here[draw.index(weighted: weights)]
        trainers.append(
          trainer(
            Self.id("T-\(states[state].code)-", number, of: shape.trainers), in: city,
            competences: competences, using: &draw))
      }
    }
  }

  /// Trainers by state: some for each, the most where the cohorts are.
  private func trainerCounts(_ count: Int) -> [Int] {
    let cohortsOf = states.indices.map { state in
      cohorts.count { cities[$0.city].state == state }
    }
    let peopled = states.indices.filter { state in cities.contains { $0.state == state } }
    var counts = Array(repeating: 0, count: states.count)
    for state in peopled {
      counts[state] = max(
        1, count * 3 / 10 / peopled.count + count * 7 * cohortsOf[state] / (10 * cohorts.count))
    }
    var turn = 0
    while counts.reduce(0, +) != count {
      let state = peopled[turn % peopled.count]
      let step = counts.reduce(0, +) < count ? 1 : -1
      if step > 0 || counts[state] > 1 { counts[state] += step }
      turn += 1
      if step < 0, turn > count + peopled.count { break }
    }
    return counts
  }

  /// How likely a trainer learns a competence: rising with the hours asked, but slower.
  private func competenceDemand() -> [(competence: String, level: Int, weight: Int)] {
    var hours = Array(repeating: 0, count: modules.count)
    for cohort in cohorts {
      for module in cohort.modules {
        hours[module] +=
          modules[module].sessions * modules[module].minutes
          * modules[module].trainers(for: cohort.size) / 60
      }
    }
    var demand: [(competence: String, level: Int, weight: Int)] = []
    for (index, module) in modules.enumerated() {
      if let known = demand.firstIndex(where: { $0.competence == module.competence }) {
        demand[known].weight += hours[index]
        demand[known].level = max(demand[known].level, module.level)
      } else {
        demand.append((module.competence, module.level, hours[index]))
      }
    }
    return demand.map {
      ($0.competence, $0.level, 4 + Int(Double($0.weight).squareRoot()))
    }
  }

  private func trainer(
    _ id: String, in city: Int, competences: [(competence: String, level: Int, weight: Int)],
    using draw: inout Draw
  ) -> Trainer {
    let entry = atlas[cities[city].state]
    var weights = competences.map(\.weight)
    var skills: [String: Int] = [:]
    for _ in 0..<(2 + draw.index(weighted: [25, 50, 25])) where weights.contains(where: { $0 > 0 })
    {
      let choice = draw.index(weighted: weights)
      weights[choice] = 0
      skills[competences[choice].competence] = 1 + draw.index(weighted: [18, 49, 31, 2])
    }
    let modes = draw.index(weighted: [61, 25, 14])
    let known = entry.neighbours.compactMap { code in states.firstIndex { $0.code == code } }
    let travels = draw.shuffled(known).prefix(draw.index(weighted: [79, 19, 2]))
    let hours = draw.chance(50) ? WeeklyHours.trainersByDay : WeeklyHours.trainersByNight
    let wished = 60 * draw.element(of: [8, 10, 12, 14, 16, 18, 20])
    let cities = self.cities
    let suitable = partners.indices.filter {
      partners[$0].states.isEmpty || partners[$0].states.contains(cities[city].state)
    }
    return Trainer(
      id: id, city: city,
      languages: entry.trainerLanguages[
        draw.index(weighted: entry.trainerLanguages.map(\.weight))
      ].languages,
      skills: skills, worksInPerson: modes != 2, worksRemotely: modes != 1,
      available: draw.element(of: hours), wishedMinutesPerWeek: wished,
      maxMinutesPerWeek: wished + 60 * draw.element(of: [2, 4, 4, 6, 8]),
      maxMinutesPerDay: draw.element(of: [240, 300, 360, 360, 450, 480]),
      travelsTo: travels.sorted(),
      partner: !suitable.isEmpty && draw.chance(25) ? draw.element(of: suitable) : nil)
  }
}
