import Testing

@testable import Files

/// Input that is far too large costs little before it is refused.
@Suite struct LimitsTests {
  /// Gives the same chunk over and over, and counts how often it was asked.
  private final class Flood {
    var asked = 0
    private let head: String
    private let chunk: [UInt8]
    private let times: Int

    init(after head: String, _ text: String, times: Int) {
      self.head = head
      chunk = Array(text.utf8)
      self.times = times
    }

    func next() -> [UInt8]? {
      asked += 1
      if asked == 1 { return Array(head.utf8) }
      return asked <= times + 1 ? chunk : nil
    }
  }

  private func table(_ flood: Flood) -> (rows: Int, faults: [String]) {
    let log = FaultLog()
    let columns = [Column(0, "a"), Column(1, "b", .optional)]
    var rows = 0
    var table = Table("t.csv", columns: columns, log: log) { () throws(ReadingError) in
      flood.next()
    }
    while table?.next() != nil { rows += 1 }
    return (rows, log.faults.map(\.description))
  }

  @Test func aLineOfAGigabyteIsRefusedAtOnce() {
    let piece = String(repeating: "x", count: 1 << 16)
    for head in ["a,b\nx,", "a,b\nx,\""] {
      let flood = Flood(after: head, piece, times: 1 << 14)
      #expect(table(flood).faults == ["t.csv:2: b: a cell is longer than 65536 bytes"])
      #expect(flood.asked <= 4)
    }
  }

  @Test func aMillionColumnsAreRefusedAtOnce() {
    let flood = Flood(after: "a", String(repeating: ",x", count: 1 << 15), times: 40)
    #expect(table(flood).faults == ["t.csv:1: a row has more than 256 cells"])
    #expect(flood.asked <= 2)
  }

  @Test func aLongRowIsRefused() {
    let cells = String(repeating: String(repeating: "x", count: 60_000) + ",", count: 30)
    let flood = Flood(after: "a,b\n", cells, times: 10)
    #expect(table(flood).faults == ["t.csv:2: cell 18: a row is longer than 1048576 bytes"])
  }

  @Test func aMillionRowsAreReadAndNoMore() {
    let thousand = String(repeating: "x,y\n", count: 1000)
    let more = table(Flood(after: "a,b\n", thousand, times: 1001))
    #expect(more.rows == 1_000_000)
    #expect(more.faults == ["t.csv:1000002: more than 1000000 rows"])
  }

  @Test func sessionsAndCitiesAreLimited() {
    var files = TinyDataset.files
    files["cities.csv"]?.append((0..<4000).map { "C\($0),ID,C,Asia/Jakarta,,\n" }.joined())
    #expect(
      readDataset(in: TinyDataset.folder(files)).failureLines
        == ["cities.csv:4002: more than 4000 rows"])
    files = TinyDataset.files
    files["modules.csv"]?.append((0..<60).map { "M\($0),M,,c,1,200,60,online,,,,,\n" }.joined())
    let listed = (0..<60).map { "M\($0)" }.joined(separator: ";")
    files["cohorts.csv"]?.append(
      (0..<90).map { "C\($0),JKT,youth,1,id,\(listed),Mon 08:00-09:00,,,,,\n" }.joined())
    #expect(
      readDataset(in: TinyDataset.folder(files)).failureLines
        == ["cohorts.csv:88: modules: more than 1000000 sessions in all"])
  }

  @Test func suggestionsStopWhenTheyCostTooMuch() {
    let names = (0..<1_000_000).lazy.map { "trainer-\($0)" }
    var nearest = Nearest()
    #expect(nearest.nearest(to: "trainr-5", among: names) == "trainer-5")
    for _ in 0..<100 { _ = nearest.nearest(to: "trainer-xxx", among: names) }
    #expect(nearest.nearest(to: "trainr-5", among: names) == nil)
  }
}
