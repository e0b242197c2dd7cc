import Postgres
import TestSupport
import Testing
import Training

@testable import Store

extension StoredTests {
  @Suite struct Bookings {
    let office: Office

    init() throws { office = try Office() }

    private func bookings() throws -> [String] {
      try office.test.connection().run(
        """
        SELECT concat_ws(' ', kind, r.name, slot, p.name, session) FROM jadwal.booking
        JOIN jadwal.resource r USING (domain_id, resource_id)
        JOIN jadwal.programme p USING (domain_id, programme_id) ORDER BY 1
        """
      ).map { try $0[0] }
    }

    @Test func publishingWritesTheDifferenceOnly() throws {
      let database = try office.test.database(as: office.ana)
      let (programme, first, plan) = try SmallDataset.storePlan(in: database)
      try office.approve(first, of: programme)
      let store = try office.plans(as: office.ana)
      let all = try store.publish(first, of: programme, seen: nil)
      let standing = Set(try bookings())
      // The last session of a chain is left out: nothing else changes.
      let last = try #require(plan.placements.lastIndex { $0 != nil })
      let (_, second, _) = try SmallDataset.storePlan(in: database) { $0.placements[last] = nil }
      #expect(try store.find(second, of: programme).baseVersion == first)
      try office.approve(second, of: programme)
      let difference = try store.publish(second, of: programme, seen: first)
      let id = plan.programme.sessions[last].id
      let gone = standing.subtracting(try bookings())
      #expect(difference.booked == 0 && difference.freed == gone.count && gone.count > 0)
      #expect(gone.allSatisfy { $0.hasSuffix(" " + id) })
      #expect(all.booked == standing.count)
      #expect(try store.find(first, of: programme).state == "superseded")
      let changes = try store.changes(from: first, to: second, of: programme)
      #expect(changes.map(\.session) == [id] && changes.map(\.change) == ["no longer placed"])
      #expect(try Verifier(database).verify().faults == [])
    }

    @Test func whatWasSeenHasToBeWhatIsPublished() throws {
      let database = try office.test.database(as: office.ana)
      let (programme, first, _) = try SmallDataset.storePlan(in: database)
      let (_, second, _) = try SmallDataset.storePlan(in: database)
      for version in [first, second] { try office.approve(version, of: programme) }
      let store = try office.plans(as: office.ana)
      _ = try store.publish(first, of: programme, seen: nil)
      for seen in [nil, second, 99] as [Int?] {
        expectRefusal("40001", PostgresError.publishedVersionMoved) {
          _ = try store.publish(second, of: programme, seen: seen)
        }
      }
      #expect(try store.find(second, of: programme).state == "approved")
      _ = try store.publish(second, of: programme, seen: first)
    }

    /// F12: two coordinators publish at once; one wins, the other is told which version did.
    @Test func ofTwoWhoPublishAtOnceOneWins() async throws {
      let database = try office.test.database(as: office.ana)
      let races = 60
      var standing: Int?
      for _ in 0..<races {
        let (programme, one, _) = try SmallDataset.storePlan(in: database)
        let (_, other, _) = try SmallDataset.storePlan(in: database)
        for version in [one, other] { try office.approve(version, of: programme) }
        let seen = standing
        let office = self.office
        let results = await withTaskGroup(of: (Int, PostgresError?).self) { group in
          for (version, role) in [(one, office.ana), (other, office.budi)] {
            group.addTask {
              do {
                _ = try office.plans(as: role).publish(version, of: programme, seen: seen)
                return (version, nil)
              } catch { return (version, error as? PostgresError) }
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        let winners = results.filter { $0.1 == nil }
        let losers = results.compactMap(\.1)
        try #require(winners.count == 1 && losers.count == 1, "\(results)")
        #expect(losers[0].state == "40001")
        #expect(losers[0].constraint == PostgresError.publishedVersionMoved)
        #expect(losers[0].message.contains("version \(winners[0].0) is published now"))
        standing = winners[0].0
      }
      let owner = try office.test.connection()
      #expect(
        try owner.run("SELECT count(*) FROM jadwal.plan_version WHERE state = 'published'")[0][0]
          == 1)
      #expect(
        try owner.run("SELECT count(*) FROM jadwal.audit WHERE action = 'publish'")[0][0] == races)
      #expect(try Verifier(database).verify().faults == [])
    }

    /// F13: a trainer is not booked twice, whichever programme of the domain comes second.
    @Test func twoProgrammesOfADomainShareTheirPeople() throws {
      let database = try office.test.database(as: office.ana)
      let (one, first, _) = try SmallDataset.storePlan(in: database, id: "one", domain: "shared")
      let (two, second, plan) = try SmallDataset.storePlan(
        in: database, id: "two", domain: "shared")
      try office.approve(first, of: one)
      try office.approve(second, of: two)
      let store = try office.plans(as: office.ana)
      _ = try store.publish(first, of: one, seen: nil)
      let before = try bookings()
      #expect {
        _ = try store.publish(second, of: two, seen: nil)
      } throws: { error in
        let error = error as? PostgresError
        return error?.state == "23505" && error?.constraint == "no_double_booking"
          && error?.message.contains("of programme one") == true
          && plan.programme.sessions.contains { error?.message.contains($0.id) == true }
      }
      #expect(try bookings() == before)
      #expect(try store.find(second, of: two).state == "approved")
      let taken = try DatasetStore(database).occupied(besides: two)
      #expect(!taken.isEmpty && taken.allSatisfy { $0.from < $0.to })
      #expect(try DatasetStore(database).occupied(besides: one) == [])
      // Elsewhere the same ids are other people.
      let (three, third, _) = try SmallDataset.storePlan(in: database, id: "three", domain: "apart")
      try office.approve(third, of: three)
      _ = try store.publish(third, of: three, seen: nil)
      #expect(try Verifier(database).verify().faults == [])
    }

    /// A session takes every slot that it touches, also where it does not start on the grid.
    @Test func slotsAreThoseThatASessionTouches() throws {
      let owner = try office.test.connection()
      try SmallDataset.storePlan(in: office.test.database(as: office.ana))
      try owner.run("SET session_replication_role = replica")
      for (start, minutes, slots) in [
        ("1970-01-01 00:00Z", 30, [0]), ("1970-01-01 00:00Z", 31, [0, 1]),
        ("1970-01-01 00:29Z", 2, [0, 1]), ("1970-01-01 00:30Z", 60, [1, 2]),
        ("1969-12-31 23:59:59Z", 1, [-1, 0]), ("1970-01-02 00:00Z", 1440, Array(48..<96)),
      ] {
        try owner.run("DELETE FROM jadwal.assignment")
        try owner.run(
          """
          INSERT INTO jadwal.assignment SELECT domain_id, programme_id, 1, 's', \(start)::timestamptz,
            \(minutes)::int, 't', '{}', NULL, '{c}', '{VN}' FROM jadwal.programme
          """)
        let found: [Int] = try owner.run(
          "SELECT slot FROM jadwal.planned_slot WHERE kind = 'trainer' ORDER BY 1"
        ).map { try $0[0] }
        #expect(found == slots, "\(start) \(minutes)")
      }
    }

    @Test func anotherGridIsRefused() throws {
      let store = DatasetStore(try office.test.database(as: office.ana))
      _ = try store.store(SmallDataset.content(id: "one", domain: "shared"), as: nil)
      let files = try SmallDataset.files(
        id: "two", domain: "shared",
        changes: [
          "programme.yaml": { $0.replacing("grid_minutes: 30", with: "grid_minutes: 15") }
        ])
      expectRefusal("23514", "one_grid") {
        _ = try store.store(SmallDataset.content(files), as: nil)
      }
    }
  }
}
