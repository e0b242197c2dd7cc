import Planning
import TestSupport
import Testing
import Training

/// A certificate comes back from its bytes, and one that says anything else than it proves is refused.
@Suite struct CertificateTests {
  /// Hours are short, and the second cohort speaks what nobody else does.
  private static let proving = Proving(
    programme(
      modules: [module("m", sessions: 20)],
      cohorts: [cohort("c1"), cohort("c2", languages: ["km"]), cohort("c3")],
      trainers: [trainer("t1", weekHours: 4), trainer("t2", weekHours: 3)]))

  @Test func itHoldsAllKindsAndComesBackFromItsBytes() throws {
    let certificate = Self.proving.certificate
    #expect(Self.proving.flaw() == nil)
    #expect(try Certificate(bytes: certificate.bytes) == certificate)
    var kinds: Set<String> = []
    for argument in certificate.arguments where argument.bound > 0 { kinds.insert(argument.name) }
    #expect(kinds.count >= 3)
    #expect(certificate.lowerBound == certificate.arguments.map(\.bound).max())
  }

  @Test func anotherDatasetOrBoundIsRefused() {
    var certificate = Self.proving.certificate
    certificate.datasetDigest = "e"
    #expect(Self.proving.flaw(of: certificate)?.contains("another dataset") == true)
    for change in [-1, 1] {
      certificate = Self.proving.certificate
      certificate.lowerBound += change
      #expect(Self.proving.flaw(of: certificate) != nil)
    }
    // An argument less proves less.
    certificate = Self.proving.certificate
    certificate.arguments.removeAll { $0.bound == certificate.lowerBound }
    #expect(Self.proving.flaw(of: certificate) != nil)
  }

  /// Refused whatever the lower bound is made to say, so that the argument itself fails.
  private func isRefused(_ argument: BoundArgument) -> Bool {
    let certificate = Certificate(datasetDigest: "d", arguments: [argument])
    return Self.proving.flaw(of: certificate) != nil
  }

  private func unserved() throws -> UnservedProof {
    try #require(
      Self.proving.certificate.arguments.compactMap {
        if case .unserved(let proof) = $0 { proof } else { nil }
      }.first)
  }

  private func shortage() throws -> ShortageProof {
    try #require(
      Self.proving.certificate.arguments.compactMap {
        if case .shortage(let proof) = $0 { proof } else { nil }
      }.first)
  }

  private func capacity() throws -> CapacityProof {
    try #require(
      Self.proving.certificate.arguments.compactMap {
        if case .capacity(let proof) = $0 { proof } else { nil }
      }.first)
  }

  @Test func chainsThatAreServedOrCountedTwiceAreRefused() throws {
    let proof = try unserved()
    #expect(!isRefused(.unserved(proof)))
    let changes: [(inout UnservedProof) -> Void] = [
      { $0.bound += 1 },
      {
        $0.parts[0].cost += 20
        $0.bound += 20
      },
      { $0.parts[0].sessions += 1 },
      { $0.parts[0].chain = "c1/m" },
      { $0.parts[0].chain = "c9/m" },
      {
        $0.parts.append($0.parts[0])
        $0.bound *= 2
      },
      { $0.parts.removeAll() },
    ]
    for (number, change) in changes.enumerated() {
      var tampered = proof
      change(&tampered)
      #expect(tampered != proof && isRefused(.unserved(tampered)), "change \(number)")
    }
  }

  @Test func shortagesThatAreNoneAreRefused() throws {
    let proof = try shortage()
    #expect(!isRefused(.shortage(proof)))
    let changes: [(inout ShortageProof) -> Void] = [
      { $0.bound += 1 },
      { $0.needed += 60 },
      { $0.there -= 60 },
      { $0.sessionsOut += 1 },
      { $0.learnerHours += 1 },
      { $0.trainers["t1"]?.removeLast() },
      { $0.trainers["t2"] = nil },
      { $0.trainers["t1"]?.append(1) },
      { $0.trainers["t1"] = [7] },
      { $0.trainers["t9"] = [1] },
      { $0.venues["v1"] = [1, 1] },
      { $0.partners = ["p1"] },
      {
        $0.parts[0].minutes += 60
        $0.needed += 60
      },
      { $0.parts[0].sessions += 1 },
      { $0.parts.append($0.parts[0]) },
      { $0.parts[0].chain = "c2/m" },
      { $0.parts.removeLast() },
    ]
    for (number, change) in changes.enumerated() {
      var tampered = proof
      change(&tampered)
      #expect(tampered != proof && isRefused(.shortage(tampered)), "change \(number)")
    }
  }

  @Test func pricesThatProveLessAreRefused() throws {
    let proof = try capacity()
    #expect(!isRefused(.capacity(proof)))
    let changes: [(inout CapacityProof) -> Void] = [
      { $0.bound += 1 },
      { $0.prices = CapacityPrices() },
      { $0.prices.trainers["t1"]?.removeLast() },
      { $0.prices.trainers["t1"]?[1] = -1 },
      { $0.prices.trainers["t1"]?[1] = .max },
      { $0.prices.trainers["t1"]?[1] *= 100 },
      { $0.prices.trainers["t9"] = $0.prices.trainers["t1"] },
      { $0.prices.partners["p1"] = 1 },
      { $0.prices.states["ZZ"] = 1 },
      { $0.prices.groups["none"] = 1 },
      { $0.prices.states["AA"] = 100_000_000 },
    ]
    for (number, change) in changes.enumerated() {
      var tampered = proof
      change(&tampered)
      #expect(tampered != proof && isRefused(.capacity(tampered)), "change \(number)")
    }
  }

  @Test(arguments: ["", "{}", "[]", "{\"dataset_digest\": \"d\", \"lower_bound\": 0}"])
  func otherFilesAreNoCertificates(_ text: String) {
    #expect(throws: ProofFault.self) { try Certificate(bytes: Array(text.utf8)) }
  }
}
