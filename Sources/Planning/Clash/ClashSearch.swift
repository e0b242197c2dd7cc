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
  ///
  /// - Parameter admits: only these moments.
  func openMoment(
    under holds: [Bool], admitting admits: (Int) -> Bool = { _ in true }
  ) -> Int? {
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
    return open.elements.first {
      admits($0) && (teamSize == 1 || team(at: $0, under: holds) != nil)
    }
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
  func openPlace(
    under holds: [Bool], admitting admits: (Int) -> Bool = { _ in true }
  ) -> Placement? {
    guard let moment = openMoment(under: holds, admitting: admits),
      let team = team(at: moment, under: holds)
    else {
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
    for fact in order where facts[fact] != .midnight {
      holds[fact] = false
      if openMoment(under: holds) != nil { holds[fact] = true }
    }
    return facts.indices.filter { holds[$0] && facts[$0] != .midnight }.map { fact in
      var rest = holds
      rest[fact] = false
      return (facts[fact], rest)
    }
  }

  /// The fewest facts that would have to change, with a place that there would be then: every single
  /// one that is enough, then two or three, none of them in vain.
  func reliefs(limit: Int) -> [(facts: [Fact], placement: Placement)] {
    var found: [Set<Int>] = []
    func add(_ sets: [Set<Int>]) {
      for set in sets.sorted(by: isEasier) where found.count < limit && !found.contains(set) {
        found.append(set)
      }
    }
    guard limit > 0 else { return [] }
    add(facts.indices.map { [$0] }.filter { place(changing: $0) != nil })
    for size in 2...3 where found.count < limit {
      var sets: [Set<Int>] = []
      for moment in moments.elements where sets.count < 64 {
        for set in self.sets(at: moment, changing: size)
        where !sets.contains(set) && !found.contains(where: { $0.isSubset(of: set) }) {
          sets.append(set)
        }
      }
      add(sets.compactMap(needed))
    }
    return found.compactMap { set in
      place(changing: set).map { (set.sorted().map { facts[$0] }, $0) }
    }
  }

  /// Those of the facts that are needed for a place; nil where all of them are not enough.
  private func needed(_ set: Set<Int>) -> Set<Int>? {
    guard place(changing: set) != nil else { return nil }
    var needed = set
    for fact in set.sorted() where place(changing: needed.subtracting([fact])) != nil {
      needed.remove(fact)
    }
    return needed
  }

  /// A place where all facts hold but these.
  private func place(changing set: Set<Int>) -> Placement? {
    guard !set.contains(where: { facts[$0] == .midnight }) else { return nil }
    var holds = all
    for fact in set { holds[fact] = false }
    return openPlace(under: holds) { leavesRoom(set, at: $0) }
  }

  /// Whether sessions that would have to move for a place at a moment could, between their neighbours.
  private func leavesRoom(_ set: Set<Int>, at moment: Int) -> Bool {
    set.allSatisfy { fact in
      guard case .order(let other) = facts[fact] else { return true }
      return barriers.leavesRoom(for: other, at: barriers.starts[moment])
    }
  }

  private func isEasier(_ one: Set<Int>, _ other: Set<Int>) -> Bool {
    func rank(_ set: Set<Int>) -> (Int, Int, Int) {
      (set.count, weight(set), set.min() ?? 0)
    }
    return rank(one) == rank(other)
      ? one.sorted().lexicographicallyPrecedes(other.sorted()) : rank(one) < rank(other)
  }

  private func weight(_ set: Set<Int>) -> Int { set.reduce(0) { $0 + facts[$1].weight } }

  /// Facts in the way of places at a moment, of which there are as many as `size`.
  private func sets(at moment: Int, changing size: Int) -> [Set<Int>] {
    let fixed = inTheWay(own, at: moment)
    guard fixed.count <= size, leavesRoom(fixed, at: moment) else { return [] }
    let teams = teams(at: moment, changing: size - fixed.count)
    let rooms = rooms.map { rooms in
      rooms.map { inTheWay($0.rows, at: moment) }.filter { $0.count + fixed.count <= size }
    }
    return (rooms ?? [[]]).flatMap { room in
      teams.map { fixed.union(room).union($0) }.filter { $0.count == size }
    }
  }

  /// Facts in the way of each lead, with those of the assistants who add the fewest.
  private func teams(at moment: Int, changing size: Int) -> [Set<Int>] {
    let present = people.map { ($0, inTheWay($0.both, at: moment)) }.filter { $0.1.count <= size }
    guard present.count >= teamSize else { return [] }
    return present.compactMap { lead, both in
      guard lead.mayLead else { return nil }
      var set = both.union(inTheWay(lead.lead, at: moment))
      guard set.count <= size else { return nil }
      var team = [lead]
      var others =
        teamSize == 1
        ? []
        : present.filter { $0.0.trainer != lead.trainer }.map { person, facts in
          (person, facts.union(inTheWay(person.assistant, at: moment)))
        }
      while team.count < teamSize {
        let best =
          others.firstIndex { $0.1.isSubset(of: set) }
          ?? others.indices.min { one, other in
            others[one].1.subtracting(set).count < others[other].1.subtracting(set).count
          }
        guard let best else { return nil }
        set.formUnion(others[best].1)
        team.append(others[best].0)
        others.remove(at: best)
        guard set.count <= size else { return nil }
      }
      let counts = Dictionary(grouping: team.compactMap(\.partner), by: \.self).mapValues(\.count)
      for (partner, count) in counts where teamSize > 1 {
        if let paid = barriers.paid[partner], count > paid, let fact = capFacts[partner] {
          set.insert(fact)
        }
      }
      return set.count <= size ? set : nil
    }
  }

  private func inTheWay(_ rows: [Row], at moment: Int) -> Set<Int> {
    var facts: Set<Int> = []
    for row in rows where row.moments.contains(moment) { facts.insert(row.fact) }
    return facts
  }
}
