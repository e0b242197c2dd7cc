import Files
import Foundation
import Planning
import Testing
import Training

@testable import jadwal_bench

/// Datasets drawn at random: the same bytes for the same request, and sound ones.
@Suite struct GenerateTests {
  private static let requests: [DatasetRequest] = [
    DatasetRequest(size: .small),
    DatasetRequest(size: .small, seed: 7, tightness: 1, partners: true, weeks: 1, cities: 5),
    DatasetRequest(
      size: .medium, seed: 3, tightness: 0, joint: true, absences: true, partners: true),
  ]

  @Test func sameRequestGivesSameBytes() {
    let request = DatasetRequest(
      size: .medium, seed: 11, joint: true, absences: true, partners: true)
    let first = DatasetWriter(DatasetGenerator(request).programme()).files
    let second = DatasetWriter(DatasetGenerator(request).programme()).files
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.map(\.text) == second.map(\.text))
  }

  @Test func anotherSeedGivesAnotherDataset() {
    let first = DatasetGenerator(DatasetRequest(size: .small, seed: 1)).programme()
    let second = DatasetGenerator(DatasetRequest(size: .small, seed: 2)).programme()
    #expect(DatasetWriter(first).files.map(\.text) != DatasetWriter(second).files.map(\.text))
  }

  @Test("Cut short, a dataset is looser than asked for, and otherwise the same")
  func limitCutsShort() {
    let generator = DatasetGenerator(DatasetRequest(size: .small, tightness: 1))
    let (cut, isWhole) = generator.programme { true }
    let (full, isFullWhole) = generator.programme { false }
    #expect(!isWhole && isFullWhole)
    let hours = { (programme: Programme) in
      programme.trainers.reduce(0) { $0 + $1.maxMinutesPerWeek }
    }
    #expect(hours(cut) > hours(full))
    #expect(cut.sessions.map(\.id) == full.sessions.map(\.id))
  }

  @Test func tightnessTakesTrainersHoursOnly() {
    let loose = DatasetGenerator(DatasetRequest(size: .medium, tightness: 0)).programme()
    let tight = DatasetGenerator(DatasetRequest(size: .medium, tightness: 1)).programme()
    let hours = { (programme: Programme) in
      programme.trainers.reduce(0) { $0 + $1.maxMinutesPerWeek }
    }
    #expect(hours(tight) * 2 < hours(loose))
    #expect(loose.cohorts.map(\.id) == tight.cohorts.map(\.id))
    #expect(loose.sessions.map(\.id) == tight.sessions.map(\.id))
  }

  @Test(arguments: requests) func countsAreTheShapes(_ request: DatasetRequest) {
    let programme = DatasetGenerator(request).programme()
    let shape = DatasetShape(request.size)
    #expect(programme.cohorts.count == shape.cohorts)
    #expect(programme.trainers.count == shape.trainers)
    #expect(programme.cities.count == request.cities ?? shape.cities)
    #expect(programme.venues.count >= programme.cities.count)
    #expect(programme.partners.isEmpty != request.partners)
    #expect(programme.absences.isEmpty != request.absences)
  }

  @Test(arguments: requests) func readsBackWithoutFaults(_ request: DatasetRequest) throws {
    let drawn = DatasetGenerator(request).programme()
    let files = DatasetWriter(drawn).files.map { ($0.name, Array($0.text.utf8)) }
    let dataset = try readDataset(
      in: .memory(Dictionary(uniqueKeysWithValues: files))
    ).get()
    #expect(dataset.warnings.isEmpty)
    #expect(dataset.programme.sessions.map(\.id) == drawn.sessions.map(\.id))
    #expect(dataset.programme.cohorts.map(\.available) == drawn.cohorts.map(\.available))
    #expect(dataset.programme.trainers.map(\.available) == drawn.trainers.map(\.available))
    #expect(dataset.programme.trainers.map(\.skills) == drawn.trainers.map(\.skills))
    #expect(dataset.programme.absences.map(\.from) == drawn.absences.map(\.from))
  }

  @Test(arguments: requests) func everyChainCanBeServed(_ request: DatasetRequest) {
    let facts = Facts(DatasetGenerator(request).programme())
    let unserved = ChainService(facts, freeze: FreezeState(facts)).unserved
    #expect(unserved.map { "\(facts.programme.chains[$0.chain].id): \($0.reason)" } == [])
  }

  @Test func jointCohortsShareModuleAndLanguage() {
    let programme = DatasetGenerator(DatasetRequest(size: .medium, seed: 5, joint: true))
      .programme()
    #expect(!programme.joints.isEmpty)
    for joint in programme.joints {
      let members = joint.cohorts.map { programme.cohorts[$0] }
      #expect(members.count >= 2)
      #expect(programme.modules[joint.module].mode == .online)
      #expect(members.allSatisfy { $0.modules.contains(joint.module) })
      #expect(
        members[0].languages.contains { language in
          members.allSatisfy { $0.languages.contains(language) }
        })
    }
  }

  @Test func writesToANewOrEmptyFolderOnly() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "generate-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = DatasetWriter(DatasetGenerator(DatasetRequest(size: .small)).programme())
    try writer.write(to: folder)
    #expect(throws: DatasetWriter.Failure.self) { try writer.write(to: folder) }
  }

  @Test func windowsReadAsTheContractWritesThem() {
    let windows = WeeklyHours.weekly(([0, 1, 2, 5], 1080..<1260), ([3, 4], 540..<720))
    #expect(windows.notation == "Mon-Wed,Sat 18:00-21:00; Thu,Fri 09:00-12:00")
    #expect(WeeklyHours.weekly(([6], 0..<1440)).notation == "Sun 00:00-24:00")
  }
}
