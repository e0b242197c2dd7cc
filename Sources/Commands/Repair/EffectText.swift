import Files
import Planning
import Training

/// `+1,204`, `-30`, `0`.
func signed(_ value: Int) -> String { (value > 0 ? "+" : "") + grouped(value) }

/// `93.2 %` of a share in thousandths.
func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10) %" }

extension Effect {
  /// `41 more`, `12 less`, `the same`.
  var costTold: String {
    cost == 0 ? "the same" : "\(grouped(abs(cost))) \(cost > 0 ? "more" : "less")"
  }

  /// Each term that changes, with what it does to the cost.
  var termLines: [String] {
    let rows = terms.filter { $0.before != $0.after }
    let width = rows.map { displayWidth($0.name) }.max() ?? 0
    return rows.map { term in
      "  \(filled(term.name, to: width))  \(signed(term.cost))  (from \(grouped(term.before)) to "
        + "\(grouped(term.after)), each \(grouped(term.weight)))"
    }
  }

  /// `VN 100.0 % to 96.4 %, rural 88.0 % to 90.1 %`; nil where every share stays.
  var sharesTold: String? {
    let shares = states + groups
    guard !shares.isEmpty else { return nil }
    return shares.map {
      "\(legible($0.name)) \(percent($0.before.share)) to \(percent($0.after.share))"
    }.joined(separator: ", ")
  }

  var termsJSON: JSONText {
    .object(
      terms.filter { $0.before != $0.after }.map { term in
        (
          term.name,
          .object([
            ("before", .whole(term.before)), ("after", .whole(term.after)),
            ("cost", .whole(term.cost)),
          ])
        )
      })
  }

  var sharesJSON: JSONText {
    func members(_ shares: [ShareChange]) -> JSONText {
      .object(
        shares.map { share in
          (
            share.name,
            .object([
              ("before", .whole(share.before.share)), ("after", .whole(share.after.share)),
            ])
          )
        })
    }
    return .object([("state", members(states)), ("group", members(groups))])
  }
}

/// Whom a change concerns: everybody who has, or had, a session that is not as it was.
struct Concerned {
  /// Ids in the dataset's order.
  let trainers: [String]
  let cohorts: [String]
  let venues: [String]

  init(_ sessions: [Int], _ before: Plan, _ after: Plan) {
    let programme = before.programme
    var trainers: Set<Int> = []
    var cohorts: Set<Int> = []
    var venues: Set<Int> = []
    for session in sessions {
      cohorts.formUnion(programme.chain(of: session).cohorts)
      for placement in [before.placements[session], after.placements[session]] {
        guard let placement else { continue }
        trainers.formUnion(placement.trainers.compactMap(\.index))
        if let venue = placement.venue?.index { venues.insert(venue) }
      }
    }
    self.trainers = trainers.sorted().map { programme.trainers[$0].id }
    self.cohorts = cohorts.sorted().map { programme.cohorts[$0].id }
    self.venues = venues.sorted().map { programme.venues[$0].id }
  }

  /// `4 cohorts (a, b, c, d) and 2 trainers (x, y)`.
  var told: String {
    func list(_ ids: [String], _ noun: String) -> String? {
      guard !ids.isEmpty else { return nil }
      let named = ids.prefix(6).map(legible).joined(separator: ", ")
      return "\(counted(ids.count, noun)) (\(named)\(ids.count > 6 ? ", …" : ""))"
    }
    let parts = [list(cohorts, "cohort"), list(trainers, "trainer")].compactMap(\.self)
    return parts.isEmpty ? "nobody" : parts.joined(separator: " and ")
  }

  var json: JSONText {
    .object([
      ("trainers", .list(trainers.map(JSONText.text))),
      ("cohorts", .list(cohorts.map(JSONText.text))),
      ("venues", .list(venues.map(JSONText.text))),
    ])
  }
}
