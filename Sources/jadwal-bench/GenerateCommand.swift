import ArgumentParser
import Foundation
import Planning
import Training

/// `jadwal-bench generate`: writes a dataset drawn at random.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Writes a dataset drawn at random: the same options give the same bytes.",
    discussion: """
      A limit, or SIGTERM, may end the search for how scarce hours have to be; what is written then is \
      looser than asked for, and standard error says so.
      """)

  @Option(help: "How large: s, m, l or xl (10 to 4,000 cohorts).")
  var size: DatasetShape.Size
  @Option(help: "Where the draw starts.")
  var seed: UInt64 = 1
  @Option(help: "How scarce the trainers' hours are, 0 (loose) to 1 (far too tight).")
  var tightness = 0.5
  @Flag(help: "Some cohorts attend an online module together.")
  var joint = false
  @Flag(help: "Some cohorts, trainers and venues are away for days.")
  var absences = false
  @Flag(help: "Dialogue partners send trainers, for some states, axes and hours.")
  var partners = false
  @Option(help: "Weeks that the programme runs, 1 to 53.")
  var weeks = 4
  @Option(help: "Cities in all, in place of the size's own number.")
  var cities: Int?
  @Option(help: "CPU time of the whole process.")
  var cpuSeconds: Double?
  @Option(help: "The folder to write to; new or empty.")
  var out: String

  func validate() throws {
    guard (0...1).contains(tightness) else {
      throw ValidationError("--tightness is a number from 0 to 1.")
    }
    guard (1...53).contains(weeks) else {
      throw ValidationError("--weeks is a whole number from 1 to 53.")
    }
    if let cities, !(1...2000).contains(cities) {
      throw ValidationError("--cities is a whole number from 1 to 2000.")
    }
  }

  func run() async throws {
    let budget = Budget(SearchLimits(cpuSeconds: cpuSeconds), threads: 1)
    let signals = SignalStop { budget.stop() }
    defer { signals.cancel() }
    let request = DatasetRequest(
      size: size, seed: seed, tightness: tightness, joint: joint, absences: absences,
      partners: partners, weeks: weeks, cities: cities)
    let (programme, isWhole) = DatasetGenerator(request).programme {
      budget.isSpent
    }
    if !isWhole { note("cut short: looser than tightness \(tightness), and not the same again") }
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    do {
      try DatasetWriter(programme).write(to: folder)
    } catch {
      FileHandle.standardError.write(Data("jadwal-bench: \(out): \(error)\n".utf8))
      throw ExitCode(73)
    }
    print(
      "\(out): \(programme.cohorts.count) cohorts, \(programme.chains.count) chains, "
        + "\(programme.sessions.count) sessions, \(programme.trainers.count) trainers, "
        + "\(programme.venues.count) venues")
  }
}

extension DatasetShape.Size: ExpressibleByArgument {}
