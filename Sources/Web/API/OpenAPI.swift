import Files
import Hummingbird
import Store

/// The OpenAPI 3.1 document of `/api/v1`; a test holds it to what the router answers.
enum OpenAPI {
  static let document = JSONText.object([
    ("openapi", .text("3.1.0")),
    (
      "info",
      .object([
        ("title", .text("Jadwal")), ("version", .text("1")),
        (
          "description",
          .text(
            "Stored plans of training programmes: what they hold, how they came about, and the steps "
              + "of their life. Errors are problem details (RFC 9457). Lists come in portions: follow "
              + "next until it is null.")
        ),
      ])
    ),
    ("servers", .list([.object([("url", .text("/api/v1"))])])),
    ("security", .list([.object([("token", .list([]))]), .object([("session", .list([]))])])),
    ("paths", .object(paths)),
    (
      "components",
      .object([
        ("schemas", .object(OpenAPISchemas.all)),
        (
          "securitySchemes",
          .object([
            ("token", .object([("type", .text("http")), ("scheme", .text("bearer"))])),
            (
              "session",
              .object([
                ("type", .text("apiKey")), ("in", .text("cookie")),
                ("name", .text(Identity.cookie)),
              ])
            ),
          ])
        ),
      ])
    ),
  ])

  private static let owner = "/programmes/{domain}/{programme}"
  private static let version = owner + "/plans/{version}"

  private static let paths: [(String, JSONText)] = [
    ("/programmes", item(get: get("listProgrammes", "Programmes", page("Programme")))),
    (
      owner,
      item(get: get("showProgramme", "One programme", ref("Programme"), isTagged: true), of: owner)
    ),
    (
      owner + "/plans",
      item(
        get: get(
          "listPlans", "Its plan versions, newest first", page("Plan"),
          query: [
            parameter("limit", "query", number(1, 200)),
            parameter("cursor", "query", number(1, Int(Int32.max))),
          ]),
        of: owner)
    ),
    (
      version,
      item(get: get("showPlan", "One plan version", ref("Plan"), isTagged: true), of: version)
    ),
    (
      version + "/sessions",
      item(
        get: get(
          "listSessions", "Its sessions that have a place", page("Session"),
          query: paging + [
            parameter("week", "query", number(1, 53))
          ] + BoardStore.Kind.allCases.map { parameter($0.rawValue, "query", text(most: 100)) }),
        of: version)
    ),
    (
      version + "/unplaced",
      item(
        get: get(
          "listUnplaced", "Its sessions without a place, and why", page("Unplaced"), query: paging),
        of: version)
    ),
    (
      version + "/equity",
      item(get: get("showEquity", "How evenly it reaches people", ref("Equity")), of: version)
    ),
    (
      version + "/changes",
      item(
        get: get(
          "listChanges", "What differs from another version", page("Change"),
          query: paging + [
            parameter("from", "query", number(1, Int(Int32.max)), isRequired: true)
          ]), of: version)
    ),
    (
      version + "/steps",
      item(
        post: operation(
          "takeStep", "Takes the version a step further",
          parameters: [parameter("If-Match", "header", tag, isRequired: true)],
          body: ("application/json", ref("Step")),
          answers: [answer("200", "The version as it is then", ref("Plan"), isTagged: true)]
            + problems(400, 401, 403, 404, 409, 412, 413, 415, 428, 429, 503)), of: version)
    ),
    (
      owner + "/jobs",
      item(
        post: operation(
          "askForPlan", "Asks for a plan from a week on",
          parameters: [key(isRequired: true)],
          body: ("application/json", ref("Request")),
          answers: [answer("202", "The job to follow", ref("Job"), hasLocation: true)]
            + problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)), of: owner)
    ),
    (
      "/jobs/{job}",
      item(
        get: get("showJob", "One job", ref("Job"), isTagged: true),
        delete: operation(
          "stopJob", "Asks it to stop", parameters: [], body: nil,
          answers: [answer("202", "The job as it is then", ref("Job"))]
            + problems(400, 401, 403, 404, 409, 429, 503)), of: "/jobs/{job}")
    ),
    (
      "/jobs/{job}/events",
      item(
        get: operation(
          "followJob", "Its progress as server-sent events", parameters: [], body: nil,
          answers: [
            (
              "200",
              .object([
                ("description", .text("Events called progress")),
                (
                  "content",
                  .object([
                    (
                      "text/event-stream",
                      .object([("schema", .object([("type", .text("string"))]))])
                    )
                  ])
                ),
              ])
            )
          ] + problems(400, 401, 403, 404, 429, 503)), of: "/jobs/{job}")
    ),
    (
      "/datasets",
      item(
        post: operation(
          "storeDataset", "Stores a zipped dataset, or tells its faults",
          parameters: [
            parameter("dry-run", "query", .object([("type", .text("boolean"))])),
            key(isRequired: false),
          ],
          body: (
            "application/zip",
            .object([("type", .text("string")), ("contentMediaType", .text("application/zip"))])
          ),
          answers: [
            answer("200", "No faults; or these files are stored already", ref("Stored")),
            answer("201", "Stored", ref("Stored"), hasLocation: true),
          ] + problems(400, 401, 403, 409, 413, 415, 422, 429, 503)))
    ),
  ]

  // The parts of an operation.

  private static let tag = JSONText.object([("type", .text("string"))])

  private static let paging = [
    parameter("limit", "query", number(1, 200)), parameter("cursor", "query", text(most: 300)),
  ]

  /// The methods that the document has for a path; none where it has no such path.
  static func methods(of path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for (pattern, item) in paths {
      let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
      let fits =
        wanted.count == parts.count
        && zip(wanted, parts).allSatisfy { $0 == $1 || ($0.hasPrefix("{") && !$1.isEmpty) }
      guard fits, case .object(let members) = item else { continue }
      return members.map(\.0).filter { $0 != "parameters" }.map { $0.uppercased() }
    }
    return []
  }

  private static func ref(_ name: String) -> JSONText {
    .object([("$ref", .text("#/components/schemas/\(name)"))])
  }

  private static func page(_ name: String) -> JSONText {
    .object([
      ("type", .text("object")), ("required", .list([.text("items"), .text("next")])),
      (
        "properties",
        .object([
          ("items", .object([("type", .text("array")), ("items", ref(name))])),
          ("next", .object([("type", .list([.text("string"), .text("null")]))])),
        ])
      ),
    ])
  }

  private static func text(most: Int) -> JSONText {
    .object([
      ("type", .text("string")), ("minLength", .whole(1)), ("maxLength", .whole(most)),
    ])
  }

  private static func number(_ least: Int, _ most: Int) -> JSONText {
    .object([
      ("type", .text("integer")), ("minimum", .whole(least)), ("maximum", .whole(most)),
    ])
  }

  private static func parameter(
    _ name: String, _ place: String, _ schema: JSONText, isRequired: Bool = false
  ) -> JSONText {
    .object([
      ("name", .text(name)), ("in", .text(place)), ("required", .truth(isRequired)),
      ("schema", schema),
    ])
  }

  /// What a program may ask with again.
  private static func key(isRequired: Bool) -> JSONText {
    parameter("Idempotency-Key", "header", text(most: 200), isRequired: isRequired)
  }

  private static func item(
    get: JSONText? = nil, post: JSONText? = nil, delete: JSONText? = nil, of path: String = ""
  ) -> JSONText {
    let names = path.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
    var members: [(String, JSONText)] = []
    if !names.isEmpty {
      members.append(
        (
          "parameters",
          .list(
            names.map { name in
              let isNumber = name == "version" || name == "job"
              return parameter(
                name, "path", isNumber ? number(1, Int(Int32.max)) : text(most: 64),
                isRequired: true)
            })
        ))
    }
    for (method, operation) in [("get", get), ("post", post), ("delete", delete)] {
      if let operation { members.append((method, operation)) }
    }
    return .object(members)
  }

  private static func get(
    _ id: String, _ summary: String, _ schema: JSONText, query: [JSONText] = [],
    isTagged: Bool = false
  ) -> JSONText {
    let unchanged: [(String, JSONText)] =
      isTagged
      ? [("304", .object([("description", .text("As If-None-Match says"))]))] : []
    return operation(
      id, summary,
      parameters: query
        + (isTagged ? [parameter("If-None-Match", "header", tag)] : []),
      body: nil,
      answers: [answer("200", summary, schema, isTagged: isTagged)] + unchanged
        + problems(400, 401, 403, 404, 429, 503))
  }

  private static func operation(
    _ id: String, _ summary: String, parameters: [JSONText],
    body: (type: String, schema: JSONText)?, answers: [(String, JSONText)]
  ) -> JSONText {
    var members: [(String, JSONText)] = [
      ("operationId", .text(id)), ("summary", .text(summary)),
    ]
    if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
    if let body {
      members.append(
        (
          "requestBody",
          .object([
            ("required", .truth(true)),
            ("content", .object([(body.type, .object([("schema", body.schema)]))])),
          ])
        ))
    }
    members.append(("responses", .object(answers)))
    return .object(members)
  }

  private static func answer(
    _ status: String, _ description: String, _ schema: JSONText, isTagged: Bool = false,
    hasLocation: Bool = false
  ) -> (String, JSONText) {
    var members: [(String, JSONText)] = [
      ("description", .text(description)),
      ("content", .object([("application/json", .object([("schema", schema)]))])),
    ]
    let headers = (isTagged ? ["ETag"] : []) + (hasLocation ? ["Location"] : [])
    if !headers.isEmpty {
      members.append(
        (
          "headers",
          .object(
            headers.map {
              ($0, .object([("schema", .object([("type", .text("string"))]))]))
            })
        ))
    }
    return (status, .object(members))
  }

  private static func problems(_ statuses: Int...) -> [(String, JSONText)] {
    statuses.map { status in
      (
        String(status),
        .object([
          ("description", .text(HTTPResponse.Status(code: status).reasonPhrase)),
          (
            "content",
            .object([("application/problem+json", .object([("schema", ref("Problem"))]))])
          ),
        ])
      )
    }
  }
}
