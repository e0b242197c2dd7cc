import Planning
import Testing

@testable import Commands

/// What `check` says of demand and supply.
@Suite struct OutlookTextTests {
  @Test func bottlenecksOfTeachingNameLanguageAndSkill() {
    let bottleneck = Bottleneck(
      kind: .teaching(states: ["KH"], languages: [["km"]], skills: ["network-security:3"]),
      weeks: 2...2, askedMinutes: 2760, availableMinutes: 1860, resources: 2, isCertain: true)
    #expect(
      bottleneck.sentence
        == "KH week 2: 46 h of network-security:3 in Khmer asked, 31 h available (2 trainers)")
  }

  @Test func bottlenecksOfManyAreCounted() {
    let bottleneck = Bottleneck(
      kind: .teaching(
        states: ["BN", "KH", "ID", "LA", "MY"], languages: [["ms"], ["km"], ["id"], ["lo"]],
        skills: ["a:1", "b:1", "c:1", "d:2"]),
      weeks: 1...4, askedMinutes: 6000, availableMinutes: 5400, resources: 20, isCertain: true)
    #expect(
      bottleneck.sentence
        == "5 states weeks 1-4: 100 h of 4 skills asked, 90 h available (20 trainers)")
  }

  @Test func bottlenecksOfRoomsNameEquipmentAndSize() {
    let bottleneck = Bottleneck(
      kind: .room(city: "HAN", seats: 30, equipment: ["laptops"]), weeks: 1...4,
      askedMinutes: 3600, availableMinutes: 2460, resources: 1, isCertain: false)
    #expect(
      bottleneck.sentence
        == "HAN weeks 1-4 (likely): 60 h of rooms with laptops for 30 asked, 41 h open (1 venue)")
  }

  @Test func languagesHaveNames() {
    #expect(LanguageNames.told(["ms", "en"]) == "Malay or English")
    #expect(LanguageNames.told(["tet"]) == "Tetum")
    #expect(LanguageNames.told(["zh-hant"]) == "Chinese (zh-hant)")
    #expect(LanguageNames.told(["xx"]) == "xx")
  }
}
