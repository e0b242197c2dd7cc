import Training

/// `assignments.csv`: one row a session, in the order of the programme.
package func assignments(of plan: Plan) -> [UInt8] {
  let programme = plan.programme
  var writer = CSVWriter(header: PlanColumn.all.map(\.name))
  for (session, placement) in zip(programme.sessions, plan.placements) {
    let chain = programme.chains[session.chain]
    let module = programme.modules[chain.module]
    var cells: [CSVWriter.Cell] = [
      .value(session.id), .value(module.id),
      .value(chain.cohorts.map { programme.cohorts[$0].id }.joined(separator: ";")),
    ]
    if let placement {
      let end = placement.start.adding(minutes: module.minutes)
      let assistants = placement.assistants.map(programme.name(ofTrainer:))
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      cells += [
        .value(placement.start.description), .value(end.description),
        .value(programme.name(ofTrainer: placement.lead)),
        .value(assistants.joined(separator: ";")),
        placement.venue.map { .value(programme.name(ofVenue: $0)) } ?? .empty,
        .value(programme.zone(of: chain).text(at: placement.start)),
      ]
    } else {
      cells += Array(repeating: .empty, count: 6)
    }
    writer.row(cells)
  }
  return writer.bytes
}

/// `plan.json`, its keys in the contract's order.
///
/// Beside them `gap`, the cost above the lower bound, and `gap_share`, its thousandths of the cost,
/// rounded up; why sessions have no place, as `reasons` (each with its `sessions`), and
/// `shortages` (each with the `chains` that lack its hours).
///
/// - Parameter more: members after these, where they are told on standard output.
package func summaryJSON(
  of summary: PlanSummary, more: [(String, JSONText)] = []
) -> [UInt8] {
  let terms = summary.terms.map { term in
    (
      term.name,
      JSONText.object([
        ("amount", .whole(term.amount)), ("weight", .whole(term.weight)),
        ("cost", .whole(term.cost)),
      ])
    )
  }
  let members: [(String, JSONText)] = [
    ("programme", .text(summary.programmeID)), ("dataset_digest", .text(summary.datasetDigest)),
    ("cost", .whole(summary.cost)), ("coverage", .whole(summary.coverage)),
    ("comfort", .whole(summary.comfort)), ("terms", .object(terms)),
    ("placed", .whole(summary.placed)), ("unplaced", .whole(summary.unplaced)),
    ("released", .list(summary.released.map { .text($0) })),
    (
      "equity",
      .object([("state", shares(summary.states)), ("group", shares(summary.groups))])
    ),
    ("lower_bound", .whole(summary.lowerBound)), ("gap", .whole(summary.gap.cost)),
    ("gap_share", .whole(summary.gap.share)), ("seed", .large(summary.seed)),
    ("threads", .whole(summary.threads)), ("iterations", .whole(summary.iterations)),
    ("seconds", .decimal(summary.seconds)), ("version", .text(summary.version)),
    (
      "reasons",
      .list(
        summary.toldReasons.map { told in
          .object([
            ("reason", .text(told.reason)), ("sessions", .list(told.sessions.map { .text($0) })),
          ])
        })
    ),
    ("shortages", .list(summary.shortages.map(\.json))),
  ]
  return JSONText.object(members + more).bytes
}

extension ToldShortage {
  /// As `plan.json` and `jadwal check --json` hold it.
  package var json: JSONText {
    .object([
      ("headline", .text(headline)), ("details", .list(details.map { .text($0) })),
      ("remedies", .list(remedies.map { .text($0) })),
      ("chains", .list(chains.map { .text($0) })),
    ])
  }
}

/// Where something is asked; of nothing no share can be told.
private func shares(_ shares: [EquityShare]) -> JSONText {
  .object(
    shares.filter { $0.asked > 0 }.map { share in
      (
        share.name,
        .object([
          ("asked", .whole(share.asked)), ("placed", .whole(share.placed)),
          ("share", .whole(share.share)),
        ])
      )
    })
}
