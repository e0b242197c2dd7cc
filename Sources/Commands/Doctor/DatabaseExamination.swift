import ArgumentParser
import Files
import Foundation
import Postgres
import Store

/// Whether the database can be reached, has the right schema, and keeps the same time.
struct DatabaseExamination {
  private let options: DatabaseOptions

  init(_ options: DatabaseOptions) { self.options = options }

  func examine() -> [Examination] {
    do {
      let database = try options.connect()
      let before = Date()
      let row = try database.read(
        """
        SELECT current_setting('server_version_num')::int, current_setting('server_version'),
          current_user::text, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
          current_setting('server_encoding')
        """)[0]
      let after = Date()
      let number: Int = try row[0]
      let (version, user, encoding): (String, String, String) = try (row[1], row[2], row[4])
      let milliseconds: Int = try row[3]
      return [
        server(number, version, user, encoding), try schema(database),
        time(Double(milliseconds) / 1000, between: before, after),
      ]
    } catch {
      let told = (error as? Failure ?? Failure(database: error))?.message ?? "\(error)"
      return [
        Examination(
          subject: "database", verdict: .bad, finding: told,
          remedy: "is the server up, and do --database, DATABASE_URL or the PG* variables name it?")
      ]
    }
  }

  private func server(_ number: Int, _ version: String, _ user: String, _ encoding: String)
    -> Examination
  {
    let finding = "PostgreSQL \(version), as \(user)"
    if number < 150_000 {
      return Examination(
        subject: "database", verdict: .bad, finding: finding,
        remedy: "PostgreSQL 15 or later is needed")
    }
    if encoding != "UTF8" {
      return Examination(
        subject: "database", verdict: .bad, finding: "\(finding), encoded in \(encoding)",
        remedy: "create it with ENCODING 'UTF8'")
    }
    return Examination(subject: "database", verdict: .good, finding: finding)
  }

  private func schema(_ database: Database) throws -> Examination {
    let status = try Migrator().status(database)
    if let refusal = status.refusal {
      return Examination(subject: "schema", verdict: .bad, finding: refusal.description)
    }
    guard status.missing.isEmpty else {
      return Examination(
        subject: "schema", verdict: .bad,
        finding: "\(counted(status.missing.count, "migration")) of "
          + "\(status.applied.count + status.missing.count) not applied",
        remedy: "jadwal db migrate")
    }
    return Examination(
      subject: "schema", verdict: .good,
      finding: "up to date (\(counted(status.applied.count, "migration")))")
  }

  /// Leases are kept by the database's clock alone; people read both.
  private func time(_ theirs: Double, between before: Date, _ after: Date) -> Examination {
    let early = before.timeIntervalSince1970 - theirs
    let late = theirs - after.timeIntervalSince1970
    let seconds = max(0, early, late)
    let told = seconds.formatted(.number.precision(.fractionLength(1)))
    guard seconds > 2 else {
      return Examination(
        subject: "both clocks", verdict: .good, finding: "the database's agrees with this one")
    }
    return Examination(
      subject: "both clocks", verdict: .doubtful,
      finding: "the database's is \(told) s \(early > 0 ? "behind" : "ahead")",
      remedy: "have both kept by timedatectl set-ntp true")
  }
}
