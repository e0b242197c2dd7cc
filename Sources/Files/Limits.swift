/// The most that the readers accept, so that no file costs more than a bounded time and memory.
///
/// The contract (dataset.md §1) bounds values; these bound sizes, far above what eleven member
/// states need.
package enum Limits {
  /// Bytes of one CSV file.
  package static let bytesPerTable = 256 << 20
  /// Bytes of `programme.yaml`.
  package static let bytesOfSettings = 1 << 20
  /// Rows of a CSV file below its header.
  package static let rowsPerTable = 1_000_000
  package static let columnsPerTable = 256
  /// Bytes of one cell.
  package static let bytesPerCell = 64 << 10
  /// Bytes of one row, line ends in quotes included.
  package static let bytesPerRow = 1 << 20
  package static let states = 1000
  /// Rows of each of cohorts, trainers, venues, partners and joint.
  package static let parties = 100_000
  package static let cities = 4000
  package static let modules = 100_000
  /// Sessions of all chains together.
  package static let sessions = 1_000_000
  /// Cohorts of all sessions together, a joint session's counted each.
  package static let attendances = 4_000_000
  /// The top of numbers for which the contract gives only a least value.
  package static let wholeNumber = 1_000_000_000_000
  /// Names that are looked at for "did you mean", in one reading of a dataset.
  package static let namesCompared = 2_000_000
  /// Words of a YAML file that start with `&` or `*`: a few may stand in texts, more are aliases.
  package static let aliasMarks = 8
  /// Entries of a zip, folders and what is not read included.
  package static let entriesPerZip = 1000
  /// Bytes of all files that are read from a zip, once inflated.
  package static let bytesPerZip = 256 << 20
  /// How many times its size in the zip a file may be, beyond its first `bytesBeforeRatio`: tables
  /// are some ten times, one byte repeated is a thousand times.
  package static let ratioPerZip = 200
  package static let bytesBeforeRatio = 1 << 20
}
