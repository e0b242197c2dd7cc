import Training

/// Looks for places under some of the facts that stand in the way, the others taken as not holding.
struct ClashSearch {
  private struct Row {
    var fact: Int
    var moments: Moments
  }

  private struct Person {
    var trainer: Int
    var mayLead: Bool
    var partner: Int?
    var both: [Row]
    var lead: [Row]
    var assistant: [Row]
  }

  let facts: [Fact]
  private let barriers: Barriers
  private let own: [Row]
  private let people: [Person]
  private let rooms: [(venue: Int, rows: [Row])]?
  private let everyMoment: Moments
  /// Those that are asked about.
  private let moments: Moments
  private let capFacts: [Int: Int]

  init(_ barriers: Barriers, asking asked: Clash.Asked) {
    var facts: [Fact] = []
    var numbers: [Fact: Int] = [:]
    func number(_ fact: Fact) -> Int {
      if let known = numbers[fact] { return known }
      numbers[fact] = facts.count
      facts.append(fact)
      return facts.count - 1
    }
    func rows(_ rows: Barriers.Rows) -> [Row] {
      rows.map { Row(fact: number($0.fact), moments: $0.moments) }
    }
    self.barriers = barriers
    own = rows(barriers.own)
    people = barriers.staff.map {
      Person(
        trainer: $0.trainer, mayLead: (asked.lead ?? $0.trainer) == $0.trainer, partner: $0.partner,
        both: rows($0.both), lead: rows($0.lead),
        assistant: rows($0.assistant))
    }
    rooms = barriers.rooms?.filter { (asked.venue ?? $0.venue) == $0.venue }.map {
      ($0.venue, rows($0.rows))
    }
    everyMoment = Moments(count: barriers.starts.count, all: true)
    var moments = Moments(count: barriers.starts.count, all: asked.start == nil)
    if let start = asked.start, let moment = barriers.starts.firstIndex(of: start) {
      moments.insert(moment)
    }
    self.moments = moments
    if barriers.trainerCount > 1 {
      // What is left of a partner's hours may be too little for two of its trainers at once.
      for partner in barriers.paid.keys.sorted() { _ = number(.partnerCap(partner)) }
    }
    capFacts = Dictionary(
      uniqueKeysWithValues: barriers.paid.keys.compactMap { partner in
        numbers[.partnerCap(partner)].map { (partner, $0) }
      })
    self.facts = facts
  }

  /// All facts hold.
  var all: [Bool] { facts.map { _ in true } }

  /// Trainers that a session needs.
  private var teamSize: Int { barriers.trainerCount }

  /// A moment with a place under the facts that hold; nil where there is none.
  func openMoment(under holds: [Bool]) -> Int? {
    var open = left(moments, by: own, holds)
    if let rooms {
      var free = Moments(count: barriers.starts.count)
      for room in rooms { free.formUnion(left(open, by: room.rows, holds)) }
      open.formIntersection(free)
    }
    var led = Moments(count: barriers.starts.count)
    for person in people where person.mayLead {
      led.formUnion(left(left(open, by: person.both, holds), by: person.lead, holds))
    }
    open.formIntersection(led)
    guard teamSize > 1 else { return open.elements.first }
    return open.elements.first { team(at: $0, under: holds) != nil }
  }

  private func left(_ moments: Moments, by rows: [Row], _ holds: [Bool]) -> Moments {
    var left = moments
    for row in rows where holds[row.fact] { left.subtract(row.moments) }
    return left
  }

  private func isFree(_ rows: [Row], at moment: Int, _ holds: [Bool]) -> Bool {
    !rows.contains { holds[$0.fact] && $0.moments.contains(moment) }
  }

  /// A lead and assistants at a moment, by trainer; nil where there are too few.
  private func team(at moment: Int, under holds: [Bool]) -> [Int]? {
    let present = people.filter { isFree($0.both, at: moment, holds) }
    let assistants = present.filter { isFree($0.assistant, at: moment, holds) }
    for lead in present where lead.mayLead && isFree(lead.lead, at: moment, holds) {
      var counts: [Int: Int] = [:]
      var team: [Int] = []
      for person in [lead] + assistants where !team.contains(person.trainer) {
        guard team.count < teamSize else { break }
        if let partner = person.partner, let paid = barriers.paid[partner],
          let fact = capFacts[partner], holds[fact]
        {
          guard counts[partner, default: 0] < paid else { continue }
          counts[partner, default: 0] += 1
        }
        team.append(person.trainer)
      }
      if team.first == lead.trainer, team.count == teamSize { return team }
    }
    return nil
  }

  /// A place under the facts that hold.
  func openPlace(under holds: [Bool]) -> Placement? {
    guard let moment = openMoment(under: holds), let team = team(at: moment, under: holds) else {
      return nil
    }
    let room = rooms?.first { isFree($0.rows, at: moment, holds) }?.venue
    return Placement(
      start: barriers.starts[moment], lead: .known(team[0]),
      assistants: team.dropFirst().map { .known($0) }, venue: room.map { .known($0) })
  }

  /// Facts that together leave no place, each with what holds without it.
  func minimalSet() -> [(fact: Fact, rest: [Bool])] {
    // Whoever cannot give it at all needs no further reason.
    let barred = Set(
      people.filter { person in
        (person.both + person.lead).contains { $0.moments == everyMoment }
      }.flatMap { person in
        (person.both + person.lead + person.assistant).filter { $0.moments != everyMoment }
          .map(\.fact)
      })
    let order = facts.indices.sorted { one, other in
      func rank(_ fact: Int) -> (Int, Int, Int) {
        (barred.contains(fact) ? 0 : 1, facts[fact].plainness, -fact)
      }
      return rank(one) < rank(other)
    }
    var holds = all
    for fact in order {
      holds[fact] = false
      if openMoment(under: holds) != nil { holds[fact] = true }
    }
    return facts.indices.filter { holds[$0] }.map { fact in
      var rest = holds
      rest[fact] = false
      return (facts[fact], rest)
    }
  }

  /// The fewest facts that would have to change, with a place that there would be then.
  func reliefs(limit: Int) -> [(facts: [Fact], placement: Placement)] {
    var found: [(facts: Set<Int>, placement: Placement)] = []
    for size in 1...3 where found.count < limit {
      var sets: [Set<Int>: Placement] = [:]
      var order: [Set<Int>] = []
      for moment in moments.elements where order.count < 64 {
        for (set, placement) in places(at: moment, changing: size)
        where set.count == size && sets[set] == nil
          && !found.contains(where: { $0.facts.isSubset(of: set) })
        {
          sets[set] = placement
          order.append(set)
        }
      }
      let best = order.enumerated().sorted { one, other in
        (weight(one.element), one.offset) < (weight(other.element), other.offset)
      }.map(\.element)
      for set in best.prefix(limit - found.count) {
        if let placement = sets[set] { found.append((set, placement)) }
      }
    }
    return found.map { ($0.facts.sorted().map { facts[$0] }, $0.placement) }
  }

  private func weight(_ set: Set<Int>) -> Int { set.reduce(0) { $0 + facts[$1].weight } }

  /// Places at a moment with the facts in their way, of which there are as many as `size`.
  private func places(at moment: Int, changing size: Int) -> [(Set<Int>, Placement)] {
    let fixed = inTheWay(own, at: moment)
    guard fixed.count <= size,
      fixed.allSatisfy({ fact in
        guard case .order(let other) = facts[fact] else { return true }
        return barriers.leavesRoom(for: other, at: barriers.starts[moment])
      })
    else { return [] }
    let teams = teams(at: moment, changing: size - fixed.count)
    guard !teams.isEmpty else { return [] }
    var choices: [(venue: Int?, facts: Set<Int>)] = [(nil, [])]
    if let rooms {
      choices = rooms.map { ($0.venue, inTheWay($0.rows, at: moment)) }.filter {
        $0.facts.count + fixed.count <= size
      }
    }
    return choices.flatMap { room in
      teams.compactMap { team in
        let set = fixed.union(room.facts).union(team.facts)
        guard set.count == size else { return nil }
        return (
          set,
          Placement(
            start: barriers.starts[moment], lead: .known(team.trainers[0]),
            assistants: team.trainers.dropFirst().map { .known($0) },
            venue: room.venue.map { .known($0) })
        )
      }
    }
  }

  /// Leads with the facts in their way, each with the assistants that have the fewest.
  private func teams(
    at moment: Int, changing size: Int
  ) -> [(trainers: [Int], facts: Set<Int>)] {
    let present = people.map { ($0, inTheWay($0.both, at: moment)) }.filter { $0.1.count <= size }
    guard present.count >= teamSize else { return [] }
    let assistants =
      teamSize == 1
      ? []
      : present.map { person, facts in
        (person, facts.union(inTheWay(person.assistant, at: moment)))
      }.enumerated().sorted {
        ($0.element.1.count, $0.offset) < ($1.element.1.count, $1.offset)
      }.map(\.element)
    return present.compactMap { lead, both in
      guard lead.mayLead else { return nil }
      var set = both.union(inTheWay(lead.lead, at: moment))
      var trainers = [lead.trainer]
      var counts = lead.partner.map { [$0: 1] } ?? [:]
      for (person, facts) in assistants where trainers.count < teamSize {
        guard person.trainer != lead.trainer else { continue }
        set.formUnion(facts)
        trainers.append(person.trainer)
        guard let partner = person.partner else { continue }
        counts[partner, default: 0] += 1
      }
      for (partner, count) in counts where teamSize > 1 {
        if let paid = barriers.paid[partner], count > paid, let fact = capFacts[partner] {
          set.insert(fact)
        }
      }
      return set.count <= size && trainers.count == teamSize ? (trainers, set) : nil
    }
  }

  private func inTheWay(_ rows: [Row], at moment: Int) -> Set<Int> {
    var facts: Set<Int> = []
    for row in rows where row.moments.contains(moment) { facts.insert(row.fact) }
    return facts
  }
}
