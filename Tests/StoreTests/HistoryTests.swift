import Files
import Foundation
import Postgres
import TestSupport
import Testing
import Training

@testable import Store

extension StoredTests {
  /// What published versions said of each session.
  @Suite struct History {
    let office: Office

    init() throws { office = try Office() }

    /// Stores the fixture's plan, changed, and publishes it.
    private func publish(_ change: (inout Plan) -> Void) throws -> (StoredProgramme, Int, Plan) {
      let (programme, version, plan) = try SmallDataset.storePlan(
        in: office.test.database(as: office.ana), change: change)
      try office.approve(version, of: programme)
      _ = try office.plans(as: office.ana).publish(
        version, of: programme,
        seen: ProgrammeStore(office.test.database()).find(programme.name).publishedVersion)
      return (programme, version, plan)
    }

    private func meetings(_ plan: Plan) -> [String: Meeting] {
      Dictionary(
        uniqueKeysWithValues: plan.programme.sessions.indices.compactMap(plan.meeting(of:))
          .map { ($0.session, $0) })
    }

    /// What is told anew agrees with a comparison of each plan with the one before, in plain words.
    @Test func itTellsWhatEachPublishedVersionChanged() throws {
      let full = try SmallDataset.plan(for: SmallDataset.content().programme)
      // Chains that no other has to follow: without them a plan still keeps every rule.
      let placed = full.programme.chains.filter { chain in
        full.placements[chain.sessions.lowerBound] != nil
          && !full.programme.modules.contains { $0.after.contains(chain.module) }
      }
      let first = try #require(placed.first?.sessions)
      let last = try #require(placed.last?.sessions)
      let drop: (Range<Int>) -> (inout Plan) -> Void = { sessions in
        { plan in for session in sessions { plan.placements[session] = nil } }
      }
      var plans: [Plan] = []
      var end: (programme: StoredProgramme, version: Int)?
      for change in [drop(0..<0), drop(first), drop(last), drop(last), drop(0..<0)] {
        let (programme, version, plan) = try publish(change)
        plans.append(plan)
        end = (programme, version)
      }
      let (programme, version) = try #require(end)
      // A draft after them is no part of it.
      try SmallDataset.storePlan(in: office.test.database(as: office.ana), change: drop(first))
      let store = try office.plans(as: office.ana)
      let all = try store.history(of: programme, upTo: version)
      var expected: [[String: Meeting?]] = []
      var before: [String: Meeting] = [:]
      for plan in plans {
        let now = meetings(plan)
        var changes: [String: Meeting?] = [:]
        for session in Set(now.keys).union(before.keys) where now[session] != before[session] {
          changes.updateValue(now[session], forKey: session)
        }
        expected.append(changes)
        before = now
      }
      #expect(zip(all.changes, all.changes.dropFirst()).allSatisfy { $0.since <= $1.since })
      var rest = all.changes[...]
      for changes in expected {
        let told = rest.prefix(changes.count)
        rest = rest.dropFirst(changes.count)
        #expect(Set(told.map(\.session)) == Set(changes.keys))
        #expect(told.allSatisfy { changes[$0.session] == .some($0.meeting) })
      }
      #expect(rest.isEmpty)
      #expect(try store.history(of: programme, upTo: version + 1) == all)
      let early = try store.history(of: programme, upTo: version - 4)
      #expect(early.changes.count == expected[0].count)
      var ledger = CalendarLedger(for: .everybody)
      ledger.tell(all)
      let counts = Dictionary(
        uniqueKeysWithValues: ledger.entries.map { ($0.meeting.session, $0.sequence) })
      for (session, count) in counts {
        #expect(count == expected.count { $0.keys.contains(session) } - 1, "\(session)")
      }
      #expect(ledger.entries.allSatisfy { $0.standing == .confirmed })
      #expect(Set(counts.values) == [0, 2])
    }

    @Test func aWithdrawnVersionEndsWithAChangeOfAllThatItPlaced() throws {
      let (programme, version, plan) = try publish { _ in }
      let store = try office.plans(as: office.ana)
      try store.withdraw(version, of: programme, reason: nil)
      let history = try store.history(of: programme, upTo: version)
      #expect(history.changes.count == 2 * meetings(plan).count)
      #expect(history.changes.suffix(meetings(plan).count).allSatisfy { $0.meeting == nil })
      let (_, next, _) = try publish { _ in }
      let later = try store.history(of: programme, upTo: next)
      #expect(later.changes.count == 3 * meetings(plan).count)
      #expect(later.changes.suffix(meetings(plan).count).allSatisfy { $0.meeting != nil })
    }

    /// Row-level security holds for what was, too.
    @Test func aReaderIsToldOfTheirOwnStatesOnly() throws {
      let (programme, version, plan) = try publish { _ in }
      let codes = plan.programme.states.map(\.code)
      let own = try office.test.reader("own", of: try #require(codes.first))
      let stranger = try office.test.reader("stranger", of: "ZZ")
      #expect(codes.count == 1 && !codes.contains("ZZ"))
      #expect(
        try office.plans(as: own).history(of: programme, upTo: version).changes.count
          == meetings(plan).count)
      #expect(try office.plans(as: stranger).history(of: programme, upTo: version).changes == [])
    }
  }
}
