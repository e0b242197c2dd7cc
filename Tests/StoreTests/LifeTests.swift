import Foundation
import Postgres
import TestSupport
import Testing
import Training

@testable import Store

/// Whether `body` is refused with this SQLSTATE, by this constraint where one is given.
func expectRefusal(
  _ state: String, _ constraint: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  #expect(sourceLocation: sourceLocation) {
    try body()
  } throws: { error in
    let error = error as? PostgresError
    return error?.state == state && (constraint == nil || error?.constraint == constraint)
  }
}

extension StoredTests {
  @Suite struct Life {
    let office: Office
    var test: TestDatabase { office.test }

    init() throws { office = try Office() }

    @Test func aPlanGoesFromDraftToPublishedAndOut() throws {
      let (programme, version, plan) = try SmallDataset.storePlan(
        in: test.database(as: office.ana))
      let store = try office.plans(as: office.ana)
      #expect(try store.find(version, of: programme).state == "draft")
      try office.approve(version, of: programme)
      let published = try store.publish(version, of: programme, seen: nil)
      let state = try store.find(version, of: programme)
      #expect(state.state == "published" && state.publishedBy == office.ana)
      #expect(state.submittedBy == office.ana && state.approvedBy == office.budi)
      #expect(published.freed == 0)
      #expect(
        try test.connection().run("SELECT count(*) FROM jadwal.booking")[0][0] == published.booked)
      let back = try store.plan(of: programme, version: version, for: plan.programme)
      #expect(back.placements == plan.placements)
      let report = try Verifier(test.database()).verify()
      #expect(report.faults == [] && report.bookings == published.booked)
      #expect(report.heads.map(\.head) == [hexadecimal(published.auditHead)])
      try store.withdraw(version, of: programme, reason: "a flood")
      #expect(try test.connection().run("SELECT count(*) FROM jadwal.booking")[0][0] == 0)
      #expect(try store.find(version, of: programme).reason == "a flood")
      #expect(try Verifier(test.database()).verify().faults == [])
    }

    /// Each way that is not in the contract is refused, whoever tries it, in SQL too.
    @Test func onlyTheContractsWaysLeadFromStateToState() throws {
      let states = [
        "draft", "submitted", "approved", "published", "superseded", "rejected", "withdrawn",
      ]
      let ways: Set<String> = [
        "draft draft", "draft submitted", "submitted approved", "approved published",
        "published superseded", "submitted rejected", "approved rejected", "draft withdrawn",
        "submitted withdrawn", "approved withdrawn", "published withdrawn",
      ]
      let (_, version, _) = try SmallDataset.storePlan(in: test.database())
      let owner = try test.connection()
      for from in states {
        for to in states {
          try owner.run("BEGIN")
          try owner.run("SET LOCAL session_replication_role = replica")
          try owner.run(
            """
            UPDATE jadwal.plan_version SET state = \(from), submitted_by = 'a', submitted_at = now(),
              approved_by = 'b', published_by = 'c', published_at = now() WHERE version = \(version)
            """)
          try owner.run("SET LOCAL session_replication_role = origin")
          let move: SQL = "UPDATE jadwal.plan_version SET state = \(to) WHERE version = \(version)"
          if ways.contains("\(from) \(to)") {
            try owner.run(move)
          } else {
            expectRefusal("23514", "plan_transition") { try owner.run(move) }
          }
          try owner.run("ROLLBACK")
        }
      }
    }

    @Test func whoeverSubmitsDoesNotApprove() throws {
      let (programme, version, _) = try SmallDataset.storePlan(
        in: test.database(as: office.ana))
      let store = try office.plans(as: office.ana)
      try store.submit(version, of: programme)
      expectRefusal("23514", "four_eyes") { try store.approve(version, of: programme) }
      // Not even by changing hats.
      expectRefusal("42501") { try store.approve(version, of: programme, as: "somebody else") }
      try ProgrammeStore(test.database(as: office.budi)).setPolicies(
        of: programme, onePerson: true, autoPublish: nil, as: nil)
      try store.approve(version, of: programme)
      #expect(try store.find(version, of: programme).approvedBy == office.ana)
    }

    @Test func whoMaySpeakForOthersDoesAndTheAuditTellsBoth() throws {
      let board = try test.login("board", in: "jadwal_coordinator", "jadwal_delegate")
      let (programme, version, _) = try SmallDataset.storePlan(
        in: test.database(as: board), as: "Nguyễn Thị Hoa")
      let store = try office.plans(as: board)
      try store.submit(version, of: programme, as: "Nguyễn Thị Hoa")
      expectRefusal("23514", "four_eyes") {
        try store.approve(version, of: programme, as: "Nguye\u{302}\u{303}n Thi\u{323} Hoa")
      }
      try store.approve(version, of: programme, as: "สมชาย")
      for name in ["", "  ", "a\nb", String(repeating: "x", count: 201)] {
        expectRefusal("23514") { try store.reject(version, of: programme, reason: nil, as: name) }
      }
      let row = try test.connection().run(
        "SELECT role_name, actor FROM jadwal.audit WHERE action = 'approve'")[0]
      #expect(try row[0] == board)
      #expect(try row[1] == "สมชาย")
    }

    @Test func aPlanThatBreaksARuleIsNotPublished() throws {
      let (programme, version, _) = try SmallDataset.storePlan(in: test.database(as: office.ana)) {
        plan in
        let first = plan.placements.firstIndex { $0 != nil } ?? 0
        plan.placements[first]?.lead = .unknown("nobody")
      }
      let store = try office.plans(as: office.ana)
      #expect(try store.find(version, of: programme).hardViolations > 0)
      try office.approve(version, of: programme)
      expectRefusal("23514", "publishable") {
        _ = try store.publish(version, of: programme, seen: nil)
      }
      #expect(try test.connection().run("SELECT count(*) FROM jadwal.booking")[0][0] == 0)
    }

    @Test func nothingIsPublishedThatWasNotApproved() throws {
      let (programme, version, _) = try SmallDataset.storePlan(in: test.database(as: office.ana))
      let store = try office.plans(as: office.ana)
      expectRefusal("23514", "plan_transition") {
        _ = try store.publish(version, of: programme, seen: nil)
      }
      try store.submit(version, of: programme)
      expectRefusal("23514", "plan_transition") {
        _ = try store.publish(version, of: programme, seen: nil)
      }
      expectRefusal("P0002") { try store.submit(99, of: programme) }
    }

    @Test func onlyItsAuthorTakesADraftBackAndACoordinatorWhatIsPublished() throws {
      let (programme, version, _) = try SmallDataset.storePlan(in: test.database(as: office.ana))
      expectRefusal("42501") {
        try office.plans(as: office.budi).withdraw(version, of: programme, reason: nil)
      }
      try office.plans(as: office.ana).withdraw(version, of: programme, reason: nil)
      let (_, second, _) = try SmallDataset.storePlan(in: test.database(as: office.ana))
      try office.plans(as: office.ana).submit(second, of: programme)
      try office.plans(as: office.budi).reject(second, of: programme, reason: "too tight")
      #expect(
        try office.plans(as: office.ana).find(second, of: programme).reason == "too tight")
      // What is published a coordinator withdraws, whoever else may call the function.
      let (_, third, _) = try SmallDataset.storePlan(in: test.database(as: office.ana))
      try office.approve(third, of: programme)
      _ = try office.plans(as: office.ana).publish(third, of: programme, seen: nil)
      let other = try test.login("other", in: "jadwal_reader")
      try test.connection().run(
        "GRANT EXECUTE ON FUNCTION jadwal.withdraw TO \(identifier: other)")
      expectRefusal("42501") {
        try office.plans(as: other).withdraw(third, of: programme, reason: nil)
      }
      try office.plans(as: office.budi).withdraw(third, of: programme, reason: nil)
    }
  }
}
