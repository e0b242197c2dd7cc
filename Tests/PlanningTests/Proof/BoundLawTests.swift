import Planning
import TestSupport
import Testing
import Training

@testable import jadwal_bench

/// No plan is cheaper than what is proved, whatever the dataset; and each proof stands the check, which
/// counts for itself. The seeds of a failure are in its message.
@Suite struct BoundLawTests {
  static let seeds = Array(UInt64(1)...(VoiceLawTests.isLong ? 1000 : 80))

  @Test("On odd datasets, with plans in force, freezes and pins")
  func oddDatasets() {
    var positive = 0
    for seed in Self.seeds {
      for (name, programme) in [
        ("odd", OddProgramme.make(seed: seed)),
        ("odd in force", OddProgramme.makeInForce(seed: seed)),
      ] {
        let proving = Proving(programme)
        #expect(proving.flaw() == nil, "\(name) \(seed)")
        let cost = proving.planCost(seed: seed, moves: 1000)
        #expect(proving.certificate.lowerBound <= cost, "\(name) \(seed)")
        positive += proving.certificate.lowerBound > 0 ? 1 : 0
      }
    }
    // A bound of nothing proves nothing: odd datasets often leave somebody out.
    #expect(positive > Self.seeds.count / 4)
  }

  static let requests: [DatasetRequest] = {
    let tightnesses: [Double] = [0, 0.5, 0.8, 0.95]
    var requests: [DatasetRequest] = []
    for tightness in tightnesses {
      for seed in UInt64(1)...3 {
        requests.append(
          DatasetRequest(
            size: .small, seed: seed, tightness: tightness, joint: seed == 2, absences: true,
            partners: seed != 3, weeks: 1 + Int(seed)))
      }
    }
    return requests
  }()

  @Test("On generated datasets of every tightness", arguments: requests)
  func generatedDatasets(_ request: DatasetRequest) {
    let proving = Proving(DatasetGenerator(request).programme())
    let name = "s \(request.seed) at \(request.tightness)"
    #expect(proving.flaw() == nil, "\(name)")
    #expect(
      proving.certificate.lowerBound <= proving.planCost(seed: request.seed, moves: 20_000),
      "\(name)")
  }

  @Test("The same dataset has the same certificate, byte for byte")
  func certificatesRepeat() {
    for seed in Self.seeds.prefix(20) {
      let programme = OddProgramme.makeInForce(seed: seed)
      #expect(
        Proving(programme).certificate.bytes == Proving(programme).certificate.bytes, "odd \(seed)")
    }
  }
}
