import Postgres
import TestSupport
import Testing
import Training

@testable import Store

extension StoredTests {
  /// Texts that no reader of files would let through, handed to the store itself: what goes in by
  /// COPY goes in as it is, or not at all (I7, I8).
  @Suite struct HostileTexts {
    let office: Office

    init() throws { office = try Office() }

    private static let texts = [
      "a\tb", "a\nb", "a\r\nb", #"\."#, "\n\\.\n", #"\N"#, "\"", "a,b", "{a}", "$1", "\u{7F}",
      "'); DROP TABLE jadwal.weight;--", "a\0b", "a\0",
    ]

    /// Where a text may stand, and in which table it arrives.
    enum Place: String, CaseIterable {
      case memberState = "member_state"
      case city, module, cohort, trainer, venue
    }

    private func programme(_ number: Int, _ text: String, at place: Place) throws -> Programme {
      let startsOn = LocalDate(days: 20_668)
      func name(_ here: Place) -> String { here == place ? text : here.rawValue }
      return Programme(
        settings: Programme.Settings(
          id: "p\(number)", title: "Hostile", startsOn: startsOn, weeks: 1, gridMinutes: 30),
        states: [MemberState(code: "TH", name: name(.memberState))],
        cities: [
          City(
            id: "BKK", state: 0, name: name(.city),
            zone: try #require(Zone("Asia/Bangkok", around: startsOn)))
        ],
        modules: [
          Module(
            id: "M", title: name(.module), competence: "1.1", level: 1, sessions: 1, minutes: 60,
            mode: .inPerson)
        ],
        cohorts: [
          Cohort(
            id: name(.cohort), city: 0, audience: .youth, size: 9, languages: ["th"], modules: [0],
            available: .always)
        ],
        trainers: [
          Trainer(
            id: name(.trainer), city: 0, languages: ["th"], skills: ["1.1": 1], available: .always,
            wishedMinutesPerWeek: 60, maxMinutesPerWeek: 60, maxMinutesPerDay: 60)
        ], venues: [Venue(id: name(.venue), city: 0, seats: 9, open: .always)])
    }

    @Test(arguments: Place.allCases)
    func datasetsTakeThemAsTheyAre(_ place: Place) throws {
      let store = DatasetStore(try office.test.database(as: office.ana))
      let owner = try office.test.connection()
      let column =
        switch place {
        case .memberState, .city: "name"
        case .module: "title"
        case .cohort, .trainer, .venue: place.rawValue
        }
      for (number, text) in Self.texts.enumerated() {
        let content = DatasetContent(
          programme: try programme(number, text, at: place),
          files: [StoredFile(name: "programme.yaml", bytes: Array("\(number)".utf8))])
        let before: Int = try owner.run("SELECT count(*) FROM jadwal.dataset_version")[0][0]
        if text.utf8.contains(0) {
          expectRefusal("22021") { _ = try store.store(content, as: nil) }
          #expect(
            try owner.run("SELECT count(*) FROM jadwal.dataset_version")[0][0] == before)
        } else {
          _ = try store.store(content, as: nil)
          let rows = try owner.run(
            """
            SELECT t.\(identifier: column) FROM jadwal.\(identifier: place.rawValue) t
            JOIN jadwal.programme p USING (domain_id, programme_id) WHERE p.name = \("p\(number)")
            """)
          #expect(rows.count == 1)
          let stored: String = try rows[0][0]
          #expect(Array(stored.utf8) == Array(text.utf8), "\(text)")
        }
      }
      #expect(try owner.run("SELECT to_regclass('jadwal.weight') IS NOT NULL")[0][0] == true)
    }

    /// What parts the lines of a content hash is in no name.
    @Test func plansRefuseWhatWouldBlurTheirHash() throws {
      let database = try office.test.database(as: office.ana)
      for text in ["a|b", "a;b", #"a\b"#, "a\nb", "a\0b"] {
        for place in 0..<3 {
          expectRefusal(text.utf8.contains(0) ? "22021" : "23514") {
            try SmallDataset.storePlan(in: database) { plan in
              let first = plan.placements.firstIndex { $0 != nil } ?? 0
              switch place {
              case 0: plan.placements[first]?.lead = .unknown(text)
              case 1: plan.placements[first]?.venue = .unknown(text)
              default: plan.placements[first]?.assistants = [.unknown(text)]
              }
            }
          }
        }
      }
      #expect(
        try office.test.connection().run("SELECT count(*) FROM jadwal.plan_version")[0][0] == 0)
    }
  }
}
