import Foundation
import Postgres
import Training

/// A job as the worker that claimed it holds it.
package struct ClaimedJob: Sendable, Equatable {
  package var domainNumber: Int
  package var number: Int
  package var programmeNumber: Int
  package var kind: String
  package var arguments: JobArguments
  /// This attempt, from 1.
  package var attempt: Int
  package var maxAttempts: Int
  /// What proves the lease.
  package var fence: Int
  package var cancelRequested: Bool

  init(_ row: Row) throws {
    domainNumber = try row["domain_id"]
    number = try row["job_id"]
    programmeNumber = try row["programme_id"]
    kind = try row["kind"]
    let arguments: String = try row["args"]
    self.arguments = JobArguments(json: arguments)
    attempt = try row["attempt"]
    maxAttempts = try row["max_attempts"]
    fence = try row["fence"]
    cancelRequested = try row["cancel_requested"]
  }
}

/// How a job is to be done; what is not given is left to the worker.
package struct JobArguments: Codable, Sendable, Equatable {
  /// ISO week, as `2026-W33`: everything before it is frozen.
  package var week: String?
  /// The dataset version; the newest where none is given.
  package var dataset: Int?
  /// Wall time of the search.
  package var seconds: Double?
  /// Moves of all threads: with `seed` and `threads` the same plan, on any machine.
  package var iterations: Int?
  package var seed: UInt64?
  package var threads: Int?
  /// Whether the plan is published where the programme's policy allows it.
  package var publish: Bool?

  package init(
    week: String? = nil, dataset: Int? = nil, seconds: Double? = nil, iterations: Int? = nil,
    seed: UInt64? = nil, threads: Int? = nil, publish: Bool? = nil
  ) {
    self.week = week
    self.dataset = dataset
    self.seconds = seconds
    self.iterations = iterations
    self.seed = seed
    self.threads = threads
    self.publish = publish
  }

  /// Arguments that this version cannot read count as not given: a job of another version is no
  /// reason to fail.
  init(json: String) {
    self = (try? JSONDecoder().decode(Self.self, from: Data(json.utf8))) ?? JobArguments()
  }

  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// What a job needs of the database, as one moment knew it.
package struct JobInput: Sendable {
  package var programme: StoredProgramme
  package var dataset: Int
  /// Of the dataset version, in hexadecimal digits.
  package var digest: String
  /// Those of the dataset version, with the published plan as `previous.csv`, where there is one.
  package var files: [StoredFile]
  /// The published version that the new plan stays near; nil where there is none.
  package var published: Int?
  /// What the other programmes of the domain have published.
  package var occupied: [Occupation]
  /// The server's clock, in seconds since 1970.
  package var now: Int
}

/// A plan as a solver hands it over, to be stored without being understood.
package struct PlanDraft: Sendable {
  /// What is told of the plan beside its rows.
  package struct Figures: Codable, Sendable {
    package var seed: UInt64
    package var threads: Int
    package var iterations: Int
    package var seconds: Double
    package var version: String
    package var cost: Int
    package var coverage: Int
    package var lowerBound: Int
    /// A JSON object: amount, weight and cost by term.
    package var terms: String
    package var hardViolations: Int
    package var placed: Int
    package var unplaced: Int
    /// A JSON object: what the job tells of it.
    package var outcome: String

    package init(
      seed: UInt64, threads: Int, iterations: Int, seconds: Double, version: String, cost: Int,
      coverage: Int, lowerBound: Int, terms: String, hardViolations: Int, placed: Int,
      unplaced: Int, outcome: String
    ) {
      self.seed = seed
      self.threads = threads
      self.iterations = iterations
      self.seconds = seconds
      self.version = version
      self.cost = cost
      self.coverage = coverage
      self.lowerBound = lowerBound
      self.terms = terms
      self.hardViolations = hardViolations
      self.placed = placed
      self.unplaced = unplaced
      self.outcome = outcome
    }

    /// - Parameter outcome: what the job tells of it, a JSON object.
    package init(_ summary: PlanSummary, hardViolations: Int, outcome: String = "{}") {
      let terms = summary.terms.map { term in
        "\"\(term.name)\": {\"amount\": \(term.amount), \"weight\": \(term.weight), "
          + "\"cost\": \(term.cost)}"
      }
      self.init(
        seed: summary.seed, threads: summary.threads, iterations: summary.iterations,
        seconds: summary.seconds, version: summary.version, cost: summary.cost,
        coverage: summary.coverage, lowerBound: summary.lowerBound,
        terms: "{\(terms.joined(separator: ", "))}", hardViolations: hardViolations,
        placed: summary.placed, unplaced: summary.unplaced, outcome: outcome)
    }
  }

  package var figures: Figures
  /// `AssignmentRows.bytes`.
  package var rows: [UInt8]
  package var planJSON: [UInt8]
  package var boundJSON: [UInt8]

  package init(figures: Figures, rows: [UInt8], planJSON: [UInt8], boundJSON: [UInt8]) {
    self.figures = figures
    self.rows = rows
    self.planJSON = planJSON
    self.boundJSON = boundJSON
  }
}
