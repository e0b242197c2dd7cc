import Files
import Foundation
import Planning
import Testing
import Training

@testable import jadwal_bench

/// Plain voice = fast voice: after any move the running cost is what the rules make of the plan from
/// scratch, and no rule is broken. The seeds of a failure are in its message.
@Suite struct VoiceLawTests {
  static let isLong = ProcessInfo.processInfo.environment["JADWAL_ALL_TESTS"] == "1"

  @Test("After every move on the fixture dataset")
  func onTheFixture() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../Fixtures/training-s")
    let programme = try readDataset(at: folder.path).get().programme
    var walk = VoiceWalk(programme, name: "training-s", seed: 1)
    #expect(walk.difference(moves: 100_000, VoiceWalk.Checks(voices: 1, returns: 500)) == nil)
  }

  static let small: [DatasetRequest] = [
    DatasetRequest(size: .small, seed: 2, tightness: 1, joint: true, weeks: 1),
    DatasetRequest(size: .small, seed: 3, tightness: 0, absences: true, partners: true, weeks: 5),
    DatasetRequest(size: .small, seed: 4, joint: true, absences: true, partners: true),
    DatasetRequest(size: .small, seed: 5, tightness: 0.8, partners: true, weeks: 2, cities: 6),
  ]

  @Test("After every move on small datasets", arguments: small)
  func onSmallDatasets(_ request: DatasetRequest) {
    var walk = VoiceWalk(
      DatasetGenerator(request).programme(), name: "s \(request.seed)", seed: request.seed)
    #expect(walk.difference(moves: 25_000, VoiceWalk.Checks(voices: 1, returns: 500)) == nil)
  }

  static let large: [DatasetRequest] = [
    DatasetRequest(size: .medium, seed: 6, joint: true, absences: true, partners: true),
    DatasetRequest(size: .large, seed: 7, joint: true, absences: true, partners: true),
  ]

  @Test("Every thousandth move on larger datasets", arguments: large)
  func onLargerDatasets(_ request: DatasetRequest) {
    var walk = VoiceWalk(
      DatasetGenerator(request).programme(), name: request.size.rawValue, seed: request.seed)
    #expect(
      walk.difference(
        moves: Self.isLong ? 1_000_000 : 100_000, VoiceWalk.Checks(voices: 1000, returns: 25_000))
        == nil)
  }

  static let oddSeeds = Array(UInt64(1)...(isLong ? 2000 : 300))

  @Test("After every move on small odd programmes")
  func onOddProgrammes() {
    for seed in Self.oddSeeds {
      var walk = VoiceWalk(OddProgramme.make(seed: seed), name: "odd \(seed)", seed: seed)
      let flaw = walk.difference(moves: 300, VoiceWalk.Checks(voices: 1, returns: 20))
      #expect(flaw == nil)
    }
  }

  @Test("After every move on small odd programmes with a plan in force")
  func onOddProgrammesInForce() {
    for seed in Self.oddSeeds {
      let programme = OddProgramme.makeInForce(seed: seed)
      var walk = VoiceWalk(programme, name: "odd in force \(seed)", seed: seed)
      let flaw = walk.difference(moves: 300, VoiceWalk.Checks(voices: 1, returns: 20))
      #expect(flaw == nil)
    }
  }
}
