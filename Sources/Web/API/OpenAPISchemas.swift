import Files

/// The documents of the API, as JSON Schema.
enum OpenAPISchemas {
  static let all: [(String, JSONText)] = [
    (
      "Problem",
      object(
        [
          ("type", text), ("title", text), ("status", number), ("detail", text),
          ("code", text), ("cause", text), ("fault_count", number),
          ("faults", list(ref("Fault"))), ("warnings", list(ref("Fault"))),
        ], optional: ["cause", "fault_count", "faults", "warnings"])
    ),
    (
      "Programme",
      object(
        [
          ("domain", text), ("programme", text), ("title", text), ("datasets", number),
          ("versions", number), ("published_version", number), ("one_person", truth),
          ("auto_publish", truth), ("grid_minutes", number),
        ], optional: ["published_version"])
    ),
    (
      "Plan",
      object(
        [
          ("version", number), ("base_version", number), ("dataset", number),
          (
            "state",
            choice(
              "draft", "submitted", "approved", "published", "superseded", "rejected", "withdrawn")
          ), ("cost", number), ("lower_bound", number), ("hard_violations", number),
          ("placed", number), ("unplaced", number),
          ("life", list(object([("state", text), ("actor", text), ("at", moment)]))),
          ("reason", text),
        ], optional: ["base_version", "reason"])
    ),
    (
      "Session",
      object(
        [
          ("session", text), ("module", text), ("title", text), ("start", moment),
          ("minutes", number), ("lead", text), ("assistants", list(text)), ("venue", text),
          ("cohorts", list(text)), ("member_states", list(text)), ("time_zone", text),
        ], optional: ["venue", "time_zone"])
    ),
    (
      "Unplaced",
      object(
        [
          ("session", text), ("title", text), ("minutes", number), ("cohorts", list(text)),
          ("member_states", list(text)), ("reason", text), ("remedies", list(text)),
        ], optional: ["reason"])
    ),
    (
      "Share",
      object([
        ("id", text), ("name", text), ("learner_minutes_asked", number),
        ("learner_minutes_placed", number), ("share_thousandths", number),
      ])
    ),
    ("Equity", object([("member_states", list(ref("Share"))), ("groups", list(ref("Share")))])),
    (
      "Place",
      object(
        [("start", moment), ("lead", text), ("assistants", list(text)), ("venue", text)],
        optional: ["venue"])
    ),
    (
      "Change",
      object(
        [
          ("session", text), ("changes", list(text)), ("old", ref("Place")),
          ("new", ref("Place")),
        ], optional: ["old", "new"])
    ),
    (
      "Step",
      object(
        [
          ("step", choice("submit", "approve", "reject", "publish", "withdraw")),
          ("reason", bounded(4000)), ("seen", positive),
        ], optional: ["reason", "seen"], isClosed: true)
    ),
    (
      "Request",
      object(
        [
          (
            "week",
            .object([
              ("type", .text("string")), ("pattern", .text("^[0-9]{4}-W[0-9]{2}$")),
            ])
          ),
          (
            "seconds",
            .object([
              ("type", .text("integer")), ("minimum", .whole(1)), ("maximum", .whole(3600)),
            ])
          ),
        ], optional: ["seconds"], isClosed: true)
    ),
    (
      "Job",
      object(
        [
          ("job", number), ("domain", text), ("programme", text),
          (
            "state",
            choice(
              "scheduled", "available", "running", "retryable", "completed", "cancelled",
              "discarded")
          ), ("week", text), ("asked_by", text), ("asked_at", moment), ("cost", number),
          ("iterations", number), ("seconds", .object([("type", .text("number"))])),
          ("cancel_requested", truth), ("finalized_at", moment), ("error", text),
          ("version", number), ("warnings", list(text)),
        ],
        optional: [
          "week", "cost", "iterations", "seconds", "finalized_at", "error", "version", "warnings",
        ])
    ),
    (
      "Fault",
      object(
        [("file", text), ("line", number), ("column", text), ("message", text)],
        optional: ["line", "column"])
    ),
    (
      "Stored",
      object(
        [
          ("fault_count", number), ("faults", list(ref("Fault"))),
          ("warnings", list(ref("Fault"))), ("domain", text), ("programme", text),
          ("dataset", number), ("new", truth),
        ], optional: ["domain", "programme", "dataset", "new"])
    ),
  ]

  private static let text = JSONText.object([("type", .text("string"))])
  private static let number = JSONText.object([("type", .text("integer"))])
  private static let truth = JSONText.object([("type", .text("boolean"))])
  private static let moment = JSONText.object([
    ("type", .text("string")), ("format", .text("date-time")),
  ])
  private static let positive = JSONText.object([
    ("type", .text("integer")), ("minimum", .whole(1)), ("maximum", .whole(Int(Int32.max))),
  ])

  private static func bounded(_ most: Int) -> JSONText {
    .object([("type", .text("string")), ("maxLength", .whole(most))])
  }

  private static func ref(_ name: String) -> JSONText {
    .object([("$ref", .text("#/components/schemas/\(name)"))])
  }

  private static func list(_ items: JSONText) -> JSONText {
    .object([("type", .text("array")), ("items", items)])
  }

  private static func choice(_ texts: String...) -> JSONText {
    .object([("type", .text("string")), ("enum", .list(texts.map(JSONText.text)))])
  }

  private static func object(
    _ properties: [(String, JSONText)], optional: Set<String> = [], isClosed: Bool = false
  ) -> JSONText {
    var members: [(String, JSONText)] = [
      ("type", .text("object")),
      (
        "required",
        .list(properties.map(\.0).filter { !optional.contains($0) }.map(JSONText.text))
      ), ("properties", .object(properties)),
    ]
    if isClosed { members.append(("additionalProperties", .truth(false))) }
    return .object(members)
  }
}
