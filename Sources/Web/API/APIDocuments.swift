import Files
import Store
import Training

/// What the API tells, as JSON: names and figures of the domain, times in UTC (RFC 3339).
enum APIDocument {
  private static func optional(_ text: String?) -> JSONText? { text.map(JSONText.text) }

  private static func object(_ members: [(String, JSONText?)]) -> JSONText {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  private static func texts(_ texts: [String]) -> JSONText { .list(texts.map(JSONText.text)) }

  static func programme(_ programme: StoredProgramme) -> JSONText {
    object([
      ("domain", .text(programme.domain)), ("programme", .text(programme.name)),
      ("title", .text(programme.title)), ("datasets", .whole(programme.datasets)),
      ("versions", .whole(programme.versions)),
      ("published_version", programme.publishedVersion.map(JSONText.whole)),
      ("one_person", .truth(programme.onePerson)),
      ("auto_publish", .truth(programme.autoPublish)),
      ("grid_minutes", .whole(programme.gridMinutes)),
    ])
  }

  static func plan(_ version: BoardStore.Version) -> JSONText {
    object([
      ("version", .whole(version.number)), ("base_version", version.base.map(JSONText.whole)),
      ("dataset", .whole(version.dataset)), ("state", .text(version.state)),
      ("cost", .whole(version.cost)), ("lower_bound", .whole(version.lowerBound)),
      ("hard_violations", .whole(version.violations)), ("placed", .whole(version.placed)),
      ("unplaced", .whole(version.unplaced)),
      (
        "life",
        .list(
          version.life.map {
            .object([
              ("state", .text($0.state)), ("actor", .text($0.actor)), ("at", .text($0.at)),
            ])
          })
      ),
      ("reason", optional(version.reason)),
    ])
  }

  static func session(_ session: BoardStore.Session) -> JSONText {
    object([
      ("session", .text(session.id)), ("module", .text(session.module)),
      ("title", .text(session.title)), ("start", .text(session.start.description)),
      ("minutes", .whole(session.minutes)), ("lead", .text(session.lead)),
      ("assistants", texts(session.assistants)), ("venue", optional(session.venue)),
      ("cohorts", texts(session.cohorts)), ("member_states", texts(session.states)),
      ("time_zone", optional(session.zone)),
    ])
  }

  static func missing(_ session: BoardStore.Missing) -> JSONText {
    object([
      ("session", .text(session.id)), ("title", .text(session.title)),
      ("minutes", .whole(session.minutes)), ("cohorts", texts(session.cohorts)),
      ("member_states", texts(session.states)), ("reason", optional(session.reason)),
      ("remedies", texts(session.remedies)),
    ])
  }

  static func share(_ share: BoardStore.Share) -> JSONText {
    .object([
      ("id", .text(share.id)), ("name", .text(share.name)),
      ("learner_minutes_asked", .whole(share.asked)),
      ("learner_minutes_placed", .whole(share.placed)), ("share_thousandths", .whole(share.share)),
    ])
  }

  static func change(_ change: BoardStore.Change) -> JSONText {
    func side(_ side: BoardStore.Change.Side) -> JSONText {
      object([
        ("start", .text(side.start.description)), ("lead", .text(side.lead)),
        ("assistants", texts(side.assistants)), ("venue", optional(side.venue)),
      ])
    }
    return object([
      ("session", .text(change.session)),
      ("changes", texts(change.change.split(separator: ", ").map(String.init))),
      ("old", change.old.map(side)), ("new", change.new.map(side)),
    ])
  }

  static func job(_ job: StoredJob) -> JSONText {
    object([
      ("job", .whole(job.number)), ("domain", .text(job.domain)),
      ("programme", .text(job.programme)), ("state", .text(job.state)),
      ("week", optional(job.arguments.week)), ("asked_by", .text(job.askedBy)),
      ("asked_at", .text(job.askedAt)), ("cost", job.bestCost.map(JSONText.whole)),
      ("iterations", job.iterations.map(JSONText.whole)),
      ("seconds", job.seconds.map(JSONText.decimal)),
      ("cancel_requested", .truth(job.cancelRequested)),
      ("finalized_at", optional(job.finalizedAt)), ("error", optional(job.lastError)),
      ("version", job.outcome.map { .whole($0.version) }),
      ("warnings", job.outcome.map { texts($0.warnings ?? []) }),
    ])
  }

  static func fault(_ fault: BoardExamination.Fault) -> JSONText {
    object([
      ("file", .text(fault.file)), ("line", fault.line.map(JSONText.whole)),
      ("column", optional(fault.column)), ("message", .text(fault.message)),
    ])
  }

  /// A portion of a list, and where the next is.
  static func page(_ items: [JSONText], next: String?) -> JSONText {
    .object([("items", .list(items)), ("next", next.map(JSONText.text) ?? .nothing)])
  }
}
