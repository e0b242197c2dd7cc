import Benchmarks
import Engine
import Testing

@testable import jadwal_bench

/// The C kernel's running cost is what a recount says, and it breaks no hard rule.
@Suite struct KernelTests {
  /// A timetable to start from: lectures one by one where nothing forbids them.
  private func start(_ instance: CBCTT.Instance, seed: UInt64) -> CBCTT.Timetable {
    var random = Random(seed: seed)
    return CBCTTSamples.tidy(in: instance, using: &random)
  }

  @Test("Its cost is the score of its timetable", arguments: UInt64(1)...12)
  func costIsScore(seed: UInt64) throws {
    let instance = CBCTT.Instance.drawn(seed: seed)
    let first = start(instance, seed: seed)
    let kernel = try #require(Kernel(instance, from: first, seed: seed), "seed \(seed)")
    #expect(kernel.cost == CBCTT.Score(first, of: instance).cost, "seed \(seed)")
    // Hot, so that much is kept, then cold.
    for temperature in [256 * 50, 256, 16] {
      let counts = kernel.run(20_000, temperature: temperature)
      #expect(counts.proposed == 20_000)
      #expect((1...counts.evaluated).contains(counts.kept), "seed \(seed)")
      let score = CBCTT.Score(kernel.timetable, of: instance)
      #expect(kernel.cost == score.cost, "seed \(seed), temperature \(temperature)")
      #expect(
        score.conflicts + score.availability + score.roomOccupancy + score.entries == 0,
        "seed \(seed)")
      // What did not find a place at first stays out.
      #expect(kernel.timetable.entries.count == first.entries.count, "seed \(seed)")
    }
  }

  @Test("Cold moves improve a plan")
  func improves() throws {
    let instance = CBCTT.Instance.drawn(seed: 3)
    let kernel = try #require(Kernel(instance, from: start(instance, seed: 3), seed: 3))
    let before = kernel.cost
    _ = kernel.run(200_000, temperature: 0)
    #expect(kernel.cost < before)
  }

  @Test("The same seed does the same")
  func isRepeatable() throws {
    let instance = CBCTT.Instance.drawn(seed: 4)
    let timetables = try (0..<2).map { _ in
      let kernel = try #require(Kernel(instance, from: start(instance, seed: 4), seed: 9))
      _ = kernel.run(50_000, temperature: 256)
      return kernel.timetable
    }
    #expect(timetables[0] == timetables[1])
  }

  @Test("It refuses a timetable that breaks a hard rule")
  func refusesBroken() {
    let clash = CBCTTSamples.timetable([(0, 0, 1), (3, 1, 1)])
    #expect(Kernel(CBCTTSamples.tiny, from: clash, seed: 1) == nil)
    let shared = CBCTTSamples.timetable([(0, 0, 1), (1, 0, 1)])
    #expect(Kernel(CBCTTSamples.tiny, from: shared, seed: 1) == nil)
    let barred = CBCTTSamples.timetable([(0, 0, 0)])
    #expect(Kernel(CBCTTSamples.tiny, from: barred, seed: 1) == nil)
    #expect(Kernel(CBCTTSamples.tiny, from: CBCTTSamples.perfect, seed: 1)?.cost == 0)
  }
}
