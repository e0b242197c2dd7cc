import Planning
import Postgres
import TestSupport
import Testing
import Training

@testable import Store

extension StoredTests {
  /// The figures of plan.json, from the views alone.
  @Suite struct Figures {
    let office: Office
    let database: Database
    let version: Int
    let plan: Plan
    let verification: Verification

    /// A plan with something of everything: trainers who wish for an hour a week, sessions left out.
    init() throws {
      office = try Office()
      database = try office.test.database(as: office.ana)
      let files = try SmallDataset.files(changes: [
        "trainers.csv": { text in
          text.split(separator: "\n").enumerated().map { index, line in
            var cells = line.split(separator: ",", omittingEmptySubsequences: false)
            // The fifth from the end: hours_week.
            if index > 0 { cells[cells.count - 5] = "1" }
            return cells.joined(separator: ",")
          }.joined(separator: "\n") + "\n"
        }
      ])
      let content = try SmallDataset.content(files)
      var plan = try SmallDataset.plan(for: content.programme)
      for session in plan.placements.indices.suffix(9) { plan.placements[session] = nil }
      let imported = try DatasetStore(database).store(content, as: nil)
      version = try PlanStore(database).store(
        SmallDataset.content(of: plan, digest: content.digest),
        of: ProgrammeStore(database).find(content.programme.settings.id),
        dataset: imported.version, as: nil)
      self.plan = plan
      verification = Verification(PlanView(plan))
    }

    @Test func whatIsStoredIsKnownToThePlannerOfQueriesWhereItIsMuch() throws {
      let owner = try office.test.connection()
      func known() throws -> Int {
        try owner.run(
          "SELECT reltuples::int FROM pg_class WHERE oid = 'jadwal.assignment'::regclass")[0][0]
      }
      // Never looked at.
      #expect(try known() == -1)
      database.gatherStatistics(after: 999)
      #expect(try known() == -1)
      database.gatherStatistics(after: 1_000)
      #expect(try known() == plan.placements.count { $0 != nil })
    }

    /// A term's amount as the rules count it; one that is nothing would prove nothing.
    private func amount(_ term: String) throws -> Int {
      let amount = try #require(verification.terms.first { $0.name == term }).amount
      #expect(amount > 0, "\(term)")
      return amount
    }

    private func figure(_ sql: SQL) throws -> Int { try database.read(sql)[0][0] }

    @Test func termsAreReckonedFromViews() throws {
      #expect(
        try figure(
          "SELECT sum(unplaced_amount)::bigint FROM jadwal.cohort_outcome WHERE version = \(version)"
        )
          == amount("unplaced"))
      #expect(
        try figure(
          """
          SELECT sum(inequity)::bigint FROM (
            SELECT version, inequity FROM jadwal.equity_by_state
            UNION ALL SELECT version, inequity FROM jadwal.equity_by_group) e
          WHERE version = \(version)
          """) == amount("inequity"))
      #expect(
        try figure(
          "SELECT sum(overtime)::bigint FROM jadwal.trainer_load WHERE version = \(version)")
          == amount("overtime"))
      let placed = plan.placements.count { $0 != nil }
      #expect(
        try figure(
          "SELECT count(*) FROM jadwal.session_outcome WHERE version = \(version) AND placed")
          == placed)
      #expect(
        try figure(
          "SELECT count(*) FROM jadwal.session_outcome WHERE version = \(version) AND NOT placed")
          == plan.placements.count - placed)
    }

    @Test func sharesAreReckonedFromViews() throws {
      for (view, column, shares) in [
        ("equity_by_state", "member_state", verification.states),
        ("equity_by_group", "name", verification.groups),
      ] {
        let rows = try database.read(
          """
          SELECT \(identifier: column), asked, placed, share FROM jadwal.\(identifier: view)
          WHERE version = \(version)
          """)
        #expect(rows.count == shares.count && !shares.isEmpty, "\(view)")
        for row in rows {
          let name: String = try row[0]
          let share = try #require(shares.first { $0.name == name })
          #expect(try row[1] == share.asked)
          #expect(try row[2] == share.placed)
          #expect(try row[3] == share.share)
        }
      }
    }

    @Test func everyTrainersMinutesAreCounted() throws {
      var minutes: [String: Int] = [:]
      for session in plan.placements.indices {
        for trainer in plan.placements[session]?.trainers ?? [] {
          minutes[plan.programme.name(ofTrainer: trainer), default: 0] +=
            plan.programme.module(of: session).minutes
        }
      }
      let rows = try database.read(
        """
        SELECT trainer, sum(minutes)::bigint FROM jadwal.trainer_load WHERE version = \(version)
        GROUP BY trainer
        """)
      #expect(
        try Dictionary(uniqueKeysWithValues: rows.map { try ($0[0] as String, $0[1] as Int) })
          == minutes)
    }

    @Test func theTermsMakeTheCost() throws {
      let row = try database.read(
        """
        SELECT cost, coverage, sum((value->>'cost')::bigint)::bigint,
          sum((value->>'amount')::bigint * (value->>'weight')::bigint)::bigint,
          count(*) FILTER (WHERE value->>'amount' = w.amount)
        FROM jadwal.plan_version, jsonb_each(terms) t
        LEFT JOIN unnest(\(verification.terms.map(\.name)), \(verification.terms.map { String($0.amount) }))
          w (name, amount) ON w.name = t.key
        WHERE version = \(version) GROUP BY cost, coverage
        """)[0]
      let cost = verification.terms.reduce(0) { $0 + $1.cost }
      #expect(cost > 0)
      for column in [0, 2, 3] { #expect(try row[column] == cost) }
      #expect(try row[4] == verification.terms.count)
    }
  }
}
