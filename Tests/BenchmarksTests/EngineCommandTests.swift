import Benchmarks
import Engine
import Foundation
import Planning
import Testing

@testable import jadwal_bench

/// `jadwal-bench engine` on small problems, by numbers of moves: no clock decides.
@Suite struct EngineCommandTests {
  private static let moves = 2_000

  private func figures(_ subject: EngineSubject, stopped: Bool = false) -> EngineFigures {
    let budget = Budget(SearchLimits(), threads: 1)
    if stopped { budget.stop() }
    return subject.figures(
      options: SearchOptions(), threads: 2, unit: 1, moves: Self.moves, within: budget)
  }

  @Test("Every neighbourhood is measured alone, and all together")
  func neighbourhoods() throws {
    let figures = figures(EngineSubject(.drawn(seed: 1), named: "drawn", seed: 1))
    #expect(figures.neighbourhoods.map(\.name) == Neighbourhood.allCases.map { "\($0)" })
    for moves in figures.neighbourhoods + [try #require(figures.mix)] {
      // The search asks for its limit every so many moves.
      #expect(moves.proposed == Self.moves, "\(moves.name)")
      #expect((0...moves.proposed).contains(moves.evaluated), "\(moves.name)")
      #expect((0...moves.evaluated).contains(moves.kept), "\(moves.name)")
      #expect(moves.alternatives >= moves.evaluated, "\(moves.name)")
      #expect(moves.seconds > 0, "\(moves.name)")
    }
    #expect(figures.neighbourhoods.contains { $0.kept > 0 })
    #expect(figures.neighbourhoods.contains { $0.alternatives > $0.evaluated })
  }

  @Test("The kernel is measured on course timetabling only")
  func kernel() throws {
    let courses = figures(EngineSubject(.drawn(seed: 2), named: "drawn", seed: 2))
    let kernel = try #require(courses.kernel)
    #expect(kernel.proposed >= Self.moves && kernel.kept > 0)
    let programme = DatasetGenerator(DatasetRequest(size: .small)).programme()
    #expect(figures(EngineSubject(programme, named: "s")).kernel == nil)
  }

  @Test("One thread and two make as many moves each")
  func threads() {
    let figures = figures(EngineSubject(.drawn(seed: 3), named: "drawn", seed: 3))
    #expect(figures.threads.map(\.threads) == [1, 2])
    #expect(figures.threads.map(\.moves) == [Self.moves, 2 * Self.moves])
  }

  @Test("Tables grow with the problem, and the peak holds them")
  func memory() {
    let small = DatasetGenerator(DatasetRequest(size: .small)).programme()
    let medium = DatasetGenerator(DatasetRequest(size: .medium)).programme()
    let sizes = [small, medium].map { figures(EngineSubject($0, named: "drawn")) }
    #expect(sizes[0].tableBytes < sizes[1].tableBytes)
    #expect(sizes.allSatisfy { $0.tableBytes > 0 && $0.tableBytes < $0.peakBytes })
  }

  @Test("A stop leaves out what is not measured yet")
  func stops() {
    let figures = figures(EngineSubject(.drawn(seed: 4), named: "drawn", seed: 4), stopped: true)
    #expect(figures.neighbourhoods.isEmpty)
    #expect(figures.threads.isEmpty)
  }

  @Test("The text names every measurement, and JSON reads back")
  func formats() throws {
    let figures = figures(EngineSubject(.drawn(seed: 5), named: "drawn", seed: 5))
    let lines = figures.text.split(separator: "\n")
    for name in figures.neighbourhoods.map(\.name) + ["mix", "C kernel", "mix ÷ kernel"] {
      #expect(lines.contains { $0.hasPrefix("  \(name) ") }, "\(name)")
    }
    let data = try JSONEncoder().encode(figures)
    let back = try JSONDecoder().decode(EngineFigures.self, from: data)
    #expect(back.text == figures.text)
  }
}
