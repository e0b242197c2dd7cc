import Files
import Foundation
import Planning
import TestSupport
import Testing
import Training

@testable import Postgres
@testable import Store

extension StoredTests {
  @Suite struct Datasets {
    let office: Office
    var store: DatasetStore {
      get throws { DatasetStore(try office.test.database(as: office.ana)) }
    }

    init() throws { office = try Office() }

    @Test func filesComeBackByteForByteAndTwiceIsOnce() throws {
      let content = try SmallDataset.content()
      let first = try store.store(content, as: nil)
      #expect(first.isNew && first.version == 1)
      let again = try store.store(content, as: nil)
      #expect(!again.isNew && again.version == 1)
      let programme = try ProgrammeStore(office.test.database()).find("training-s-1")
      #expect(try store.files(of: programme).files == content.files)
      let changed = try SmallDataset.files(changes: [
        "venues.csv": { $0 + "\n" },
        "states.csv": { "\u{FEFF}" + $0.replacing("\n", with: "\r\n") },
      ])
      let second = try store.store(SmallDataset.content(changed), as: nil)
      #expect(second.isNew && second.version == 2)
      let newest = try ProgrammeStore(office.test.database()).find("training-s-1")
      #expect(try store.files(of: newest).files == changed)
      #expect(try store.files(of: newest, version: 1).files == content.files)
      #expect(throws: NotFound.self) { try store.files(of: newest, version: 3) }
      let list = try store.list(newest)
      #expect(list.map(\.version) == [2, 1] && list[1].digest == content.digest)
      #expect(list.allSatisfy { $0.importedBy == office.ana && $0.files == content.files.count })
    }

    /// Names of the region in every script, composed and not, and texts that somebody may try.
    @Test(arguments: [
      "กรุงเทพมหานคร", "ភ្នំពេញ", "ວຽງຈັນ", "ရန်ကုန်", "Hà Nội", "Ha\u{300} No\u{323}\u{302}i",
      "'); DROP TABLE jadwal.plan_version;--", "$$", "\\", "\\N", "\\.", "😀", "\u{202E}x", "NULL",
      "a' OR '1'='1", "{1,2}",
    ])
    func namesComeBackAsTheyWereWritten(_ name: String) throws {
      let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
      func renaming(_ column: Int) -> (String) -> String {
        { text in
          text.split(separator: "\n").enumerated().map { index, line in
            var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
              String.init)
            if index == 1 { cells[column] = quoted }
            return cells.joined(separator: ",")
          }.joined(separator: "\n") + "\n"
        }
      }
      func column(_ file: String, _ name: String) throws -> Int {
        let text = try #require(try SmallDataset.files().first { $0.name == file })
        let header = String(decoding: text.bytes, as: UTF8.self).prefix { $0 != "\n" }
        return try #require(header.split(separator: ",").firstIndex { $0 == name })
      }
      let yaml = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let files = try SmallDataset.files(changes: [
        "states.csv": renaming(try column("states.csv", "name")),
        "cities.csv": renaming(try column("cities.csv", "name")),
        "modules.csv": renaming(try column("modules.csv", "title")),
        "programme.yaml": { text in
          text.split(separator: "\n").map {
            $0.hasPrefix("title:") ? "title: \"\(yaml)\"" : String($0)
          }.joined(separator: "\n") + "\n"
        },
      ])
      _ = try store.store(SmallDataset.content(files), as: nil)
      let owner = try office.test.connection()
      let programme = try ProgrammeStore(office.test.database()).find("training-s-1")
      #expect(try store.files(of: programme).files == files)
      let composed = name.precomposedStringWithCanonicalMapping
      for (table, column) in [
        ("member_state", "name"), ("city", "name"), ("module", "title"), ("programme", "title"),
      ] {
        let names: [String] = try owner.run(
          "SELECT \(identifier: column) FROM jadwal.\(identifier: table)"
        ).map { try $0[0] }
        #expect(names.contains { Array($0.utf8) == Array(composed.utf8) }, "\(table): \(names)")
      }
      #expect(try owner.run("SELECT to_regclass('jadwal.plan_version') IS NOT NULL")[0][0] == true)
      #expect(try Verifier(office.test.database()).verify().faults == [])
    }

    /// NUL and invalid UTF-8 in any text of any function: refused, and nothing is left behind.
    @Test func textThatIsNoneIsRefused() throws {
      let ana = try office.test.connection(as: office.ana)
      let owner = try office.test.connection()
      let functions = try owner.run(
        """
        SELECT proname, pronargs, (SELECT array_agg(t.typname ORDER BY n) FROM
          unnest(proargtypes) WITH ORDINALITY AS a (oid, n) JOIN pg_type t ON t.oid = a.oid)::text[]
        FROM pg_proc WHERE pronamespace = 'jadwal'::regnamespace
          AND has_function_privilege(\(office.ana), pg_proc.oid, 'EXECUTE') AND prorettype <> 'trigger'::regtype
        """, format: .binary)
      var tried = 0
      for function in functions {
        let name: String = try function[0]
        let types: [String]? = try function[2]
        for (place, type) in (types ?? []).enumerated() where type == "text" {
          for hostile: [UInt8] in [
            [0x61, 0, 0x62], [0xFF, 0xFE], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
          ] {
            let parameters = (types ?? []).enumerated().map { index, type in
              index == place
                ? Parameter(type: 25, isBinary: true, bytes: hostile) : Parameter.null
            }
            let marks = (types ?? []).enumerated().map { "$\($0 + 1)::\($1)" }
            expectRefusal("22021") {
              try ana.run(
                SQL(
                  text: "SELECT jadwal.\(name)(\(marks.joined(separator: ", ")))",
                  parameters: parameters))
            }
            tried += 1
          }
        }
      }
      #expect(tried > 40)
      #expect(try owner.run("SELECT count(*) FROM jadwal.audit")[0][0] == 0)
    }

    @Test func plansComeBackAsTheyWent() throws {
      let database = try office.test.database(as: office.ana)
      let (programme, version, plan) = try SmallDataset.storePlan(in: database) { plan in
        let last = plan.placements.lastIndex { $0 != nil } ?? 0
        plan.placements[last]?.lead = .unknown("gone.away")
        plan.placements[last]?.venue = .unknown("torn-down")
      }
      let store = PlanStore(database)
      #expect(
        try store.plan(of: programme, version: version, for: plan.programme).placements
          == plan.placements)
      let documents = try store.documents(of: programme, version: version)
      let dataset = try SmallDataset.content()
      let content = SmallDataset.content(of: plan, digest: dataset.digest)
      #expect(documents.planJSON == content.planJSON && documents.boundJSON == content.boundJSON)
      #expect(throws: NotFound.self) { try store.documents(of: programme, version: 9) }
    }
  }
}
