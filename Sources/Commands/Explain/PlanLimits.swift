import Files
import Planning
import Training

/// What keeps a plan from costing less: what is proved of all plans, and the hours that are short.
struct PlanLimits {
  private let lowerBound: Int
  /// Whether it is what `bound.json` beside the plan proves.
  private let isCertified: Bool
  private let arguments: [BoundArgument]
  private let shortages: [ToldShortage]

  /// - Parameter told: what lies beside the plan; a certificate of another dataset, or none, is
  ///   replaced by what is proved quickly.
  init(of plan: PlanView, _ told: PlanCertificate, _ loaded: LoadedDataset) {
    let proven = Prover(
      loaded.ofFiles.facts, freeze: loaded.ofFiles.freeze, effort: 0, cpuSeconds: 10
    ).prove()
    shortages = proven.shortages.map { $0.told(in: loaded.programme) }
    let certificate = try? told.certificate()
    if let certificate, certificate.datasetDigest == loaded.dataset.digest,
      certificate.lowerBound >= proven.lowerBound
    {
      isCertified = true
      lowerBound = certificate.lowerBound
      arguments = certificate.arguments
    } else {
      isCertified = false
      lowerBound = proven.lowerBound
      arguments = proven.arguments
    }
  }

  func lines(cost: Int) -> [String] {
    var lines = ["What limits it:"]
    if lowerBound == 0 {
      lines += paragraph(
        cost == 0
          ? "Nothing: no plan can be better."
          : "Nothing is proved to keep a plan from "
            + "costing less.", indents: 2, 2)
    } else {
      let gap = Gap(cost: cost, lowerBound: lowerBound)
      lines += paragraph(
        "No plan of this dataset can cost less than \(grouped(lowerBound)), whoever makes it"
          + (gap.cost == 0
            ? "; this one costs no more."
            : "; another could save \(grouped(gap.cost)) of this one's \(grouped(cost)) at most "
              + "(\(gap.percent)).")
          + (isCertified ? " jadwal verify --bound proves it again." : ""), indents: 2, 2)
      for reason in reasons { lines += paragraph("- " + reason, indents: 2, 4) }
    }
    if !shortages.isEmpty { lines += shortageLines(shortages, limit: 3).map { "  " + $0 } }
    return lines
  }

  /// What each argument says, the strongest first.
  private var reasons: [String] {
    arguments.filter { $0.bound > 0 }.enumerated().sorted {
      ($1.element.bound, $0.offset) < ($0.element.bound, $1.offset)
    }.prefix(4).map { told($0.element) }
  }

  private func told(_ argument: BoundArgument) -> String {
    let bound = grouped(argument.bound)
    switch argument {
    case .unserved(let proof):
      let parts = proof.parts.prefix(4).map { "\($0.chain) (\($0.reason))" }
      let rest = proof.parts.count - parts.count
      return "\(bound): nobody can give \(parts.joined(separator: "; "))"
        + (rest > 0 ? " and \(counted(rest, "more course"))" : "") + "."
    case .shortage(let proof):
      let who = (proof.trainers.keys.sorted() + proof.venues.keys.sorted() + proof.partners)
      let rest = who.count - 6
      return "\(bound): \(counted(proof.parts.reduce(0) { $0 + $1.sessions }, "session")) need "
        + "\(grouped(proof.needed / 60)) h of \(who.prefix(6).joined(separator: ", "))"
        + (rest > 0 ? " and \(grouped(rest)) others" : "")
        + ", who have \(grouped(proof.there / 60)) h; \(counted(proof.sessionsOut, "session")) at "
        + "least stay out."
    case .capacity(let proof):
      return "\(bound): hours of "
        + Self.names(Self.dearest(proof.prices)) + " are wanted more than there are."
    case .prices(let proof):
      return "\(bound): the same times are wanted by several; most of all the time of "
        + Self.names(Self.dearest(proof.lines)) + "."
    }
  }

  private static func names(_ names: [String]) -> String {
    names.isEmpty ? "nobody in particular" : names.joined(separator: ", ")
  }

  /// Whose hours are worth the most, all weeks together.
  private static func dearest(_ prices: CapacityPrices) -> [String] {
    let worth =
      prices.trainers.map { ($0.key, $0.value.reduce(0, +)) }
      + prices.venues.map { ($0.key, $0.value.reduce(0, +)) }
      + prices.partners.map { ("partner \($0.key)", $0.value) }
    return first(worth.filter { $0.1 > 0 })
  }

  /// For whose time courses pay the most, the dearest start of each counted.
  private static func dearest(_ lines: [PriceLine]) -> [String] {
    var worth: [String: Int] = [:]
    for line in lines {
      let name =
        switch line.owner {
        case .trainer(let id), .venue(let id), .cohort(let id): id
        }
      worth[name, default: 0] += line.prices.values.max() ?? 0
    }
    return first(worth.filter { $0.value > 0 }.map { ($0.key, $0.value) })
  }

  private static func first(_ worth: [(String, Int)]) -> [String] {
    worth.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(5).map(\.0)
  }

  func json(cost: Int) -> JSONText {
    .object([
      ("lower_bound", .whole(lowerBound)),
      ("gap", .whole(Gap(cost: cost, lowerBound: lowerBound).cost)),
      ("arguments", .list(reasons.map(JSONText.text))),
      ("shortages", .list(shortages.map(\.json))),
    ])
  }
}
