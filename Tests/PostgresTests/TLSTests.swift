import Faults
import Foundation
import TestSupport
import Testing

@testable import Postgres

extension ServerTests {
  /// S4: encrypted connections, to the right server and to an impostor.
  @Suite(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
      "no openssl to make certificates with"))
  struct Encryption {
    @Test func onlyTheRightServerIsSpokenTo() throws {
      let name = "tls" + String(UInt32.random(in: .min ... .max), radix: 36)
      let folder = "/tmp/jadwal-" + name
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try shell(
        """
        cd \(folder)
        for ca in right wrong; do
          openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca CA" -keyout $ca.key -out $ca.crt
        done
        openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost\\n' > san
        openssl x509 -req -in server.csr -CA right.crt -CAkey right.key -CAcreateserial -days 2 -extfile san -out server.crt
        printf 'local all all trust\\nhostssl all all 127.0.0.1/32 trust\\n' > hba
        chmod 600 server.key
        if [ "$(id -u)" = 0 ]; then chown postgres server.key; fi
        """)
      let port = Int.random(in: 20_000..<60_000)
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/database").standardizedFileURL.path
      try shell(
        """
        \(script) --name \(name) start "ssl = on" "ssl_cert_file = '\(folder)/server.crt'" \
          "ssl_key_file = '\(folder)/server.key'" "hba_file = '\(folder)/hba'" \
          "listen_addresses = '127.0.0.1'" "port = \(port)"
        """)
      defer { try? shell("\(script) --name \(name) stop") }
      func connect(_ host: String, _ mode: String, root: String) throws -> Connection {
        try Connection(
          Address(
            "host=\(host) port=\(port) user=app dbname=postgres sslmode=\(mode) sslrootcert=\(folder)/\(root).crt",
            environment: [:]))
      }
      let connection = try connect("localhost", "verify-full", root: "right")
      let row = try connection.run(
        "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0]
      #expect(try row[0] == true)
      #expect(try row[1] == "TLSv1.3")
      for (host, mode, root, word) in [
        ("localhost", "verify-full", "wrong", "certificate verify failed"),
        ("127.0.0.1", "verify-full", "right", "does not match host name"),
        ("localhost", "disable", "right", "no encryption"),
      ] {
        #expect {
          try connect(host, mode, root: root)
        } throws: { error in
          let error = error as? PostgresError
          return error?.kind == .connection && error?.message.contains(word) == true
        }
      }
      // What the service refuses to start with: an impostor of another name is spoken to.
      _ = try connect("127.0.0.1", "verify-ca", root: "right")
    }

    private func shell(_ script: String) throws {
      try shellOutput("set -eu\n\(script)")
    }
  }
}
