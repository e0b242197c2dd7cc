import Faults
import Foundation
import TestSupport
import Testing

@testable import Commands
@testable import Postgres

extension ExecutableTests {
  /// S5: a password is looked for wherever somebody else could read it.
  @Suite(.enabled(if: TestDatabase.server != nil, Comment(rawValue: TestDatabase.missing)))
  struct Secrets {
    private static let canary = "canary-s3cret"
    private let scratch: Scratch

    init() throws { scratch = try Scratch("small") }

    /// A server that asks for a password, and logs all that it is told.
    private func withServer(_ body: (Address, _ folder: String) async throws -> Void) async throws {
      let name = "secret" + String(UInt32.random(in: .min ... .max), radix: 36)
      let script = Scratch.smallFixture.appending(path: "../../../scripts/database")
        .standardizedFileURL.path
      let url = try shellOutput("\(script) --name \(name) start")
      defer { _ = try? shellOutput("\(script) --name \(name) stop") }
      let folder = try shellOutput("\(script) --name \(name) folder")
      let owner = try Connection(Address(url, environment: [:]))
      try owner.run(SQL(text: "CREATE ROLE ana LOGIN SUPERUSER PASSWORD '\(Self.canary)'"))
      let migrated = try await jadwal("db", "migrate", "--database", url, in: scratch)
      #expect(migrated.status == 0, "\(migrated.errors)")
      try owner.run("ALTER SYSTEM SET log_statement = 'all'")
      try owner.run("ALTER SYSTEM SET log_min_messages = 'debug1'")
      try owner.run("ALTER SYSTEM SET log_connections = on")
      try shellOutput(
        "printf 'local all app trust\\nlocal all all scram-sha-256\\n' >\(folder)/data/pg_hba.conf")
      try owner.run("SELECT pg_reload_conf()")
      // Until nobody comes in without the password.
      let ana = try Address(url.replacing("user=app", with: "user=ana"), environment: [:])
      while (try? Connection(ana)) != nil {}
      try await body(try Address(url, environment: [:]), folder)
    }

    private func write(_ text: String, to name: String, mode: Int) throws -> String {
      try scratch.write(text, to: name)
      let path = scratch.file(name).path
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      return path
    }

    @Test func aPasswordIsNowhereWhileItIsUsed() async throws {
      try await withServer { address, folder in
        let canary = Self.canary
        let host = "host=\(folder)&user=ana"
        let quiet = "postgresql:///postgres?\(host)"
        let passfile = try write("*:*:*:ana:\(canary)\n", to: "pgpass", mode: 0o600)
        let service = try write(
          "[training]\nhost=\(folder)\nuser=ana\ndbname=postgres\npassword=\(canary)\n",
          to: "service", mode: 0o600)
        let ways: [(arguments: [String], environment: [String: String])] = [
          (["--database", "postgresql://ana:\(canary)@/postgres?host=\(folder)"], [:]),
          (["--database", "\(quiet)&password=\(canary)"], [:]),
          (["--database", "host=\(folder) user=ana dbname=postgres password='\(canary)'"], [:]),
          (["--database", quiet], ["PGPASSFILE": passfile]),
          (["--database", ""], ["PGSERVICE": "training", "PGSERVICEFILE": service]),
          (["--database", quiet], ["PGPASSWORD": canary]),
          (["--database", ""], ["DATABASE_URL": "\(quiet)&password=\(canary)"]),
        ]
        let watcher = try Connection(address)
        for (index, way) in ways.enumerated() {
          let process = try JadwalProcess(
            ["plan", "small", "--seconds", "30", "--threads", "1", "--out", "plan\(index)"]
              + way.arguments, in: scratch, environment: way.environment)
          try process.start()
          let id = process.process.processIdentifier
          // It is connected, and has stored the dataset.
          while try watcher.run(
            """
            SELECT count(*) FROM pg_stat_activity, jadwal.dataset_version
            WHERE usename = 'ana' AND query <> ''
            """)[0][0] == 0,
            process.process.isRunning
          {}
          // What it was handed in its environment is there, for its owner alone to read.
          let isInEnvironment = way.environment.values.contains { $0.contains(canary) }
          for name in isInEnvironment ? ["cmdline"] : ["cmdline", "environ"] {
            let said = try Data(contentsOf: URL(filePath: "/proc/\(id)/\(name)"))
            #expect(said.count > 0)
            #expect(!said.contains(canary), "way \(index): \(name)")
          }
          // What it might hand on: it starts nobody.
          #expect(
            try String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8) == "")
          let shown: [String] = try watcher.run(
            "SELECT a::text FROM pg_stat_activity a WHERE usename = 'ana'"
          ).map { try $0[0] }
          #expect(shown.allSatisfy { !$0.contains(canary) })
          process.send(SIGINT)
          let result = try await process.end()
          // It may not have begun to search.
          #expect(result.status == 130 || result.wasKilled, "way \(index): \(result.errors)")
          #expect(!(result.output + result.errors).contains(canary))
          // Its backend would be taken for that of the next.
          while try watcher.run(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ana'")[0][0] > 0
          {}
        }
        let kept = try await jadwal(
          "plan", "small", "--iterations", "500", "--database", ways[0].arguments[1], "--json",
          in: scratch)
        #expect(kept.status == 0 && !(kept.output + kept.errors).contains("s3cret"))
        let files = try scratch.names("small/plan")
        #expect(files.count == 4)
        for file in files {
          #expect(try !Data(scratch.bytes("small/plan/\(file)")).contains(canary), "\(file)")
        }
        let log = try Data(contentsOf: URL(filePath: folder + "/log"))
        #expect(log.contains("open_dataset") && !log.contains(canary))
        #expect(try watcher.run("SELECT count(*) FROM jadwal.dataset_version")[0][0] == 1)
        let refused = try await jadwal(
          "plans", "list", "--database",
          "postgresql://ana:wrong-\(canary)@/postgres?host=\(folder)",
          in: scratch)
        #expect(refused.status == 77 && refused.errors.contains("ana"), "\(refused.errors)")
        #expect(!refused.errors.contains("s3cret"))
      }
    }

    @Test func aFileOfPasswordsThatOthersMayReadIsRefused() async throws {
      let canary = Self.canary
      let wide = try write("*:*:*:*:\(canary)\n", to: "pgpass", mode: 0o640)
      let service = try write(
        "[training]\nhost=/nowhere\npassword=\(canary)\n", to: "service", mode: 0o644)
      let plain = try write(
        "[training]\nhost=/nowhere\n[other]\npassword=x\n", to: "plain", mode: 0o644)
      for (environment, status, word) in [
        (["PGHOST": "/nowhere", "PGPASSFILE": wide], 77, "may read the password in \(wide)"),
        (["PGSERVICE": "training", "PGSERVICEFILE": service], 77, "password in \(service)"),
        (["PGSERVICE": "training", "PGSERVICEFILE": plain], 69, "nowhere"),
        (["PGHOST": "/nowhere", "PGPASSFILE": wide, "PGPASSWORD": canary], 69, "nowhere"),
      ] as [([String: String], Int32, String)] {
        let result = try await jadwal("plans", "list", in: scratch, environment: environment)
        #expect(result.status == status && result.errors.contains(word), "\(result.errors)")
        #expect(!(result.output + result.errors).contains("s3cret"))
      }
    }

    /// Addresses that nobody can read, servers that nobody reaches, options that are none.
    @Test func aPasswordIsInNoMessage() async throws {
      let canary = "canary-s3cret"
      for url in [
        "postgresql://somebody:\(canary)@127.0.0.1:1/x",
        "postgresql://somebody:\(canary)@/x?host=/nowhere",
        "host=/nowhere password=\(canary) user=x", "postgresql://u:\(canary)@h@127.0.0.1/x",
        "postgresql://u:\(canary)/x@127.0.0.1/x",
      ] {
        for line in [
          ["db", "status", "--database", url, "--json"], ["plans", "list", "--json"],
          ["plans", "list", url], ["plans", "list", "--data=\(url)"], [url],
          ["check", url, "--json"],
        ] {
          let process = try JadwalProcess(line, in: scratch, environment: ["DATABASE_URL": url])
          try process.start()
          let result = try await process.end()
          #expect(result.status != 0)
          #expect(!(result.output + result.errors).contains("s3cret"), "\(result.errors)")
        }
      }
    }

    @Test(arguments: [
      ("postgresql://user:s3cret@host/db", "postgresql://user:******@host/db"),
      ("postgresql://user:s3/c:r@t@host/db", "postgresql://user:********@host/db"),
      ("postgresql://user@host/db", "postgresql://user@host/db"),
      ("host=x password=s3cret user=y", "host=x password=****** user=y"),
      ("password = s3cret user=y", "password = ****** user=y"),
      ("password='s3 cret' user=y", "password=********* user=y"),
      (#"password='s3\' cret' user=y"#, "password=*********** user=y"),
      (#"password=s3\ cret&x user=y"#, "password=********** user=y"),
      ("password='s3cret", "password=*******"), (#"password=s3cret\"#, "password=*******"),
      ("postgresql://h/d?password=s3cret&user=x", "postgresql://h/d?password=******&user=x"),
      ("password=", "password="), ("password", "password"), ("small", "small"),
    ])
    func passwordsAreFoundInArguments(_ argument: String, _ expected: String) {
      #expect(concealed("'\(argument)'", of: [argument]) == "'\(expected)'")
    }
  }
}

extension Data {
  fileprivate func contains(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
