import Planning
import TestSupport
import Testing
import Training

@Suite struct UnpreferredTests {
  @Test func eachCohortThatWouldRatherNotCostsOne() {
    let programme = programme(
      cohorts: [
        cohort("c1", preferred: hours("09:00", "12:00")), cohort("c2"),
        cohort("c3", preferred: hours("09:00", "10:00")),
      ],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1, 2])])
    #expect(amount(Unpreferred(), plan(programme, ["j/m/1": placed(on(0, "09:00"))])) == 0)
    #expect(amount(Unpreferred(), plan(programme, ["j/m/1": placed(on(0, "09:30"))])) == 1)
    #expect(amount(Unpreferred(), plan(programme, ["j/m/1": placed(on(0, "11:30"))])) == 2)
    let facts = Facts(programme)
    #expect(Unpreferred.amount(ofChain: 0, at: on(0, "11:30"), in: facts) == 2)
  }
}

@Suite struct TrainerChangesTests {
  @Test func everyFurtherLeadOfAChainCostsOne() {
    let programme = programme(
      modules: [module("m", learnersPerTrainer: 5)],
      trainers: [trainer("t1"), trainer("t2"), trainer("t3")])
    var plan = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), by: [0, 1]), "c1/m/2": placed(on(1, "09:00"), by: [0, 2]),
      ])
    #expect(amount(TrainerChanges(), plan) == 0)
    plan.placements[2] = placed(on(2, "09:00"), by: [1, 0])
    #expect(sentences(TrainerChanges(), plan) == ["c1/m changes between t1, t2"])
    #expect(amount(TrainerChanges(), Plan(empty: programme)) == 0)
  }
}

@Suite struct VenueChangesTests {
  @Test func everyFurtherVenueOfACohortCostsOne() {
    let programme = programme(
      modules: [module("m", mode: .hybrid), module("n", mode: .hybrid), module("o")],
      cohorts: [cohort("c1", modules: [0, 1, 2])], venues: [venue("v1"), venue("v2")])
    var plan = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), in: 0), "c1/n/1": placed(on(1, "09:00"), in: 0),
        "c1/o/1": placed(on(2, "09:00")),
      ])
    #expect(amount(VenueChanges(), plan) == 0)
    plan.placements[1] = placed(on(3, "09:00"), in: 1)
    #expect(sentences(VenueChanges(), plan) == ["c1 changes between v1, v2"])
    #expect(findings(VenueChanges(), plan) == [["c1/m/1", "c1/m/2", "c1/n/1"]])
  }
}

@Suite struct IrregularTests {
  @Test func everyFurtherHourOfTheWeekCostsOne() {
    let programme = programme()
    var plan = plan(
      programme, ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(7, "09:00"))])
    #expect(amount(Irregular(), plan) == 0)
    plan.placements[2] = placed(on(8, "09:00"))
    #expect(amount(Irregular(), plan) == 1)
    plan.placements[1] = placed(on(7, "09:30"))
    #expect(amount(Irregular(), plan) == 2)
    #expect(amount(Irregular(), Plan(empty: programme)) == 0)
  }

  @Test func hoursAreThoseOfTheFirstCohort() {
    let lisbon = "Europe/Lisbon"
    let autumn = Programme.Settings(
      id: "x", title: "x", startsOn: monday.adding(days: 77), weeks: 4, gridMinutes: 30)
    let programme = programme(
      settings: autumn, cities: [city("a", zone: lisbon), city("b")],
      cohorts: [cohort("c1"), cohort("c2", city: 1)],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    let plan = plan(
      programme,
      ["j/m/1": placed(on(77, "09:00", in: lisbon)), "j/m/2": placed(on(84, "09:00", in: lisbon))])
    #expect(amount(Irregular(), plan) == 0)
  }
}

@Suite struct IdleTests {
  @Test func everyFullHalfHourBetweenSessionsCostsOne() {
    let programme = programme()
    func amountWith(_ starts: [Instant]) -> Int {
      amount(
        Idle(),
        plan(
          programme,
          Dictionary(
            uniqueKeysWithValues: starts.enumerated().map { ("c1/m/\($0 + 1)", placed($1)) })))
    }
    #expect(amountWith([on(0, "09:00"), on(0, "10:00")]) == 0)
    #expect(amountWith([on(0, "09:00"), on(0, "10:29")]) == 0)
    #expect(amountWith([on(0, "09:00"), on(0, "10:30")]) == 1)
    #expect(amountWith([on(0, "09:00"), on(0, "12:00"), on(0, "14:00")]) == 4 + 2)
    #expect(amountWith([on(0, "23:00"), on(1, "09:00")]) == 0)
    #expect(amountWith([on(0, "09:00"), on(0, "09:30")]) == 0)
  }
}

@Suite struct AwayTests {
  @Test func aDateInAnotherCityCostsOneAsLeadOrAssistant() {
    let programme = programme(
      cities: [city("a"), city("b"), city("c")],
      modules: [module("m", mode: .inPerson), module("n", mode: .hybrid)],
      cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", city: 2)],
      trainers: [trainer("t1", city: 1), trainer("t2", city: 0)])
    var plan = plan(
      programme,
      [
        "c1/m/1": placed(on(0, "09:00"), by: [1, 0]), "c1/m/2": placed(on(0, "11:00"), by: [0]),
        "c1/n/1": placed(on(1, "09:00"), by: [0]),
      ])
    #expect(sentences(Away(), plan) == ["t1 is in a on 2026-08-03 (Asia/Bangkok)"])
    #expect(findings(Away(), plan) == [["c1/m/1", "c1/m/2"]])
    plan.placements[6] = placed(on(0, "15:00"))
    #expect(amount(Away(), plan) == 2)
    plan.placements[7] = placed(on(2, "15:00"))
    #expect(amount(Away(), plan) == 3)
  }
}

@Suite struct OvertimeTests {
  @Test func everyHourBegunBeyondTheWishCostsOne() {
    func amountWith(wish: Int, minutes: Int) -> Int {
      let programme = programme(
        modules: [module("m", minutes: minutes)], trainers: [trainer("t1", wishedHours: wish)])
      return amount(
        Overtime(),
        plan(programme, ["c1/m/1": placed(on(0, "09:00")), "c1/m/2": placed(on(6, "09:00"))]))
    }
    #expect(amountWith(wish: 2, minutes: 60) == 0)
    #expect(amountWith(wish: 2, minutes: 61) == 1)
    #expect(amountWith(wish: 2, minutes: 90) == 1)
    #expect(amountWith(wish: 1, minutes: 61) == 2)
    #expect(amountWith(wish: 0, minutes: 60) == 2)
  }

  @Test func eachWeekStartsAnew() {
    let programme = programme(trainers: [trainer("t1", wishedHours: 1)])
    let plan = plan(
      programme, ["c1/m/1": placed(on(6, "09:00")), "c1/m/2": placed(on(7, "09:00"))])
    #expect(amount(Overtime(), plan) == 0)
  }
}
