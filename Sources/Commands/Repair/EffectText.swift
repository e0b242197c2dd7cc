import Files
import Planning
import Training

/// `+1,204`, `-30`, `0`.
func signed(_ value: Int) -> String { (value > 0 ? "+" : "") + grouped(value) }

/// `93.2 %` of a share in thousandths.
func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10) %" }

extension Effect {
  /// `41 more`, `12 less`, `the same`.
  var costTold: String { dearer(cost) }

  /// Each term that changes, with what it does to the cost.
  var termLines: [String] {
    let rows = terms.filter { $0.before != $0.after }
    let width = rows.map { displayWidth($0.name) }.max() ?? 0
    return fitted(
      rows.map { term in
        "  \(filled(term.name, to: width))  \(signed(term.cost))  (from \(grouped(term.before)) to "
          + "\(grouped(term.after)), each \(grouped(term.weight)))"
      })
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
