import ArgumentParser
import Benchmarks
import Engine
import Foundation
import Planning
import Training

/// `jadwal-bench engine`: how fast the search moves, and what it takes.
struct EngineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Measures moves per second by neighbourhood, memory and threads.",
    discussion: """
      Each neighbourhood alone, then all of them as the search draws them, from one annealed plan at \
      the temperature at which a search ends; on curriculum-based instances also a C kernel of the \
      same inner loop. Then one thread against several, from the beginning, for the same wall time. \
      Without an instance or a dataset, a set drawn at random is measured. A limit is shared by all \
      measurements; --iterations is of each of them. The peak of memory is the whole process's: \
      measure one at a time to compare.
      """)

  @Option(help: "A .ctt file; may be given several times.")
  var instance: [String] = []
  @Option(help: "A dataset folder; may be given several times.")
  var dataset: [String] = []
  @Flag(help: "One JSON document.")
  var json = false
  @OptionGroup var search: SearchArguments

  func run() async throws {
    let whole = Budget(
      SearchLimits(seconds: search.seconds, cpuSeconds: search.cpuSeconds), threads: 1)
    let signals = SignalStop { whole.stop() }
    defer { signals.cancel() }
    let subjects = try self.subjects
    let limit = search.cpuSeconds ?? search.seconds
    // Some twenty measurements each.
    let unit = limit.map { $0 / Double(20 * subjects.count) } ?? 1
    var options = search.options
    options.seed = search.seed
    var all: [EngineFigures] = []
    for subject in subjects where !whole.isSpent {
      let figures = try subject().figures(
        options: options, threads: search.threads, unit: unit, moves: search.iterations,
        within: whole)
      if !json { print(figures.text + "\n") }
      all.append(figures)
    }
    guard json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(all), as: UTF8.self))
  }

  /// Made one after another, so that memory holds one at a time.
  private var subjects: [() throws -> EngineSubject] {
    get throws {
      if instance.isEmpty && dataset.isEmpty { return drawn }
      return instance.map { path in
        {
          EngineSubject(try loadInstance(path), named: Self.name(path), seed: search.seed)
        }
      }
        + dataset.map { path in
          { EngineSubject(try loadProgramme(path), named: Self.name(path)) }
        }
    }
  }

  private var drawn: [() -> EngineSubject] {
    [{ EngineSubject(.drawn(seed: search.seed), named: "drawn", seed: search.seed) }]
      + DatasetShape.Size.allCases.map { size in
        {
          let request = DatasetRequest(
            size: size, seed: search.seed, joint: true, absences: true, partners: true)
          return EngineSubject(
            DatasetGenerator(request).programme(), named: size.rawValue)
        }
      }
  }

  private static func name(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}
