import ArgumentParser
import Files
import Postgres
import Store
import Worker

extension Failure {
  /// What ended a command that talks to the database; nil where that was something else.
  init?(database error: any Error) {
    switch error {
    case let error as PostgresError: self = Self.told(error)
    case let error as SchemaMissing: self.init(ExitStatus.unavailable, error.description)
    case let error as NotFound: self.init(ExitStatus.badData, legible(error.description))
    case let error as Migrator.Refusal:
      if case .oldServer = error {
        self.init(ExitStatus.unavailable, error.description)
      } else {
        self.init(ExitStatus.badData, error.description)
      }
    default: return nil
    }
  }

  private static func told(_ error: PostgresError) -> Failure {
    let message = legible(error.message)
    switch error.kind {
    case .connection where error.isRefusal && error.state == "3D000":
      return Failure(
        ExitStatus.unavailable,
        "The database is not there: \(message). Create it (createdb), then jadwal db migrate.")
    case .connection where error.isRefusal:
      return Failure(
        ExitStatus.notPermitted,
        "Not permitted: \(message). Look at the user and the password in --database, DATABASE_URL, the "
          + "PG* variables or the password file.")
    case .connection: return Failure(ExitStatus.unavailable, "The database: \(message)")
    case .unknownOutcome: return Failure(ExitStatus.unavailable, "The database: \(message)")
    case .busy: return Failure(ExitStatus.busy, message)
    case .openSecret: return Failure(ExitStatus.notPermitted, message)
    case .unexpected: return Failure(ExitStatus.internalFault, message)
    case .server: return refused(error, message)
    }
  }

  private static func refused(_ error: PostgresError, _ message: String) -> Failure {
    if let rule = accountRules[error.constraint ?? ""] { return Failure(ExitStatus.badData, rule) }
    switch (error.state ?? "", error.constraint ?? "") {
    case (_, PostgresError.publishedVersionMoved):
      return Failure(
        ExitStatus.busy,
        "Somebody was faster: \(message). Look at it with jadwal plans diff, then publish with --seen."
      )
    case ("40001", _), ("40P01", _), ("55P03", _), ("57014", _):
      return Failure(ExitStatus.busy, "The database is busy: \(message). Try again.")
    case (_, "four_eyes"):
      return Failure(
        ExitStatus.notPermitted,
        "Whoever submits a plan does not approve it too, unless the programme's policy is one-person."
      )
    case (_, "publishable"):
      return Failure(
        ExitStatus.badData, "A plan that breaks a hard rule cannot be published.")
    case (_, "schedule_time_zone"):
      return Failure(
        ExitStatus.badData, "There is no such time zone: --zone is an IANA name, as Asia/Jakarta.")
    case (_, "allocation_after_end"):
      return Failure(
        ExitStatus.badData,
        "\(message). Ask for a week of it with --week, or give programme.yaml a later starts_on or more "
          + "weeks and import it: jadwal import DATASET.")
    case ("42501", _), ("28000", _), ("28P01", _):
      return Failure(ExitStatus.notPermitted, "Not permitted: \(message).")
    case ("3F000", _), ("42P01", _), ("42883", _), ("42703", _):
      return Failure(
        ExitStatus.unavailable, "The schema is missing or not up to date: jadwal db migrate.")
    case (let state, _) where state.hasPrefix("23") || state.hasPrefix("22") || state == "P0002":
      return Failure(ExitStatus.badData, "Refused: \(message).")
    case (let state, _)
    where state.hasPrefix("53") || state.hasPrefix("57") || state.hasPrefix("08"):
      return Failure(ExitStatus.unavailable, "The database: \(message)")
    default: return Failure(ExitStatus.internalFault, "The database: \(error.description)")
    }
  }
}
