import Planning
import TestSupport
import Testing
import Training

@Suite struct ChainServiceTests {
  private func reasons(_ programme: Programme) -> [String] {
    let facts = Facts(programme)
    return ChainService(facts, freeze: FreezeState(facts)).unserved.map {
      "\(programme.chains[$0.chain].id): \($0.reason)"
    }
  }

  @Test func aChainThatCanBeServedIsNotTold() {
    #expect(reasons(programme(modules: [module("m", mode: .inPerson)])) == [])
    #expect(reasons(programme(modules: [module("m", mode: .online)], venues: [])) == [])
  }

  @Test func nobodyCanTeachIt() {
    #expect(
      reasons(programme(trainers: [trainer("t1", skills: ["skill": 0])])) == [
        "c1/m: no trainer has competence skill at level 1"
      ])
    #expect(
      reasons(programme(trainers: [trainer("t1", languages: ["th"])])) == [
        "c1/m: nobody with competence skill at level 1 can teach c1: "
          + "each shares no language with c1"
      ])
    #expect(
      reasons(
        programme(trainers: [trainer("t1", partner: 0)], partners: [partner("p", axes: ["x"])]))
        == ["c1/m: no trainer who could teach c1 has a partner that pays for it"])
    #expect(
      reasons(
        programme(modules: [module("m", minutes: 90)], trainers: [trainer("t1", dayHours: 1)]))
        == ["c1/m: no trainer who could teach c1 may give 90 minutes a day and a week"])
  }

  @Test func tooFewCanTeachIt() {
    #expect(
      reasons(
        programme(
          modules: [module("m", learnersPerTrainer: 4)], trainers: [trainer("t1"), trainer("t2")]))
        == ["c1/m: each session needs 3 trainers, and 2 can give it"])
  }

  @Test func noVenueSuitsIt() {
    let hybrid = module("m", mode: .hybrid, equipment: ["laptops"])
    #expect(
      reasons(programme(modules: [hybrid], venues: [])) == ["c1/m: no venue is in a"])
    #expect(
      reasons(programme(modules: [hybrid], venues: [venue("v1", seats: 9)])) == [
        "c1/m: no venue in a has 10 seats"
      ])
    #expect(
      reasons(programme(modules: [hybrid])) == [
        "c1/m: no venue in a with 10 seats holds the equipment needed"
      ])
  }

  @Test func noHourIsFree() {
    let hybrid = module("m", mode: .hybrid)
    let morning = hours("08:00", "12:00")
    let evening = hours("18:00", "22:00")
    #expect(
      reasons(programme(cohorts: [cohort("c1", available: hours("08:00", "08:30"))])) == [
        "c1/m: there is no hour for c1: 60 minutes on the grid, not closed"
      ])
    #expect(
      reasons(
        programme(
          cohorts: [cohort("c1", available: morning)],
          trainers: [trainer("t1", available: evening)]))
        == ["c1/m: no trainers who could give it are there in the hours of c1"])
    #expect(
      reasons(
        programme(
          modules: [hybrid], cohorts: [cohort("c1", available: morning)],
          venues: [venue("v1", open: evening)]))
        == ["c1/m: no venue that suits it is open in the hours of c1"])
    #expect(
      reasons(
        programme(
          modules: [hybrid], trainers: [trainer("t1", available: morning)],
          venues: [venue("v1", open: evening)]))
        == ["c1/m: in the hours of c1, trainers and a venue are never there together"])
  }

  @Test func aJointChainNeedsAnHourForAll() {
    let programme = programme(
      cohorts: [
        cohort("c1", available: hours("08:00", "12:00")),
        cohort("c2", available: hours("11:30", "15:00")),
      ],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    #expect(
      reasons(programme) == [
        "j/m: there is no hour for c1, c2: 60 minutes on the grid, not closed"
      ])
  }

  @Test func aChainWithAFrozenSessionIsServed() {
    let gone = Placement(start: on(0, "09:00"), lead: .unknown("gone"))
    let programme = programme(
      settings: settings(freezeUntil: on(2, "00:00"), heldUntil: on(2, "00:00")), trainers: [],
      previous: ["c1/m/1": gone])
    #expect(reasons(programme) == [])
  }
}
