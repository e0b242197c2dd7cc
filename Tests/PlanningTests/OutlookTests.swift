import Testing
import Training

@testable import Planning

/// Demand and supply before a plan: what is told as short, and what is not.
@Suite struct OutlookTests {
  /// One city in Cambodia and one cohort that is free on Monday and Tuesday evenings, 18:00-21:00.
  private struct Sample {
    static let monday = LocalDate(days: 20_668)
    static let evenings = Windows(days: [[1080..<1260], [1080..<1260], [], [], [], [], []])

    var weeks = 2
    var sessions = 4
    /// Another module in another competence, as long.
    var hasSecondModule = false
    var mode = Mode.online
    var maxPerWeek: Int?
    var learnersPerTrainer: Int?
    var trainers = [trainer()]
    var venues: [Venue] = []
    var closures: [Closure] = []
    var absences: [Absence] = []
    var partners: [Partner] = []

    static func trainer(
      languages: [String] = ["km"], level: Int = 2, available: Windows = .always,
      weekMinutes: Int = 6000, partner: Int? = nil
    ) -> Trainer {
      Trainer(
        id: "T", city: 0, languages: languages, skills: ["net": level, "web": level],
        available: available,
        wishedMinutesPerWeek: weekMinutes, maxMinutesPerWeek: weekMinutes,
        maxMinutesPerDay: 1440, partner: partner)
    }

    func outlook() throws -> Outlook {
      let zone = try #require(Zone("Asia/Phnom_Penh", around: Self.monday))
      let module = Module(
        id: "m", title: "Networks", competence: "net", level: 2, sessions: sessions, minutes: 120,
        mode: mode, equipment: mode == .online ? [] : ["laptops"], maxPerWeek: maxPerWeek,
        learnersPerTrainer: learnersPerTrainer)
      var second = module
      second.id = "n"
      second.competence = "web"
      let cohort = Cohort(
        id: "c", city: 0, audience: .youth, size: 30, languages: ["km"],
        modules: hasSecondModule ? [0, 1] : [0], available: Self.evenings)
      let programme = Programme(
        settings: Programme.Settings(
          id: "p", title: "P", startsOn: Self.monday, weeks: weeks, gridMinutes: 30),
        states: [MemberState(code: "KH", name: "Cambodia")],
        cities: [City(id: "PNH", state: 0, name: "Phnom Penh", zone: zone)], closures: closures,
        modules: [module, second], cohorts: [cohort], trainers: trainers, venues: venues,
        partners: partners, absences: absences)
      let facts = Facts(programme)
      return Outlook(facts, freeze: FreezeState(facts))
    }
  }

  @Test func enoughHoursLeaveNoBottleneck() throws {
    let outlook = try Sample().outlook()
    #expect(outlook.bottlenecks.isEmpty)
    #expect(outlook.teaching.count == 1)
    // Four sessions of two hours over two weeks; three hours hold one session.
    #expect(outlook.teaching[0].asked == [240, 240])
    #expect(outlook.teaching[0].able == [240, 240])
    #expect(outlook.states[0].asked == [240, 240])
    #expect(outlook.states[0].sessions == 4)
  }

  @Test func fewHoursAWeekAreACertainShortageOverAllWeeks() throws {
    var sample = Sample()
    sample.trainers = [Sample.trainer(weekMinutes: 120)]
    let worst = try #require(sample.outlook().bottlenecks.first)
    #expect(worst.isCertain)
    #expect(worst.weeks == 1...2)
    #expect(worst.askedMinutes == 480)
    #expect(worst.availableMinutes == 240)
    #expect(worst.resources == 1)
    #expect(
      worst.kind == .teaching(states: ["KH"], languages: [["km"]], skills: ["net:2"]))
  }

  @Test func demandThatMayMoveIsLikelyShortOnly() throws {
    var sample = Sample(weeks: 2, sessions: 2, maxPerWeek: 2)
    // Away in the first week: the second can hold both sessions.
    sample.absences = [
      Absence(
        who: .trainer(0), from: Instant(seconds: Sample.monday.days * 86_400 - 86_400),
        to: Instant(seconds: (Sample.monday.days + 6) * 86_400))
    ]
    let outlook = try sample.outlook()
    #expect(outlook.bottlenecks.count == 1)
    #expect(outlook.bottlenecks.first?.isCertain == false)
    #expect(outlook.bottlenecks.first?.weeks == 1...1)
  }

  @Test func sessionsThatCannotMoveAreCertainlyShort() throws {
    var sample = Sample(weeks: 2, sessions: 4, maxPerWeek: 2)
    sample.absences = [
      Absence(
        who: .trainer(0), from: Instant(seconds: Sample.monday.days * 86_400 - 86_400),
        to: Instant(seconds: (Sample.monday.days + 6) * 86_400))
    ]
    let worst = try #require(sample.outlook().bottlenecks.first)
    #expect(worst.isCertain)
    #expect(worst.weeks == 1...1)
    #expect(worst.missingMinutes == 240)
  }

  @Test func closuresTakeHoursFromCohortsAndTrainers() throws {
    let first = Sample.monday
    let outlook = try Sample(
      closures: [Closure(place: .state(0), from: first, until: first.adding(days: 6), name: "Week")]
    ).outlook()
    #expect(outlook.teaching[0].able == [0, 240])
    #expect(outlook.teaching[0].asked == [0, 480])
    #expect(outlook.bottlenecks.first?.isCertain == true)
  }

  @Test func hoursOutsideTheCohortsCountForNothing() throws {
    var sample = Sample()
    sample.trainers = [
      Sample.trainer(available: Windows(days: Array(repeating: [480..<1020], count: 7)))
    ]
    #expect(try sample.outlook().teaching[0].able == [0, 0])
  }

  @Test func assistantsAreAskedOneLevelBelow() throws {
    var sample = Sample(learnersPerTrainer: 15)
    sample.trainers = [Sample.trainer(level: 2), Sample.trainer(level: 1)]
    let outlook = try sample.outlook()
    #expect(outlook.teaching.map(\.level) == [2, 1])
    #expect(outlook.teaching.map(\.trainers) == [1, 2])
    #expect(outlook.bottlenecks.isEmpty)
    #expect(outlook.states[0].asked == [480, 480])
    // Two who are needed at once and one who is there: the lead's hours are not counted twice.
    sample.trainers = [Sample.trainer(level: 2)]
    let short = try sample.outlook().bottlenecks
    #expect(short.map(\.askedMinutes) == [960])
    #expect(short.map(\.availableMinutes) == [480])
  }

  @Test func competencesThatShareTrainersAreShortTogether() throws {
    var sample = Sample(hasSecondModule: true)
    sample.trainers = [Sample.trainer(weekMinutes: 240)]
    let worst = try #require(sample.outlook().bottlenecks.first)
    #expect(worst.askedMinutes == 960)
    #expect(worst.availableMinutes == 480)
    #expect(
      worst.kind == .teaching(states: ["KH"], languages: [["km"]], skills: ["net:2", "web:2"]))
    // One for each and one for both: enough for either, not for both.
    var web = Sample.trainer(weekMinutes: 120)
    web.skills = ["web": 2]
    var net = Sample.trainer(weekMinutes: 120)
    net.skills = ["net": 2]
    sample.trainers = [web, net, Sample.trainer(weekMinutes: 120)]
    let shared = try sample.outlook().bottlenecks
    #expect(shared.map(\.resources) == [3])
    #expect(shared.map(\.missingMinutes) == [240])
  }

  @Test func capsLimitAPartnersTrainers() throws {
    var sample = Sample()
    sample.partners = [Partner(id: "P", name: "P", capMinutes: 300)]
    sample.trainers = [Sample.trainer(partner: 0)]
    let worst = try #require(sample.outlook().bottlenecks.first)
    #expect(worst.askedMinutes == 480)
    #expect(worst.availableMinutes == 300)
  }

  @Test func otherTonguesDoNotQualify() throws {
    var sample = Sample()
    sample.trainers = [Sample.trainer(languages: ["vi"])]
    let worst = try #require(sample.outlook().bottlenecks.first)
    #expect(worst.resources == 0)
    #expect(worst.missingMinutes == 480)
  }

  @Test func roomsAreShortWhereNoVenueIsLargeEnough() throws {
    var sample = Sample(mode: .hybrid)
    sample.venues = [
      Venue(id: "V1", city: 0, seats: 20, equipment: ["laptops"], open: .always),
      Venue(
        id: "V2", city: 0, seats: 30, equipment: ["laptops"],
        open: Windows(days: [[1080..<1260], [], [], [], [], [], []])),
    ]
    let outlook = try sample.outlook()
    #expect(outlook.rooms.count == 1)
    #expect(outlook.rooms[0].venues == 1)
    #expect(outlook.rooms[0].open == [120, 120])
    let worst = try #require(outlook.bottlenecks.first)
    #expect(worst.kind == .room(city: "PNH", seats: 30, equipment: ["laptops"]))
    #expect(worst.isCertain)
    #expect(worst.missingMinutes == 240)
  }
}
