import Crypto

/// One step of the schema: a file of `sql/`, carried inside the executable, that is never changed
/// once it was applied anywhere.
package struct Migration: Sendable {
  package var number: Int
  package var name: String
  package var script: String

  package init(number: Int, name: String, script: String) {
    self.number = number
    self.name = name
    self.script = script
  }

  /// SHA-256 of the file.
  package var hash: [UInt8] { Array(SHA256.hash(data: Array(script.utf8))) }

  /// All of them, in the order in which they are applied.
  package static let all = [
    Migration(1, "domain", PackageResources._001_domain_sql),
    Migration(2, "dataset", PackageResources._002_dataset_sql),
    Migration(3, "plan", PackageResources._003_plan_sql),
    Migration(4, "booking", PackageResources._004_booking_sql),
    Migration(5, "job", PackageResources._005_job_sql),
    Migration(6, "view", PackageResources._006_view_sql),
    Migration(7, "allocation", PackageResources._007_allocation_sql),
    Migration(8, "account", PackageResources._008_account_sql),
    Migration(9, "statistics", PackageResources._009_statistics_sql),
    Migration(10, "request", PackageResources._010_request_sql),
  ]

  private init(_ number: Int, _ name: String, _ bytes: [UInt8]) {
    self.init(number: number, name: name, script: String(decoding: bytes, as: UTF8.self))
  }
}
