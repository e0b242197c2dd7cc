import ArgumentParser
import Files
import Foundation
import Planning
import Store
import Training

extension PlansCommand {
  /// `jadwal plans publish`
  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Puts an approved version in force, in the place of the one that was seen published.",
      discussion: """
        Without --seen, that is the version that was published when this one was made. Where another is \
        published by now, nothing happens and the status is 75.
        """)

    @OptionGroup var target: PlanTarget
    @Option(help: "The version that you have seen published, or none.")
    var seen: Seen?
    @OptionGroup var actor: ActorOptions

    enum Seen: ExpressibleByArgument {
      case version(Int)
      case none

      init?(argument: String) {
        if argument == "none" {
          self = .none
        } else if let number = Int(argument) {
          self = .version(number)
        } else {
          return nil
        }
      }
    }

    func run() throws {
      try target.change { store, version, programme in
        let plan = try store.find(version, of: programme)
        let expected: Int? =
          switch seen {
          case .version(let number): number
          case Optional.some(.none): nil
          case nil: plan.baseVersion
          }
        let published = try store.publish(
          version, of: programme, seen: expected, as: actor.actor)
        target.options.output.warn(
          "\(counted(published.booked, "slot")) booked, \(published.freed) given back.")
        return published.auditHead
      }
    }
  }

  /// `jadwal plans export`
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Writes a version to a plan folder: its documents byte for byte, and its page drawn anew.")

    @OptionGroup var target: PlanTarget
    @Option(help: "The folder to write: new, empty or an earlier plan.")
    var out: String

    func run() throws {
      let database = try target.database.connect()
      let programme = try ProgrammeStore(database).find(target.programme)
      let store = PlanStore(database)
      let stored = try store.find(target.version, of: programme)
      let source = try StoredSource.read(
        target.programme, asIn: stored, database, target.options)
      let plan = try store.plan(
        of: programme, version: target.version, for: source.loaded.programme)
      let documents = try store.documents(of: programme, version: target.version)
      let compiled = CompiledProgramme(source.loaded.facts, freeze: source.loaded.freeze)
      let summary = PlanSummary(
        Verification(PlanView(plan, facts: source.loaded.facts, freeze: source.loaded.freeze)),
        of: plan, datasetDigest: source.loaded.dataset.digest, lowerBound: stored.lowerBound,
        made: try made(documents.planJSON), reasons: compiled.reasons(for: plan),
        shortages: source.loaded.shortages)
      do throws(WritingError) {
        try PlanFolder(out).replace(with: [
          (PlanColumn.file, assignments(of: plan)), (PlanFolder.mark, documents.planJSON),
          ("plan.html", planPage(plan, summary: summary)), ("bound.json", documents.boundJSON),
        ])
      } catch {
        throw Failure(ExitStatus.cannotWrite, "\(error)")
      }
      target.options.output.warn("Written to \(legible(out)).")
      if stored.job != nil, stored.baseVersion != nil {
        target.options.output.warn(
          "The files of the dataset do not tell what was frozen: jadwal verify \(programme.name) "
            + "\(stored.version) --database \"\" judges it as it was made.")
      }
      try target.tell(stored, of: programme)
    }

    /// How it was made, as its `plan.json` tells.
    private func made(_ json: [UInt8]) throws -> PlanMaking {
      struct Making: Decodable {
        var seed: UInt64
        var threads: Int
        var iterations: Int
        var seconds: Double
        var version: String
      }
      let making = try JSONDecoder().decode(Making.self, from: Data(json))
      return PlanMaking(
        seed: making.seed, threads: making.threads, iterations: making.iterations,
        seconds: making.seconds, version: making.version)
    }
  }
}
