import Training

/// What one of several good plans is made to be good at, beside all that counts anyway.
struct Emphasis: Sendable {
  var title: String
  /// Weights that count for more while it is searched for.
  var stressed: [WritableKeyPath<Weights, Int> & Sendable] = []
  /// Added to the seed.
  var turn = 0

  /// The first is what the weights ask for; with a plan in force, the second changes little of it.
  ///
  /// - Returns: as many as wanted; beyond the named ones, what other seeds find.
  static func list(_ count: Int, hasPlanInForce: Bool) -> [Emphasis] {
    var all = [Emphasis(title: "as the weights ask")]
    if hasPlanInForce {
      all.append(
        Emphasis(title: "few changes", stressed: [\.moved, \.reassigned, \.relocated]))
    }
    all += [
      Emphasis(title: "evenly shared", stressed: [\.inequity]),
      Emphasis(title: "little travel", stressed: [\.away]),
      Emphasis(title: "learners' hours", stressed: [\.unpreferred, \.idle, \.irregular]),
      Emphasis(
        title: "steady people and rooms",
        stressed: [\.trainerChanges, \.venueChanges, \.overtime]),
    ]
    while all.count < count {
      all.append(Emphasis(title: "another seed", turn: all.count))
    }
    return Array(all.prefix(count))
  }

  /// What is stressed counts five times.
  func applied(to weights: Weights) -> Weights {
    var weights = weights
    for path in stressed {
      weights[keyPath: path] = min(1_000_000, 5 * max(1, weights[keyPath: path]))
    }
    return weights
  }
}
