import Planning
import TestSupport
import Testing
import Training

@Suite struct FreezeStateTests {
  private func released(_ programme: Programme) -> [String] {
    FreezeState(Facts(programme)).released.map { programme.sessions[$0].id }
  }

  /// Three sessions on Monday, Tuesday and Wednesday; those before Wednesday are frozen.
  private func week(
    settings: Programme.Settings = settings(freezeUntil: on(2, "00:00")),
    module: Module = module("m", mode: .hybrid), cohort: Cohort = cohort("c1"),
    trainer: Trainer = trainer("t1"), venue: Venue = venue("v1"), absences: [Absence] = [],
    closures: [Closure] = []
  ) -> Programme {
    programme(
      settings: settings, closures: closures, modules: [module], cohorts: [cohort],
      trainers: [trainer], venues: [venue], absences: absences,
      previous: [
        "c1/m/1": placed(on(0, "09:00"), in: 0), "c1/m/2": placed(on(1, "09:00"), in: 0),
        "c1/m/3": placed(on(2, "09:00"), in: 0),
      ])
  }

  @Test func sessionsBeforeTheInstantAreFrozen() {
    let state = FreezeState(Facts(week()))
    #expect((0..<3).map(state.isFrozen) == [true, true, false])
    #expect(state.released == [])
  }

  @Test func eachOfTheRulesReleases() {
    #expect(released(week(cohort: cohort("c1", available: hours("10:00", "12:00")))).count == 2)
    #expect(
      released(week(closures: [Closure(place: .city(0), from: monday, name: "Flood")])).count == 2)
    #expect(released(week(module: module("m", level: 4, mode: .hybrid))) == [])
    #expect(released(week(trainer: trainer("t1", skills: [:]))).count == 2)
    #expect(
      released(week(module: module("m", mode: .hybrid, learnersPerTrainer: 5))).count == 2)
    #expect(released(week(trainer: trainer("t1", available: hours("10:00", "12:00")))).count == 2)
    #expect(released(week(venue: venue("v1", seats: 9))).count == 2)
    #expect(released(week(venue: venue("v1", open: hours("10:00", "12:00")))).count == 2)
    #expect(released(week(module: module("m", mode: .online))).count == 2)
  }

  @Test func laterOnesOfTheChainFollow() {
    let second = absence(.trainer(0), from: on(1, "00:00"), to: on(2, "00:00"))
    #expect(released(week(absences: [second])) == ["c1/m/2"])
    let first = absence(.trainer(0), from: on(0, "00:00"), to: on(1, "00:00"))
    #expect(released(week(absences: [first])) == ["c1/m/1", "c1/m/2"])
  }

  @Test func aHeldSessionIsNeverReleased() {
    let holding = settings(freezeUntil: on(2, "00:00"), heldUntil: on(1, "00:00"))
    let first = absence(.venue(0), from: on(0, "00:00"), to: on(1, "00:00"))
    let programme = week(settings: holding, absences: [first])
    let state = FreezeState(Facts(programme))
    #expect(state.released == [])
    #expect((0..<3).map(state.isHeld) == [true, false, false])
    let both = absence(.venue(0), from: on(0, "00:00"), to: on(2, "00:00"))
    #expect(released(week(settings: holding, absences: [both])) == ["c1/m/2"])
  }

  @Test func modulesAfterAReleasedOneFollow() {
    func programme(cohorts: [Cohort], joints: [Joint] = [], ids: [String]) -> Programme {
      TestSupport.programme(
        settings: settings(freezeUntil: on(6, "00:00")),
        modules: [
          module("a", sessions: 1), module("b", sessions: 1, after: [0]),
          module("c", sessions: 1, after: [1]), module("d", sessions: 1),
        ],
        cohorts: cohorts, trainers: [trainer("t1"), trainer("t2")], joints: joints,
        absences: [absence(.trainer(1), from: on(0, "00:00"), to: on(6, "00:00"))],
        previous: Dictionary(
          uniqueKeysWithValues: ids.enumerated().map { place, id in
            (id, placed(on(place, "09:00"), by: [place == 0 ? 1 : 0]))
          }))
    }
    let alone = programme(
      cohorts: [cohort("c1", modules: [0, 1, 2, 3])],
      ids: ["c1/a/1", "c1/b/1", "c1/c/1", "c1/d/1"])
    #expect(released(alone) == ["c1/a/1", "c1/b/1", "c1/c/1"])
    let joined = programme(
      cohorts: [cohort("c1", modules: [0, 1]), cohort("c2", modules: [1, 2])],
      joints: [Joint(id: "j", module: 1, cohorts: [0, 1])],
      ids: ["c1/a/1", "j/b/1", "c2/c/1"])
    #expect(released(joined) == ["c1/a/1", "j/b/1", "c2/c/1"])
    let apart = programme(
      cohorts: [cohort("c1", modules: [0]), cohort("c2", modules: [1, 2])],
      ids: ["c1/a/1", "c2/b/1", "c2/c/1"])
    #expect(released(apart) == ["c1/a/1"])
  }

  @Test func aHeldSessionHandsNothingOn() {
    let programme = programme(
      settings: settings(freezeUntil: on(6, "00:00"), heldUntil: on(2, "00:00")),
      modules: [
        module("a", sessions: 1), module("b", sessions: 1, after: [0]),
        module("c", sessions: 1, after: [1]),
      ],
      cohorts: [cohort("c1", modules: [0, 1, 2])], trainers: [trainer("t1"), trainer("t2")],
      absences: [absence(.trainer(1), from: on(3, "00:00"), to: on(4, "00:00"))],
      previous: [
        "c1/a/1": placed(on(3, "09:00"), by: [1]), "c1/b/1": placed(on(1, "09:00")),
        "c1/c/1": placed(on(4, "09:00")),
      ])
    #expect(released(programme) == ["c1/a/1"])
  }

  @Test func aTrainerWhoLeftReleasesUnlessHeld() {
    let gone = Placement(start: on(0, "09:00"), lead: .unknown("gone"))
    func programme(heldUntil: Instant?) -> Programme {
      TestSupport.programme(
        settings: settings(freezeUntil: on(2, "00:00"), heldUntil: heldUntil),
        previous: ["c1/m/1": gone, "c1/m/2": placed(on(3, "09:00"))])
    }
    #expect(released(programme(heldUntil: nil)) == ["c1/m/1"])
    let held = programme(heldUntil: on(1, "00:00"))
    #expect(released(held) == [])
    var plan = plan(held, ["c1/m/1": gone, "c1/m/2": placed(on(3, "09:00"))])
    #expect(broken(plan) == [])
    #expect(amount(TrainerChanges(), plan) == 1)
    #expect(amount(Reassigned(), plan) == 0)
    #expect(amount(Overtime(), plan) == 0)
    plan.placements[0] = placed(on(0, "09:00"))
    #expect(broken(plan) == ["H12"])
    #expect(amount(Reassigned(), plan) == 1)
  }

  @Test func aVenueThatIsGoneCountsInVenueChanges() {
    let gone = Placement(start: on(0, "09:00"), lead: .known(0), venue: .unknown("ruin"))
    let programme = programme(
      settings: settings(freezeUntil: on(2, "00:00"), heldUntil: on(2, "00:00")),
      modules: [module("m", mode: .hybrid)], previous: ["c1/m/1": gone])
    let plan = plan(
      programme, ["c1/m/1": gone, "c1/m/2": placed(on(3, "09:00"), in: 0)])
    #expect(broken(plan) == [])
    #expect(amount(VenueChanges(), plan) == 1)
    #expect(amount(Relocated(), plan) == 0)
  }
}
