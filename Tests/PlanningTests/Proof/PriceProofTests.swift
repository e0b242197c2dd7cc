import Engine
import Planning
import TestSupport
import Testing
import Training

/// Prices, whatever they are, never prove more than a plan costs.
@Suite struct PriceProofTests {
  static let seeds = Array(UInt64(1)...(VoiceLawTests.isLong ? 1000 : 60))

  @Test("The prices found prove no more than any plan costs, and what the search says they do")
  func foundPricesAreSound() throws {
    var proving = 0
    for seed in Self.seeds {
      let programme = OddProgramme.makeInForce(seed: seed)
      let premises = Self.premises(programme)
      let domain = try #require(PriceDomain(premises.facts, freeze: premises.freeze))
      var search = PriceSearch(domain)
      search.run(PriceSearch.Limits(rounds: 60))
      let proved = try search.proof.proved(by: premises)
      // The check rounds where the search does, or less.
      #expect(proved >= search.bestBound, "odd in force \(seed)")
      for cost in Self.costs(of: programme, seed: seed) {
        #expect(proved <= cost, "odd in force \(seed)")
      }
      if proved > 0 { proving += 1 }
    }
    #expect(proving > Self.seeds.count / 4)
  }

  @Test("A search whose time is over ends, however many rounds are left")
  func timeIsKept() throws {
    let premises = Self.premises(OddProgramme.makeInForce(seed: 1))
    let domain = try #require(PriceDomain(premises.facts, freeze: premises.freeze))
    for rounds in [5, 20, 100] {
      var search = PriceSearch(domain)
      var asked = 0
      search.run(
        PriceSearch.Limits(
          rounds: rounds,
          spent: {
            defer { asked += 1 }
            return Double(asked) / 20
          }))
      #expect(search.rounds == min(rounds, 20))
    }
  }

  @Test("Prices drawn at random prove no more than any plan costs")
  func randomPricesAreSound() throws {
    for seed in Self.seeds {
      let programme = OddProgramme.makeInForce(seed: seed)
      let premises = Self.premises(programme)
      let costs = Self.costs(of: programme, seed: seed)
      var random = Random(seed: seed)
      let domain = try #require(PriceDomain(premises.facts, freeze: premises.freeze))
      var search = PriceSearch(domain)
      search.run(PriceSearch.Limits(rounds: 40))
      for most in [40, 3000, 100_000] {
        let drawn = Self.draw(programme, domain, most: most, &random)
        let bound = try drawn.proved(by: premises)
        for cost in costs { #expect(bound <= cost, "odd in force \(seed), prices to \(most)") }
        var mixed = search.proof
        Self.blur(&mixed, by: most, &random)
        let other = try mixed.proved(by: premises)
        for cost in costs { #expect(other <= cost, "odd in force \(seed), blurred by \(most)") }
      }
    }
  }

  @Test("No placement of a valid plan is missing among the starts that are priced")
  func domainHoldsEveryPlan() throws {
    for seed in Self.seeds {
      let programme = OddProgramme.makeInForce(seed: seed)
      let premises = Self.premises(programme)
      let domain = try #require(PriceDomain(premises.facts, freeze: premises.freeze))
      let plan = Self.search(CompiledProgramme(programme), seed: seed, moves: 1500).plan
      for (session, placement) in plan.placements.enumerated() {
        guard let placement, !premises.freeze.isFrozen(session) else { continue }
        let visit = domain.visits[programme.sessions[session].chain].first {
          $0.start == placement.start
        }
        let isHeld = Self.holds(visit, placement)
        #expect(isHeld, "odd in force \(seed), \(programme.sessions[session].id)")
      }
    }
  }

  @Test(
    "Where one of two has to be left out, the prices prove most of what the cheaper one withholds")
  func contentionIsProved() throws {
    let hour = hours("09:00", "10:00", on: [0])
    let programme = programme(
      settings: settings(weeks: 1), modules: [module("m", sessions: 1)],
      cohorts: [
        cohort("c1", size: 10, available: hour), cohort("c2", size: 7, available: hour),
      ])
    let best = try #require(Optimum.cost(of: programme))
    let proof = try Self.proof(programme, rounds: 300)
    let proved = try proof.proved(by: Self.premises(programme))
    let withheld = programme.settings.weights.unplaced * Unplaced.amount(ofChain: 1, in: programme)
    #expect(withheld / 2 < proved && proved <= best, "\(withheld), \(proved), \(best)")
  }

  @Test("On programmes small enough to try every plan, no price proves more than the best of them")
  func noPriceBeatsTheOptimum() throws {
    var gaps = 0
    for seed in UInt64(1)...40 {
      var random = Random(seed: seed)
      let programme = Optimum.programme(&random)
      let premises = Self.premises(programme)
      let best = try #require(Optimum.cost(of: programme))
      let found = try Self.proof(programme, rounds: 200).proved(by: premises)
      #expect(found <= best, "small \(seed)")
      gaps += best - found
      let domain = try #require(PriceDomain(premises.facts, freeze: premises.freeze))
      for most in [1000, 20_000, 400_000] {
        let bound = try Self.draw(programme, domain, most: most, &random).proved(by: premises)
        #expect(bound <= best, "small \(seed), prices to \(most)")
      }
    }
    let costs = try (UInt64(1)...40).reduce(0) { sum, seed in
      var random = Random(seed: seed)
      return sum + (try #require(Optimum.cost(of: Optimum.programme(&random))))
    }
    // Most of what there is to prove is proved.
    #expect(gaps * 2 < costs)
  }

  @Test func unknownNamesAndPricesBelowZeroAreRefused() throws {
    let programme = programme()
    let premises = Self.premises(programme)
    func line(_ chain: String, _ owner: PriceLine.Owner, _ price: Int = 1) -> PriceLine {
      PriceLine(chain: chain, owner: owner, prices: [2: price])
    }
    let good = line("c1/m", .trainer("t1"))
    #expect(throws: Never.self) { try PriceProof(lines: [good]).proved(by: premises) }
    let bad = [
      PriceProof(lines: [line("c9/m", .trainer("t1"))]),
      PriceProof(lines: [line("c1/m", .trainer("t9"))]),
      PriceProof(lines: [line("c1/m", .venue("v9"))]),
      PriceProof(lines: [line("c1/m", .cohort("c9"))]),
      PriceProof(lines: [line("c1/m", .trainer("t1"), -1)]),
      PriceProof(lines: [line("c1/m", .trainer("t1"), .max)]),
      PriceProof(lines: [good, good]),
      PriceProof(lines: [], partners: ["d9": 1]),
      PriceProof(lines: [], states: ["ZZ": 1]),
      PriceProof(lines: [], states: ["AA": -1]),
      PriceProof(lines: [], groups: ["rural": 1]),
    ]
    for proof in bad {
      #expect(throws: ProofFault.self) { try proof.proved(by: premises) }
    }
  }

  @Test func certificateComesBackAsItWas() throws {
    let programme = OddProgramme.make(seed: 5)
    let proof = try Self.proof(programme, rounds: 40)
    let certificate = Certificate(datasetDigest: "d", arguments: [.prices(proof)])
    let back = try Certificate(bytes: certificate.bytes)
    #expect(back == certificate)
    #expect(proof.count > 0)
  }

  @Test func sameProgrammeGivesTheSamePrices() throws {
    let programme = OddProgramme.makeInForce(seed: 8)
    let first = try Self.proof(programme, rounds: 50)
    let second = try Self.proof(programme, rounds: 50)
    #expect(first == second)
  }
}

extension PriceProofTests {
  static func premises(_ programme: Programme) -> Premises {
    let facts = Facts(programme)
    return Premises(facts, freeze: FreezeState(facts))
  }

  static func proof(_ programme: Programme, rounds: Int) throws -> PriceProof {
    let premises = premises(programme)
    var search = PriceSearch(
      try #require(PriceDomain(premises.facts, freeze: premises.freeze)))
    search.run(PriceSearch.Limits(rounds: rounds))
    return search.proof
  }

  /// Whether a visit has everybody and everything of a placement.
  static func holds(_ visit: PriceVisit?, _ placement: Placement) -> Bool {
    guard let visit else { return false }
    guard let lead = placement.lead.index else { return false }
    guard visit.staff.contains(where: { $0.canLead && $0.trainer == lead }) else { return false }
    for party in placement.assistants {
      guard let assistant = party.index else { return false }
      guard visit.staff.contains(where: { $0.canAssist && $0.trainer == assistant }) else {
        return false
      }
    }
    guard let party = placement.venue else { return true }
    guard let venue = party.index else { return false }
    return visit.venues.contains(venue)
  }

  static func search(_ compiled: CompiledProgramme, seed: UInt64, moves: Int) -> PlanResult {
    compiled.search(
      PlanRequest(seed: seed), within: Budget(SearchLimits(iterations: moves), threads: 1))
  }

  /// Costs of valid plans, good ones and bad ones, by the rules.
  static func costs(of programme: Programme, seed: UInt64) -> [Int] {
    let compiled = CompiledProgramme(programme)
    return [0, 300, 6000].map { moves in
      Verification(PlanView(search(compiled, seed: seed, moves: moves).plan)).cost
    }
  }

  /// A price of 0 to `most` for about half of what can be priced.
  static func draw(
    _ programme: Programme, _ domain: PriceDomain, most: Int, _ random: inout Random
  ) -> PriceProof {
    var lines: [PriceLine] = []
    for (chain, visits) in domain.visits.enumerated() {
      let row = programme.chains[chain]
      let owners =
        programme.trainers.map { PriceLine.Owner.trainer($0.id) }
        + programme.venues.map { .venue($0.id) }
        + row.cohorts.map { .cohort(programme.cohorts[$0].id) }
      for owner in owners where random.below(3) > 0 {
        var prices: [Int: Int] = [:]
        for visit in visits where random.below(3) > 0 {
          let minutes = (visit.start.seconds - programme.settings.startsOn.days * 86_400) / 60
          prices[minutes / programme.settings.gridMinutes] = random.below(most + 1)
        }
        lines.append(PriceLine(chain: row.id, owner: owner, prices: prices))
      }
    }
    var proof = PriceProof(lines: lines)
    for partner in programme.partners where random.below(2) == 0 {
      proof.partners[partner.id] = random.below(most / 30 + 1)
    }
    for state in programme.states where random.below(2) == 0 {
      proof.states[state.code] = random.below(20 * most)
    }
    for group in Set(programme.cohorts.flatMap(\.groups)).sorted() where random.below(2) == 0 {
      proof.groups[group] = random.below(20 * most)
    }
    return proof
  }

  /// Moves every price up or down by as much as `most`.
  static func blur(_ proof: inout PriceProof, by most: Int, _ random: inout Random) {
    for line in proof.lines.indices {
      for (step, price) in proof.lines[line].prices.sorted(by: { $0.key < $1.key }) {
        proof.lines[line].prices[step] = max(0, price + random.below(2 * most + 1) - most)
      }
    }
  }
}
