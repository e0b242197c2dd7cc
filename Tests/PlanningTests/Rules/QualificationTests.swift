import Planning
import TestSupport
import Testing
import Training

@Suite struct QualificationTests {
  private func amountOf(
    _ trainers: [Trainer], by indices: [Int] = [0], mode: Mode = .online, level: Int = 2,
    learnersPerTrainer: Int? = nil
  ) -> Int {
    let programme = programme(
      states: [state("AA"), state("BB")], cities: [city("a"), city("b", state: 1)],
      modules: [
        module("m", level: level, mode: mode, learnersPerTrainer: learnersPerTrainer)
      ],
      cohorts: [cohort("c1", size: 11)], trainers: trainers)
    let plan = plan(programme, ["c1/m/1": placed(on(0, "09:00"), by: indices)])
    return amount(Qualification(), plan)
  }

  @Test func theLeadHasTheLevel() {
    #expect(amountOf([trainer("t1", skills: ["skill": 2])]) == 0)
    #expect(amountOf([trainer("t1", skills: ["skill": 1])]) == 1)
    #expect(amountOf([trainer("t1", skills: ["other": 4])]) == 1)
  }

  @Test func anAssistantMayBeALevelBelow() {
    let lead = trainer("t1")
    let novice = trainer("t2", skills: ["skill": 1])
    #expect(amountOf([lead, novice], by: [0, 1], level: 2, learnersPerTrainer: 10) == 0)
    #expect(amountOf([lead, novice], by: [0, 1], level: 3, learnersPerTrainer: 10) == 1)
    let stranger = trainer("t2", skills: [:])
    #expect(amountOf([lead, stranger], by: [0, 1], level: 1, learnersPerTrainer: 10) == 1)
  }

  @Test func aSessionHasExactlyTheTrainersItNeeds() {
    let two = [trainer("t1"), trainer("t2")]
    #expect(amountOf(two, by: [0], learnersPerTrainer: 11) == 0)
    #expect(amountOf(two, by: [0], learnersPerTrainer: 10) == 1)
    #expect(amountOf(two, by: [0, 1], learnersPerTrainer: 10) == 0)
    #expect(amountOf(two, by: [0, 1]) == 1)
    #expect(amountOf(two, by: [0, 0], learnersPerTrainer: 10) == 1)
  }

  @Test func eachSharesALanguageWithEachCohort() {
    let programme = programme(
      modules: [module("m", learnersPerTrainer: 10)],
      cohorts: [
        cohort("c1", languages: ["th", "en"]), cohort("c2", languages: ["id"]),
      ],
      trainers: [
        trainer("t1", languages: ["id", "th"]), trainer("t2", languages: ["en"]),
      ],
      joints: [Joint(id: "j", module: 0, cohorts: [0, 1])])
    let plan = plan(programme, ["j/m/1": placed(on(0, "09:00"), by: [0, 1])])
    #expect(
      sentences(Qualification(), plan) == [
        "j/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok) is given by t2, "
          + "who shares no language with c2"
      ])
  }

  @Test func inPersonTrainersGoWhereTheyGo() {
    #expect(amountOf([trainer("t1")], mode: .inPerson) == 0)
    #expect(amountOf([trainer("t1", city: 1)], mode: .inPerson) == 1)
    #expect(amountOf([trainer("t1", city: 1, travelsTo: [0])], mode: .inPerson) == 0)
    #expect(amountOf([trainer("t1", inPerson: false)], mode: .inPerson) == 1)
    #expect(amountOf([trainer("t1", remotely: false)], mode: .inPerson) == 0)
  }

  @Test(arguments: [Mode.hybrid, .online])
  func othersTeachRemotely(mode: Mode) {
    #expect(amountOf([trainer("t1", city: 1, inPerson: false)], mode: mode) == 0)
    #expect(amountOf([trainer("t1", remotely: false)], mode: mode) == 1)
  }

  @Test func aTrainerThatTheDatasetDoesNotHaveBreaksIt() {
    let unknown = Placement(start: on(0, "09:00"), lead: .unknown("ghost"))
    #expect(
      sentences(Qualification(), plan(programme(), ["c1/m/1": unknown])) == [
        "c1/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok) is given by ghost, "
          + "whom the dataset does not have"
      ])
  }
}
