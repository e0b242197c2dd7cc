import Foundation
import Testing

@testable import Postgres

@Suite struct SQLTests {
  @Test func valuesAreBoundAndNeverPasted() {
    let hostile = "'); DROP TABLE plan;--"
    let sql: SQL = "SELECT \(hostile), \(1), \(nil as Int?)"
    #expect(sql.text == "SELECT $1, $2, $3")
    #expect(sql.parameters.map(\.bytes) == [Array(hostile.utf8), Array("1".utf8), nil])
  }

  @Test(arguments: ["a", "A b", "x\"; DROP ROLE y; --", "\"\"", "tên", "a\0b"])
  func identifiersAreQuoted(_ name: String) {
    let quoted = quotedIdentifier(name)
    #expect(quoted.first == "\"" && quoted.last == "\"")
    let inner = quoted.dropFirst().dropLast()
    #expect(inner.replacing("\"\"", with: "").contains("\"") == false)
    #expect(inner.contains("\0") == false)
  }

  @Test func waitsAreAnythingUpToALimitThatDoubles() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var backoff = Backoff(from: .milliseconds(10), upTo: .milliseconds(35))
      for limit in [10, 20, 35, 35] {
        let wait = backoff.next(using: &random)
        #expect(wait >= .zero && wait <= .milliseconds(limit))
      }
    }
  }

  @Test(arguments: [
    "postgresql://user:canary-s3cret@host:badport/db", "postgresql://u:canary-s3cret@x@host/db",
    "password=canary-s3cret nonsense", "postgresql://u:canary-s3cret/z@host/db",
    "host=h password='canary-s3cret", "postgresql://u:can%zzcanary-s3cret@host/db",
  ])
  func anAddressThatCannotBeReadIsNotQuoted(_ text: String) {
    #expect {
      _ = try Address(text, environment: [:])
    } throws: { error in
      !"\(error)".contains("s3cret") && !String(reflecting: error).contains("s3cret")
    }
  }

  @Test(arguments: [
    ("postgresql:///db?host=/tmp/x", true), ("postgresql://127.0.0.1/db", true),
    ("host=localhost,::1 dbname=x", true), ("", true),
    ("postgresql://db.example/x", false), ("postgresql://db.example/x?sslmode=require", false),
    ("postgresql://db.example/x?sslmode=verify-ca", false),
    ("postgresql://db.example/x?sslmode=verify-full", true),
    ("postgresql://127.0.0.1.evil.example/x", false), ("host=/tmp,db.example", false),
    ("service=x", false),
  ])
  func onlyVerifyFullIsSafeOverTheNetwork(_ text: String, _ isSafe: Bool) throws {
    #expect((try Address(text, environment: [:]).insecurity == nil) == isSafe)
  }

  @Test func theEnvironmentCountsToo() throws {
    #expect(try Address("", environment: ["PGHOST": "db.example"]).insecurity != nil)
    #expect(
      try Address("", environment: ["PGHOST": "db.example", "PGSSLMODE": "verify-full"]).insecurity
        == nil)
  }

  /// Libpq's order: the address, the service file, the environment, our own defaults.
  @Test func aServiceFileCountsToo() throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "services." + String(UInt64.random(in: .min ... .max), radix: 36))
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    # of the tests
    [far]
    host=db.example
    connect_timeout=3
    tcp_user_timeout=9000
    [near]
    host=/tmp
    [sure]
    host=db.example
    sslmode=verify-full
    """.write(to: file, atomically: true, encoding: .utf8)
    func address(_ text: String, sslmode: String? = nil) throws -> Address {
      var environment = ["PGSERVICEFILE": file.path]
      environment["PGSSLMODE"] = sslmode
      return try Address(text, environment: environment)
    }
    #expect(try address("service=far").insecurity != nil)
    #expect(try address("service=far", sslmode: "verify-full").insecurity == nil)
    #expect(try address("service=near").insecurity == nil)
    #expect(try address("service=near host=db.example").insecurity != nil)
    #expect(try address("service=sure", sslmode: "disable").insecurity == nil)
    #expect(try address("service=elsewhere").insecurity != nil)
    let given = try Dictionary(
      uniqueKeysWithValues: address("service=far").parameters(applicationName: "x"))
    #expect(given["connect_timeout"] == nil && given["tcp_user_timeout"] == nil)
    #expect(given["keepalives_idle"] == "2")
  }
}
