import Postgres
import Store
import Training

/// What the board has looked at and changed by those who know the rules: it has no rule of its own.
///
/// Each call blocks, and gets the database as the visitor may see it.
package protocol BoardPlanning: Sendable {
  /// What a change by hand breaks, costs and changes for whom, before anything is stored.
  ///
  /// - Throws: `BoardRefusal` where the change makes no sense.
  func preview(_ move: BoardMove, in database: Database) throws -> BoardPreview

  /// Stores the plan with the change as a new draft; its number.
  ///
  /// - Throws: `BoardRefusal` where it breaks a rule.
  func store(_ move: BoardMove, as actor: String?, in database: Database) throws -> Int

  /// Stores a dataset version in which the session is held where it is; its number.
  func pin(_ move: BoardMove, as actor: String?, in database: Database) throws -> Int

  /// Every fault of a dataset that somebody hands in, and what it asks for where there is none.
  func examine(_ files: [String: [UInt8]]) -> BoardExamination

  /// Stores the files as a dataset version.
  ///
  /// - Throws: `BoardRefusal` where they have a fault.
  func store(
    _ files: [String: [UInt8]], as actor: String?, in database: Database
  ) throws -> (programme: StoredProgramme, version: Int, isNew: Bool)

  /// Why a session is where it is and what else there would be, or why it has no place.
  func explanation(
    of session: String, programme: StoredProgramme, version: Int, in database: Database
  ) throws -> [BoardParagraph]

  /// A calendar (RFC 5545) of what is published.
  func calendar(of feed: Feed, in database: Database) throws -> [UInt8]
}

/// A session of a version, and where somebody would have it.
package struct BoardMove: Sendable {
  package var programme: StoredProgramme
  package var version: Int
  package var session: String
  /// As people write it: local time of the first cohort, or with an offset. Nil: as it is.
  package var start: String?
  package var trainer: String?
  package var venue: String?

  package init(
    programme: StoredProgramme, version: Int, session: String, start: String? = nil,
    trainer: String? = nil, venue: String? = nil
  ) {
    self.programme = programme
    self.version = version
    self.session = session
    self.start = start
    self.trainer = trainer
    self.venue = venue
  }
}

/// What a change by hand comes to.
package struct BoardPreview: Sendable, Equatable {
  /// Sentences: rules that it would break; nothing can be stored then.
  package var broken: [String]
  /// Sentences: what it costs and saves, and who has to be told.
  package var effects: [String]

  package init(broken: [String], effects: [String]) {
    self.broken = broken
    self.effects = effects
  }
}

/// A sentence or two, and a list that belongs to them.
package struct BoardParagraph: Sendable, Equatable {
  package var text: String
  package var items: [String]

  package init(_ text: String, items: [String] = []) {
    self.text = text
    self.items = items
  }
}

/// What a dataset is, before it is stored.
package struct BoardExamination: Sendable, Equatable {
  package struct Fault: Sendable, Equatable {
    package var file: String
    package var line: Int?
    package var column: String?
    package var message: String

    package init(file: String, line: Int?, column: String?, message: String) {
      self.file = file
      self.line = line
      self.column = column
      self.message = message
    }
  }

  package var faults: [Fault]
  /// All of them; those told are the first.
  package var faultCount: Int
  package var warnings: [Fault]
  /// The programme's id and title; nil where there are faults.
  package var programme: String?
  package var title: String?
  /// Sentences on what it asks for.
  package var summary: [String]

  package init(
    faults: [Fault], faultCount: Int, warnings: [Fault], programme: String?, title: String?,
    summary: [String]
  ) {
    self.faults = faults
    self.faultCount = faultCount
    self.warnings = warnings
    self.programme = programme
    self.title = title
    self.summary = summary
  }
}

/// Why the planner does not do what was asked, in words for whoever asked.
package struct BoardRefusal: Error, Sendable, Equatable {
  package var message: String

  package init(_ message: String) { self.message = message }
}
