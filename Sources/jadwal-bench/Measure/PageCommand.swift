import ArgumentParser
import Hummingbird

/// `jadwal-bench page`: a page that prints a constant, which those of the board are held against.
struct PageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Serves a page that prints a constant, until it is told to stop.")

  @Option(parsing: .unconditional, help: "The port on 127.0.0.1.")
  var port: Int

  func run() async throws {
    let router = Router()
    router.get("/") { _, _ in "constant\n" }
    try await Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: port))
    ).runService()
  }
}
