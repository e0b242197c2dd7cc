import ArgumentParser
import Engine
import Foundation
import Planning

/// The limits and seeds that every measuring command takes.
struct SearchArguments: ParsableArguments {
  @Option(help: "Wall time.")
  var seconds: Double?
  @Option(help: "CPU time of the whole process.")
  var cpuSeconds: Double?
  @Option(help: "Moves of all threads together.")
  var iterations: Int?
  @Option(help: "Where the random numbers start.")
  var seed: UInt64 = 1
  @Option(help: "Threads that search.")
  var threads = 1

  @Option(help: "How often each neighbourhood is drawn: numbers with commas, to try other mixes.")
  var odds: String?
  @Option(help: "The temperature at the start, in units of cost.")
  var startTemperature: Double?
  @Option(help: "The temperature at the end, in units of cost.")
  var endTemperature: Double?

  /// The engine's own choices but for what was asked.
  var options: SearchOptions {
    var options = SearchOptions()
    options.odds = odds?.split(separator: ",").compactMap { Int($0) }
    if let startTemperature { options.startTemperature = Int(startTemperature * 256) }
    if let endTemperature { options.endTemperature = Int(endTemperature * 256) }
    return options
  }

  var limits: SearchLimits {
    let isOpen = seconds == nil && cpuSeconds == nil && iterations == nil
    return SearchLimits(
      seconds: isOpen ? 20 : seconds, cpuSeconds: cpuSeconds, iterations: iterations)
  }

  func validate() throws {
    if let odds = options.odds {
      guard odds.count == Neighbourhood.allCases.count, odds.allSatisfy({ $0 >= 0 }),
        (1...100_000).contains(odds.reduce(0, +))
      else {
        throw ValidationError("--odds are \(Neighbourhood.allCases.count) whole numbers.")
      }
    }
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads is a whole number from 1 to 256.")
    }
  }
}

/// Calls something once when SIGINT or SIGTERM comes.
final class SignalStop {
  private let sources: [any DispatchSourceSignal]

  init(_ stop: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: stop)
      source.resume()
      return source
    }
  }

  func cancel() {
    for source in sources { source.cancel() }
  }
}

extension Budget {
  /// Whether time is up or somebody said stop; moves are not counted.
  var isSpent: Bool { spent(moves: 0, best: .max) >= 65_536 }
}
