import Postgres
import TestSupport
import Testing

@testable import Store

extension StoredTests {
  /// When runs are due, and what becomes of those that were missed (service.md §4).
  @Suite struct Schedules {
    let office: Office
    let programme: StoredProgramme
    let owner: Connection
    let worker: Database

    init() throws {
      office = try Office()
      _ = try DatasetStore(office.test.database(as: office.ana)).store(
        SmallDataset.content(), as: nil)
      programme = try ProgrammeStore(office.test.database(as: office.ana)).find("training-s-1")
      owner = try office.test.connection()
      worker = try office.test.database(
        as: office.test.login("worker", in: "jadwal_worker"))
      // It lasts for a year around today.
      try owner.run("SET session_replication_role = replica")
      try owner.run(
        "UPDATE jadwal.dataset_version SET starts_on = date_trunc('week', now())::date - 182, weeks = 52"
      )
      try owner.run("RESET session_replication_role")
    }

    private func add(_ weekday: Int) throws {
      try ScheduleStore(office.test.database(as: office.ana)).add(
        programme, weekday: weekday, time: "18:00", zone: "Asia/Jakarta", seconds: 60,
        publish: true, as: nil)
    }

    /// As if the workers had been away for so many days.
    private func missed(days: Int) throws {
      try owner.run(
        "UPDATE jadwal.schedule SET last_due = last_due - make_interval(days => \(days)::int)")
    }

    @Test func whatIsDueIsAskedForOnceAndOfWhatWasMissedTheLast() throws {
      try add(5)
      #expect(try JobQueue(worker).runSchedules().isEmpty)
      try missed(days: 21)
      let due = try JobQueue(worker).runSchedules()
      #expect(due.count == 1 && due[0].isNew && due[0].refusal == nil)
      let expected: String = try owner.run(
        """
        SELECT jadwal.next_week(\(programme.domainNumber), \(programme.number), last_due)
        FROM jadwal.schedule
        """)[0][0]
      #expect(due[0].week == expected)
      #expect(try JobQueue(worker).runSchedules().isEmpty)
      let jobs = try JobStore(office.test.database(as: office.ana)).list()
      #expect(jobs.count == 1 && jobs[0].arguments.publish == true)
      #expect(jobs[0].askedBy == office.ana && jobs[0].arguments.week == expected)
    }

    /// The clock of the server was put back, or the zone's rules have changed: nothing is due again.
    @Test func whatWasAskedForIsNotDueAgain() throws {
      try add(5)
      try missed(days: -7)
      #expect(try JobQueue(worker).runSchedules().isEmpty)
      #expect(try JobStore(office.test.database(as: office.ana)).list().isEmpty)
    }

    /// A programme that is over is told of, and is in nobody's way.
    @Test func aRunThatCannotBeIsToldOfAndOthersGoOn() throws {
      _ = try DatasetStore(office.test.database(as: office.ana)).store(
        SmallDataset.content(id: "another"), as: nil)
      let another = try ProgrammeStore(office.test.database(as: office.ana)).find("another")
      try ScheduleStore(office.test.database(as: office.ana)).add(
        another, weekday: 5, time: "18:00", zone: "Asia/Jakarta", seconds: 60, publish: false,
        as: nil)
      try owner.run("SET session_replication_role = replica")
      try owner.run(
        """
        UPDATE jadwal.dataset_version SET starts_on = '2020-01-06', weeks = 2
        WHERE programme_id = \(another.number)::int
        """)
      try owner.run("RESET session_replication_role")
      try add(5)
      try missed(days: 7)
      let due = try JobQueue(worker).runSchedules()
      #expect(due.count == 2)
      #expect(due.first { $0.programme == "another" }?.refusal?.contains("ends on") == true)
      #expect(due.first { $0.programme == "training-s-1" }?.isNew == true)
      #expect(try JobQueue(worker).runSchedules().isEmpty)
    }

    /// What another worker sees to is left to it, without waiting.
    @Test func twoWorkersDoNotWaitForEachOther() throws {
      try add(5)
      try missed(days: 7)
      try owner.run("BEGIN")
      try owner.run("SELECT 1 FROM jadwal.schedule FOR UPDATE")
      var limits = Connection.Limits()
      limits.lock = .milliseconds(100)
      let other = Database(worker.address, limits: limits)
      #expect(try JobQueue(other).runSchedules().isEmpty)
      try owner.run("ROLLBACK")
      #expect(try JobQueue(other).runSchedules().count == 1)
    }

    /// By the calendar: weeks at a year's end, hours by the clock of a zone, also when that is put
    /// forward or back.
    @Test(arguments: [
      // Sunday evening of 2026-W53 in UTC is Monday in Bangkok already: in no city may it have begun.
      ("2026-12-27T16:00:00Z", "2026-W53"), ("2026-12-27T18:00:00Z", "2027-W01"),
      ("2027-01-03T10:00:00Z", "2027-W01"), ("2026-08-02T12:00:00Z", "2026-W32"),
      // The very moment at which it begins where it begins first, and the one before.
      ("2026-08-02T16:59:59Z", "2026-W32"), ("2026-08-02T17:00:00Z", "2026-W33"),
    ])
    func theNextWeekIsTheFirstThatHasBegunNowhere(_ moment: String, _ week: String) throws {
      let found: String = try owner.run(
        """
        SELECT jadwal.next_week(\(programme.domainNumber), \(programme.number),
          \(moment)::timestamptz)
        """)[0][0]
      #expect(found == week)
    }

    /// Of cities in several zones the one counts in which Monday comes first.
    @Test func theNextWeekHasNotBegunInTheEastEither() throws {
      try owner.run("SET session_replication_role = replica")
      try owner.run("UPDATE jadwal.city SET time_zone = 'Asia/Tokyo' WHERE city = 'CNX'")
      for (moment, week) in [
        ("2026-08-02T14:59:59Z", "2026-W32"), ("2026-08-02T15:00:00Z", "2026-W33"),
      ] {
        let found: String = try owner.run(
          """
          SELECT jadwal.next_week(\(programme.domainNumber), \(programme.number),
            \(moment)::timestamptz)
          """)[0][0]
        #expect(found == week)
      }
    }

    @Test(arguments: [
      ("5", "18:00", "Asia/Jakarta", "2026-11-27T10:59:59Z", "2026-11-20T11:00:00Z"),
      ("5", "18:00", "Asia/Jakarta", "2026-11-27T11:00:00Z", "2026-11-27T11:00:00Z"),
      // The clock is put back at 03:00: 02:30 comes twice, and the run once.
      ("7", "02:30", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25T01:30:00Z"),
      // It is put forward from 02:00 to 03:00: 02:30 does not come, and the run does.
      ("7", "02:30", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z"),
      ("1", "00:00", "Asia/Yangon", "2027-01-03T18:00:00Z", "2027-01-03T17:30:00Z"),
    ])
    func aRunIsDueByTheClockOfItsZone(
      _ day: String, _ time: String, _ zone: String, _ moment: String, _ due: String
    ) throws {
      let isSo: Bool = try owner.run(
        """
        SELECT jadwal.due_before(\(day)::int, \(time)::time, \(zone), \(moment)::timestamptz)
          = \(due)::timestamptz
        """)[0][0]
      #expect(isSo)
    }
  }
}
