import Planning
import TestSupport
import Testing
import Training

@Suite struct PinChecksTests {
  private func faults(_ programme: Programme) -> [String] {
    let facts = Facts(programme)
    return PinChecks(facts, freeze: FreezeState(facts)).faults.map {
      "\(programme.sessions[$0.session].id): \($0.column): \($0.message)"
    }
  }

  private func columns(_ programme: Programme) -> [String] {
    let facts = Facts(programme)
    return PinChecks(facts, freeze: FreezeState(facts)).faults.map {
      "\(programme.sessions[$0.session].id) \($0.column)"
    }
  }

  private func one(_ pin: Pin, module: Module = module("m", mode: .hybrid)) -> Programme {
    programme(
      states: [state("AA"), state("BB")], cities: [city("a"), city("b", state: 1)],
      modules: [module], cohorts: [cohort("c1", available: hours("08:00", "20:00"))],
      trainers: [
        trainer("t1", available: hours("08:00", "12:00")), trainer("t2", skills: [:]),
        trainer("t3", partner: 0),
      ],
      venues: [venue("v1", open: hours("08:00", "14:00")), venue("v2", seats: 5)],
      partners: [partner("p", states: [1])], pins: ["c1/m/1": pin])
  }

  @Test func aPinThatCanBeKeptIsNoFault() {
    #expect(faults(one(pin(start: on(0, "09:00"), lead: 0, venue: 0))) == [])
    #expect(faults(one(pin(lead: 0))) == [])
    #expect(faults(one(pin(venue: 0))) == [])
  }

  @Test func eachValueThatBreaksARuleIsTold() {
    #expect(
      faults(one(pin(start: on(0, "19:30")))) == [
        "c1/m/1: start: Mon 2026-08-03 19:30 (Asia/Bangkok) is outside the hours of c1"
      ])
    #expect(columns(one(pin(start: on(0, "09:10")))) == ["c1/m/1 start"])
    #expect(columns(one(pin(start: on(28, "09:00")))) == ["c1/m/1 start"])
    #expect(
      faults(one(pin(lead: 1))) == [
        "c1/m/1: lead: t2 does not have competence skill at level 1"
      ])
    #expect(
      faults(one(pin(lead: 2))) == ["c1/m/1: lead: t3's partner p does not pay for c1 in AA"])
    #expect(columns(one(pin(start: on(0, "13:00"), lead: 0))) == ["c1/m/1 lead"])
    #expect(columns(one(pin(venue: 1))) == ["c1/m/1 venue"])
    #expect(columns(one(pin(start: on(0, "13:30"), venue: 0))) == ["c1/m/1 venue"])
    #expect(
      faults(one(pin(venue: 0), module: module("m"))) == [
        "c1/m/1: venue: c1/m/1 is online and has no venue"
      ])
  }

  private func two(
    _ first: Pin, _ second: Pin, ids: (String, String) = ("c1/m/1", "c1/m/2"),
    module: Module = module("m", mode: .inPerson), maxPerDay: Int = 24
  ) -> Programme {
    programme(
      cities: [city("a"), city("b")], travel: [(0, 1, 90)], modules: [module],
      cohorts: [cohort("c1", maxPerDay: maxPerDay), cohort("c2", city: 1), cohort("c3")],
      pins: [ids.0: first, ids.1: second])
  }

  @Test func twoOfOneCohortAtATimeAreAFault() {
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(0, "10:00")))) == [])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(0, "10:00")), maxPerDay: 1)) == [
        "c1/m/2 start"
      ])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(0, "09:30")))) == [
        "c1/m/2 start", "c1/m/2 start",
      ], "H2 and H3")
  }

  @Test func twoOfOneChainKeepItsOrderAndGap() {
    #expect(
      columns(two(pin(start: on(1, "09:00")), pin(start: on(0, "09:00")))) == ["c1/m/2 start"])
    let gap = module("m", minGapDays: 2)
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(2, "09:00")), module: gap)) == [])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(1, "09:00")), module: gap)) == [
        "c1/m/2 start"
      ])
    let ends = ("c1/m/1", "c1/m/3")
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(4, "09:00")), ids: ends, module: gap))
        == [])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(3, "09:00")), ids: ends, module: gap))
        == ["c1/m/3 start"])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(0, "10:30")), ids: ends)) == [
        "c1/m/3 start"
      ])
  }

  @Test func twoOfOneLeadLeaveTimeForTheWay() {
    let ids = ("c1/m/1", "c2/m/1")
    #expect(
      columns(
        two(pin(start: on(0, "09:00"), lead: 0), pin(start: on(0, "11:30"), lead: 0), ids: ids))
        == [])
    #expect(
      faults(
        two(pin(start: on(0, "09:00"), lead: 0), pin(start: on(0, "11:00"), lead: 0), ids: ids))
        == ["c2/m/1: lead: with the pin of c1/m/1, t1 has 60 minutes for a way of 90"])
    #expect(
      columns(two(pin(start: on(0, "09:00")), pin(start: on(0, "09:30"), lead: 0), ids: ids)) == [])
  }

  @Test func twoInOneVenueAtATimeAreAFault() {
    let ids = ("c1/m/1", "c3/m/1")
    #expect(
      columns(
        two(pin(start: on(0, "09:00"), venue: 0), pin(start: on(0, "10:00"), venue: 0), ids: ids))
        == [])
    #expect(
      columns(
        two(pin(start: on(0, "09:00"), venue: 0), pin(start: on(0, "09:30"), venue: 0), ids: ids))
        == ["c3/m/1 venue"])
  }

  private func freezing(
    _ pins: [String: Pin], _ previous: [String: Placement], absences: [Absence] = []
  ) -> Programme {
    programme(
      settings: settings(freezeUntil: on(2, "00:00")), trainers: [trainer("t1"), trainer("t2")],
      absences: absences, pins: pins, previous: previous)
  }

  @Test func aPinOfAFrozenSessionSaysTheSame() {
    let previous = ["c1/m/1": placed(on(0, "09:10"))]
    #expect(faults(freezing(["c1/m/1": pin(start: on(0, "09:10"), lead: 0)], previous)) == [])
    #expect(
      faults(freezing(["c1/m/1": pin(start: on(3, "09:00"), lead: 1, venue: 0)], previous)) == [
        "c1/m/1: start: c1/m/1 is frozen at Mon 2026-08-03 09:10 (Asia/Bangkok)",
        "c1/m/1: lead: c1/m/1 is frozen with t1",
        "c1/m/1: venue: c1/m/1 is frozen without a venue",
      ])
  }

  @Test func noOtherIsPinnedBeforeFreezeUntil() {
    #expect(columns(freezing(["c1/m/1": pin(start: on(2, "00:00"))], [:])) == [])
    #expect(columns(freezing(["c1/m/1": pin(start: on(1, "23:00"))], [:])) == ["c1/m/1 start"])
  }

  @Test func aReleasedSessionMayBePinnedToItsOldStart() {
    let previous = ["c1/m/1": placed(on(0, "09:00"))]
    let away = [absence(.trainer(0), from: on(0, "00:00"), to: on(1, "00:00"))]
    #expect(
      columns(freezing(["c1/m/1": pin(start: on(0, "09:00"), lead: 1)], previous, absences: away))
        == [])
    #expect(
      columns(freezing(["c1/m/1": pin(start: on(0, "10:00"), lead: 1)], previous, absences: away))
        == ["c1/m/1 start"])
  }

  @Test func frozenSessionsFreeAChainOfItsOrder() {
    let previous = ["c1/m/2": placed(on(1, "09:00"))]
    let pins = ["c1/m/1": pin(start: on(3, "09:00")), "c1/m/2": pin(start: on(1, "09:00"))]
    #expect(faults(freezing(pins, previous)) == [])
  }
}
