import Foundation
import Testing
import Training

@testable import Files

@Suite struct PlanReaderTests {
  static let header = "session,module,cohorts,start,end,lead,assistants,venue,local_start\n"
  static let rows = [
    "J1/SAFE/1,SAFE,J1,2026-08-05T11:00:00Z,2026-08-05T12:30:00Z,T1,T2;T8,V1,2026-08-05T18:00+07:00",
    "J1/SAFE/2,SAFE,J1,,,,,,",
    "X1/AI/1,AI,J2;J1,2026-08-08T02:00:00Z,2026-08-08T04:00:00Z,T9,,,2026-08-08T09:00+07:00",
    "X1/AI/2,AI,J2;J1,,,,,,",
    "X1/AI/3,AI,J2;J1,,,,,,",
    "H1/SAFE/1,SAFE,H1,,,,,,",
    "H1/SAFE/2,SAFE,H1,,,,,,",
    "H1/WEB/1,WEB,H1,,,,,,",
  ]
  static var text: String { header + rows.map { $0 + "\n" }.joined() }

  private let programme: Programme

  init() throws { programme = try readDataset(in: TinyDataset.folder()).get().programme }

  private func read(
    _ text: String, fit: PlanFit = .exact
  ) -> Result<PlanFile, Faults> {
    readPlan(Array(text.utf8), for: programme, fit: fit)
  }

  private func faults(_ text: String) -> [String] {
    switch read(text) {
    case .success: []
    case .failure(let faults): faults.list.map(\.description)
    }
  }

  @Test func whatIsWrittenReadsBack() throws {
    let file = try read(Self.text).get()
    #expect(file.plan.placements[0]?.assistants == [.known(1), .unknown("T8")])
    #expect(file.plan.placements[2]?.lead == .unknown("T9"))
    #expect(file.plan.placements[1] == nil)
    #expect(file.lines == [2, 3, 4, 5, 6, 7, 8, 9])
    #expect(String(decoding: assignments(of: file.plan), as: UTF8.self) == Self.text)
  }

  @Test func orderDoesNotMatterAndDerivedColumnsMayBeLeftOut() throws {
    let text = "venue,assistants,lead,start,session\nV1,,T1,2026-08-05T11:00:00Z,J1/SAFE/1\n"
    let plan = try read(text, fit: .partial).get().plan
    #expect(plan.placements[0]?.venue == .known(0))
    #expect(plan.placements.count { $0 != nil } == 1)
  }

  @Test func aMissingRowIsAFaultWhereAskedFor() {
    let text = Self.header + Self.rows.dropLast().map { $0 + "\n" }.joined()
    #expect(faults(text) == [#"assignments.csv: session: "H1/WEB/1" has no row"#])
  }

  @Test(arguments: [
    ("J1/SAFE/2,", "J1/SAFE/1,", #"3: session: "J1/SAFE/1" is given twice, first on line 2"#),
    (
      "H1/WEB/1,", "H1/WEB/2,",
      #"9: session: unknown session "H1/WEB/2" (did you mean "H1/WEB/1"?)"#
    ),
    ("Z,T1,", "Z,,", "2: lead: is empty, but the session has a start"),
    ("12:30:00Z", "12:00:00Z", "2: end: 2026-08-05T12:00:00Z is not the session's end, "),
    ("18:00+07:00", "18:30+07:00", #"2: local_start: "2026-08-05T18:30+07:00" is not the start"#),
    ("J1/SAFE/1,SAFE", "J1/SAFE/1,AI", #"2: module: "AI" is not the session's module, SAFE"#),
    ("AI,J2;J1,2026", "AI,J2,2026", #"4: cohorts: are not the session's, "J2;J1""#),
    ("AI/2,AI,J2;J1,,,", "AI/2,AI,J2;J1,,,T1", "5: lead: is given, but the session has no start"),
    ("T2;T8", "T2;T2", #"2: assistants: "T2" is listed twice"#),
    ("T2;T8", "T2;T 8", #"2: assistants: "T 8" is not an id"#),
    ("08-05T11:00:00Z", "08-05T11:00Z", #"2: start: "2026-08-05T11:00Z" is not an instant"#),
    ("H1/WEB/1,WEB,H1,,,,,,\n", "H1/WEB/1\n", "9: 1 cell, but the header has 9"),
  ])
  func refuses(_ old: String, _ new: String, _ fault: String) {
    let text = Self.text.replacing(old, with: new, maxReplacements: 1)
    #expect(text != Self.text)
    let found = faults(text)
    #expect(found.first?.hasPrefix("assignments.csv:" + fault) == true, "\(found)")
  }

  @Test func readsAFolderOrAFile() throws {
    let scratch = try ScratchFolder()
    try scratch.write([PlanColumn.file: Self.text, "other.csv": Self.text])
    for path in [scratch.path, scratch.path + "/other.csv", scratch.path + "/" + PlanColumn.file] {
      #expect(try readPlan(at: path, for: programme).get().plan.placements[0] != nil)
    }
    for path in ["", scratch.path + "/none.csv", scratch.path + "/none"] {
      guard case .failure(let faults) = readPlan(at: path, for: programme) else {
        Issue.record("\(path) was read")
        continue
      }
      #expect(faults.list.map(\.message) == ["no such file or folder"])
    }
  }
}

/// The floors that every plan is measured against: read and written back, byte for byte.
@Suite struct FloorTests {
  /// The folder that holds `s`, `m` and `l`.
  static let bench = ProcessInfo.processInfo.environment["JADWAL_TRAINING_BENCH"]

  @Test func smallFloorKeepsItsBytes() throws {
    let dataset = try readDataset(at: Fixtures.path("training-s")).get()
    #expect(dataset.programme.sessions.count == 59)
    let floor = try Fixtures.bytes("training-s/greedy.csv")
    let plan = try readPlan(
      at: Fixtures.path("training-s/greedy.csv"), for: dataset.programme
    ).get().plan
    #expect(assignments(of: plan) == floor)
  }

  @Test(.enabled(if: bench != nil, "set JADWAL_TRAINING_BENCH"), arguments: ["s", "m", "l"])
  func everyFloorKeepsItsBytes(_ size: String) throws {
    let folder = try #require(Self.bench) + "/" + size
    let dataset = try readDataset(at: folder).get()
    let plan = try readPlan(at: folder + "/greedy.csv", for: dataset.programme).get().plan
    let floor = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/greedy.csv")))
    #expect(assignments(of: plan) == floor)
  }
}
