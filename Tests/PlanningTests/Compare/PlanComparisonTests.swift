import Planning
import TestSupport
import Testing
import Training

/// Why sessions changed, beside what the plain voice says of each when it is put back.
@Suite struct PlanComparisonTests {
  @Test("Every cause is true of the session alone, put back into the later plan")
  func causesAreTrue() {
    var kinds: [String: Int] = [:]
    for seed in UInt64(1)...12 {
      let programme = OddProgramme.make(seed: seed)
      var before = searched(programme, seed: seed)
      let after = searched(programme, seed: seed + 100)
      // Every third leaves one out that the later plan places.
      if seed % 3 == 0, let session = spared(by: before, placedBy: after) {
        before.placements[session] = nil
      }
      let compared = compare(before, after, in: programme)
      let changed = PlanChanges(from: before, to: after).all
      #expect(compared.changes.compactMap(\.session) == changed, "odd \(seed)")
      #expect(compared.isOfSameSessions)
      for change in compared.changes {
        check(change, before, after, "odd \(seed), \(change.id)")
        kinds["\(change.cause)".prefix { $0 != "(" }.description, default: 0] += 1
      }
    }
    for kind in ["taken", "hindered", "cheaper", "placed"] {
      #expect((kinds[kind] ?? 0) > 0, "no change was \(kind): \(kinds)")
    }
  }

  /// The last session that both plans place and the first could do without.
  private func spared(by before: Plan, placedBy after: Plan) -> Int? {
    before.placements.indices.last { session in
      guard before.placements[session] != nil, after.placements[session] != nil else {
        return false
      }
      var without = before
      without.placements[session] = nil
      return Verification(PlanView(without)).violations.isEmpty
    }
  }

  private func check(
    _ change: SessionChange, _ before: Plan, _ after: Plan, _ context: String
  ) {
    guard let session = change.session else { return }
    var back = after
    back.placements[session] = before.placements[session]
    let then = Verification(PlanView(back))
    let now = Verification(PlanView(after))
    let broken = then.violations.filter { $0.sessions.contains(session) }
    switch change.cause {
    case .placed: #expect(change.old == nil, "\(context)")
    case .cheaper(let price):
      #expect(price > 0 && broken.isEmpty && then.cost - now.cost == price, "\(context)")
    case .unknown(let saving):
      #expect(saving >= 0 && broken.isEmpty && now.cost - then.cost == saving, "\(context)")
    case .taken(let others, let parties):
      #expect(!broken.isEmpty && !others.isEmpty && !parties.isEmpty, "\(context)")
      #expect(others.allSatisfy { after.placements[$0] != nil }, "\(context)")
    case .hindered(_, let sentences):
      #expect(Set(sentences) == Set(broken.map(\.sentence)), "\(context)")
    case .forced:
      #expect(
        Verification(PlanView(before)).violations.contains { $0.sessions.contains(session) },
        "\(context)")
    case .added, .left: Issue.record("\(context): both plans know every session")
    }
  }

  @Test("An absence, a pin and a closure are told as what they are")
  func factsAreNamed() throws {
    let world = TestSupport.programme(
      closures: [Closure(place: .state(0), from: monday.adding(days: 2), name: "Holiday")],
      absences: [absence(.trainer(0), from: on(1, "00:00"), to: on(2, "00:00"))],
      pins: ["c1/m/1": pin(start: on(3, "09:00"))])
    let before = plan(
      world,
      [
        "c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(1, "09:00")),
        "c1/m/3": placed(on(2, "09:00")),
      ])
    let after = plan(
      world,
      [
        "c1/m/1": placed(on(3, "09:00")), "c1/m/2": placed(on(4, "09:00")),
        "c1/m/3": placed(on(4, "13:00")),
      ])
    let kinds = compare(before, after, in: world).changes.map { change -> [ChangeCause.Kind] in
      if case .forced(let kinds, _) = change.cause { kinds } else { [] }
    }
    #expect(kinds == [[.pin], [.absence], [.closure]])
  }

  @Test("Sessions that only one plan knows are told, and their costs are not compared")
  func comingAndGoingIsTold() throws {
    let world = TestSupport.programme()
    let place = placed(on(0, "09:00"))
    let full = plan(world, ["c1/m/1": place, "c1/m/2": placed(on(1, "09:00"))])
    let known = plan(world, ["c1/m/1": place])
    let facts = Facts(world)
    let freeze = FreezeState(facts)
    let compared = PlanComparison(
      from: ComparedPlan(
        known, missing: [1], former: [FormerSession(id: "c1/gone/1", placement: place)]),
      to: ComparedPlan(full), facts, freeze)
    #expect(compared.changes.map(\.id) == ["c1/m/2", "c1/gone/1"])
    #expect(compared.changes.map(\.cause) == [.added, .left])
    #expect(compared.changes[1].cohorts == [0])
    #expect(!compared.isOfSameSessions)
  }

  private func compare(_ before: Plan, _ after: Plan, in programme: Programme) -> PlanComparison {
    let facts = Facts(programme)
    return PlanComparison(
      from: ComparedPlan(before), to: ComparedPlan(after), facts, FreezeState(facts))
  }
}
