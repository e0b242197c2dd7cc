import ArgumentParser
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

  var limits: SearchLimits {
    let isOpen = seconds == nil && cpuSeconds == nil && iterations == nil
    return SearchLimits(seconds: isOpen ? 20 : seconds, cpuSeconds: cpuSeconds, iterations: iterations)
  }

  func validate() throws {
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

  func cancel() { sources.forEach { $0.cancel() } }
}
