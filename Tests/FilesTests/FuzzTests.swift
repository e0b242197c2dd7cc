import Foundation
import Testing
import Training

@testable import Files

/// Broken input of every kind never traps, hangs or passes for whole: faults or a programme.
///
/// `JADWAL_FUZZ` is the number of mutations of each test, `JADWAL_FUZZ_SEED` the first seed. The seed
/// of a run that ends in a trap is the last one printed, or one of the thousand after it.
@Suite(.serialized) struct FuzzTests {
  #if DEBUG
    private static let usual = 2000
  #else
    private static let usual = 60_000
  #endif

  private static func number(_ name: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }

  private func fuzz(_ name: String, _ body: (UInt64) -> Bool) {
    let first = UInt64(Self.number("JADWAL_FUZZ_SEED", or: 1))
    for step in 0..<UInt64(Self.number("JADWAL_FUZZ", or: Self.usual)) {
      let seed = first + step
      if step % 1000 == 0 {
        FileHandle.standardError.write(Data("\(name): seed \(seed)\n".utf8))
      }
      let isSound = body(seed)
      #expect(isSound, "seed \(seed)")
      if !isSound { return }
    }
  }

  /// Faults are told in lines that a terminal can show.
  private func areSound(_ faults: Faults) -> Bool {
    !faults.list.isEmpty && faults.total >= faults.list.count && faults.list.count <= 100
      && (faults.list + faults.warnings).allSatisfy { fault in
        !fault.description.unicodeScalars.contains { $0.properties.generalCategory == .control }
          && fault.description.utf8.count < 2000
      }
  }

  /// Whatever was done to a zip, it gives files within the limits or a sentence.
  @Test func zips() {
    let files = TinyDataset.files.mapValues { Array($0.utf8) }
    let entries = files.keys.sorted().enumerated().map { index, name in
      ZipMaker.Entry("tiny/" + name, files[name] ?? [], isStored: index.isMultiple(of: 3))
    }
    let whole = ZipMaker(entries).bytes
    var (read, refused) = (0, 0)
    fuzz("zips") { seed in
      var mutation = Mutation(seed: seed)
      do throws(ZipRefusal) {
        let found = try zipEntries(mutation.mutate(whole))
        read += 1
        return !found.isEmpty && found.values.reduce(0) { $0 + $1.count } <= Limits.bytesPerZip
      } catch {
        refused += 1
        return error.description.hasSuffix(".") && error.description.utf8.count < 500
      }
    }
    #expect(read > 0 && refused > 0)
  }

  @Test func datasets() {
    let names = TinyDataset.files.keys.sorted()
    let files = TinyDataset.files.mapValues { Array($0.utf8) }
    fuzz("datasets") { seed in
      var mutation = Mutation(seed: seed)
      var broken = files
      for _ in 0...Int.random(in: 0..<2, using: &mutation.random) {
        let name = names.randomElement(using: &mutation.random) ?? ""
        broken[name] = mutation.mutate(broken[name] ?? [])
      }
      switch readDataset(in: .memory(broken)) {
      case .failure(let faults): return areSound(faults)
      case .success(let dataset):
        let programme = dataset.programme
        guard programme.pins.keys.allSatisfy({ dataset.lines.pins[$0] != nil }),
          dataset.lines.cohorts.count == programme.cohorts.count,
          programme.cities.count == dataset.lines.cities.count
        else { return false }
        var plan = Plan(empty: programme)
        for (session, placement) in programme.previous { plan.placements[session] = placement }
        let bytes = assignments(of: plan)
        guard case .success(let read) = readPlan(bytes, for: programme) else { return false }
        return assignments(of: read.plan) == bytes
      }
    }
  }

  @Test func settings() {
    let text = Array((TinyDataset.files["programme.yaml"] ?? "").utf8)
    fuzz("settings") { seed in
      var mutation = Mutation(seed: seed)
      let log = FaultLog()
      let bytes = mutation.mutate(mutation.mutate(text))
      let file = ProgrammeFile(bytes, hasPrevious: true, log: log)
      guard let refusal = log.refusal else { return file.settings != nil }
      return file.settings == nil && areSound(refusal)
    }
  }

  @Test func plans() throws {
    let programme = try readDataset(in: TinyDataset.folder()).get().programme
    let text = Array(PlanReaderTests.text.utf8)
    fuzz("plans") { seed in
      var mutation = Mutation(seed: seed)
      switch readPlan(mutation.mutate(text), for: programme) {
      case .failure(let faults): return areSound(faults)
      case .success(let file):
        let bytes = assignments(of: file.plan)
        guard case .success(let again) = readPlan(bytes, for: programme) else { return false }
        return again.plan.placements.map { $0?.start } == file.plan.placements.map { $0?.start }
      }
    }
  }

  @Test func tables() {
    fuzz("tables") { seed in
      var mutation = Mutation(seed: seed)
      let bytes = mutation.mutate(Array("a,b\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\nü,\"\"\n\n".utf8))
      let cut = Int.random(in: 0...bytes.count, using: &mutation.random)
      return rows([bytes]) == rows([Array(bytes[..<cut]), Array(bytes[cut...])])
    }
  }

  private func rows(_ chunks: [[UInt8]]) -> [[String]] {
    var left = chunks.filter { !$0.isEmpty }[...]
    var reader = CSVReader { () throws(ReadingError) in left.popFirst() }
    var rows: [[String]] = []
    while reader.next() {
      rows.append((0..<reader.row.cellCount).map { reader.row.cell($0) })
      if let problem = reader.row.problem { rows.append(["\(problem)"]) }
    }
    return rows + [["\(String(describing: reader.failure))"]]
  }
}
