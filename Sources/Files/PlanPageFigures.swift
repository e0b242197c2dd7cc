import Foundation
import Training

/// The parts of a plan's page that are plain HTML: what is told without a script.
struct PlanPageFigures {
  let plan: Plan
  let summary: PlanSummary

  private var settings: Programme.Settings { plan.programme.settings }
  private var sessionCount: Int { summary.placed + summary.unplaced }

  /// Title, dates and the headline figures.
  var masthead: String {
    let last = plan.programme.horizon.upperBound.adding(days: -1)
    let weeks = settings.weeks == 1 ? "1 week" : "\(settings.weeks) weeks"
    return """
      <p class="kicker">Training plan · <bdi>\(htmlText(settings.id))</bdi></p>
      <h1><bdi>\(htmlText(settings.title))</bdi></h1>
      <p class="dates">\(longDate(settings.startsOn)) – \(longDate(last)) · \(weeks)</p>
      <dl class="figures">
      \(figure("Sessions placed", grouped(summary.placed), "of \(grouped(sessionCount)) (\(percent(summary.placed, of: sessionCount)))"))
      \(figure("Not placed", grouped(summary.unplaced), summary.unplaced == 0 ? "every session has a place" : "with the reason of each below"))
      \(figure("Cost", grouped(summary.cost), "lower is better; 0 is a perfect plan"))
      \(figure("Coverage", grouped(summary.coverage), "the part of the cost for what is not taught, or unevenly"))
      \(figure("Comfort", grouped(summary.comfort), "the part for inconvenience to learners and trainers"))
      \(figure("Lower bound", grouped(summary.lowerBound), bound))
      </dl>
      """
  }

  private func figure(_ name: String, _ value: String, _ note: String) -> String {
    "<div><dt>\(name)</dt><dd><b>\(value)</b> <span>\(note)</span></dd></div>"
  }

  /// How far the plan may be from the best one, in words.
  private var bound: String {
    if summary.cost <= summary.lowerBound { return "reached: no plan costs less" }
    if summary.lowerBound <= 0 { return "nothing better than 0 has been proven" }
    let gap = summary.gap
    return "no plan costs less; at most \(grouped(gap.cost)) (\(gap.percent)) could be saved"
  }

  /// The sentence above the list of sessions that are not placed.
  var unplaced: String {
    guard summary.unplaced > 0 else {
      return
        "<p class=\"about\">Every session of the programme has a time, trainers and a place.</p>"
    }
    return """
      <p class="about">\(grouped(summary.unplaced)) of \(grouped(sessionCount)) sessions have no place in this plan, \
      grouped by the course (the module of a cohort) that they belong to.</p>
      <noscript><p class="notice">The list needs JavaScript, which is off in this browser: \
      <code>jadwal explain</code> tells the reason of each.</p></noscript>
      """
  }

  /// The cost by term, coverage and comfort apart.
  var cost: String {
    let coverage = summary.terms.filter { Weights.coverage.contains($0.name) }
    let comfort = summary.terms.filter { !Weights.coverage.contains($0.name) }
    let heads = ["What is counted", "Amount", "Weight", "Cost", "Share"]
    return """
      <p class="about">Every amount is multiplied by its weight; the sum is the cost of the plan.</p>
      <table class="terms stack" role="table">
      <caption class="sr">The cost by term</caption>
      <thead role="rowgroup"><tr role="row">\(heads.map(columnHead).joined())</tr></thead>
      \(group("Coverage: what is not taught, or unevenly", summary.coverage, coverage, heads))
      \(group("Comfort: inconvenience to learners and trainers", summary.comfort, comfort, heads))
      <tfoot role="rowgroup"><tr role="row" class="total"><th role="rowheader" scope="row" colspan="3">Cost of the plan</th>\
      \(cell(heads[3], grouped(summary.cost), number: true))\(cell(heads[4], ""))</tr></tfoot>
      </table>
      """
  }

  private func group(_ name: String, _ sum: Int, _ terms: [TermCost], _ heads: [String]) -> String {
    """
    <tbody role="rowgroup">
    <tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="3">\(name)</th>\
    \(cell(heads[3], grouped(sum), number: true))\(cell(heads[4], bar(sum, of: summary.cost, kind: "cost")))</tr>
    \(terms.map { row($0, heads) }.joined(separator: "\n"))
    </tbody>
    """
  }

  private func row(_ term: TermCost, _ heads: [String]) -> String {
    let name = termNames[term.name].map { "\($0) <code>\(htmlText(term.name))</code>" }
    return """
      <tr role="row"\(term.amount == 0 ? " class=\"zero\"" : "")>\
      <th role="rowheader" scope="row">\(name ?? htmlText(term.name))</th>\
      \(cell(heads[1], grouped(term.amount), number: true))\(cell(heads[2], grouped(term.weight), number: true))\
      \(cell(heads[3], grouped(term.cost), number: true))\(cell(heads[4], bar(term.cost, of: summary.cost, kind: "cost")))</tr>
      """
  }

  /// Learner-hours asked and placed, by member state and by group.
  var equity: String {
    let names = Dictionary(
      plan.programme.states.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    let states = summary.states.map { share in
      let name = names[share.name].map {
        "<bdi>\(htmlText($0))</bdi> <code>\(htmlText(share.name))</code>"
      }
      return (name ?? htmlText(share.name), share)
    }
    let groups = summary.groups.map { ("<bdi>\(htmlText($0.name))</bdi>", $0) }
    return """
      <p class="about">How much of what is asked for is placed, in learner-hours (an hour of one learner). \
      A full bar is everything; the hatched rest is not placed.</p>
      \(shares("Member state", states))
      \(groups.isEmpty ? "" : shares("Group of learners", groups))
      """
  }

  private func shares(_ head: String, _ rows: [(name: String, share: EquityShare)]) -> String {
    let heads = [head, "Asked for", "Placed", "Not placed", "Share placed"]
    let lines = rows.map { name, share in
      """
      <tr role="row"><th role="rowheader" scope="row">\(name)</th>\
      \(cell(heads[1], hours(share.asked), number: true))\(cell(heads[2], hours(share.placed), number: true))\
      \(cell(heads[3], hours(share.asked - share.placed), number: true))\
      \(cell(heads[4], bar(share.placed, of: share.asked, kind: "equity")))</tr>
      """
    }
    return """
      <table class="shares stack" role="table">
      <caption>By \(head.lowercased())</caption>
      <thead role="rowgroup"><tr role="row">\(heads.map(columnHead).joined())</tr></thead>
      <tbody role="rowgroup">
      \(lines.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  /// Seed, time and versions: what is needed to make the same plan again.
  var making: String {
    let facts = [
      ("Program", "jadwal " + htmlText(summary.version)),
      ("Seed", String(summary.seed)),
      ("Time", String(format: "%.1f seconds", summary.seconds)),
      ("Threads", String(summary.threads)),
      ("Moves tried", grouped(summary.iterations)),
      (
        "Dataset",
        "<code>\(htmlText(String(summary.datasetDigest.prefix(12))))</code> (first digits of its SHA-256)"
      ),
    ]
    let lines = facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
    return """
      <dl class="facts">
      \(lines.joined(separator: "\n"))
      </dl>
      <p class="about">The same dataset, seed, threads and number of moves give the same plan on any machine.</p>
      """
  }

  private func columnHead(_ text: String) -> String {
    "<th role=\"columnheader\" scope=\"col\">\(text)</th>"
  }

  private func cell(_ head: String, _ html: String, number: Bool = false) -> String {
    "<td role=\"cell\"\(number ? " class=\"number\"" : "") data-label=\"\(head)\">\(html)</td>"
  }

  /// A bar with its figure; what is missing from a share of equity is hatched.
  private func bar(_ part: Int, of whole: Int, kind: String) -> String {
    let text = kind == "cost" && whole == 0 ? "0.0 %" : percent(part, of: whole)
    let width = text.replacing(" ", with: "")
    return """
      <span class="share"><svg class="bar \(kind)" width="100%" height="12" aria-hidden="true" focusable="false">\
      <rect class="whole" width="100%" height="12"></rect><rect class="part" width="\(width)" height="12"></rect></svg>\
      <span class="number">\(text)</span></span>
      """
  }
}

/// The contract's terms in plain words.
private let termNames = [
  "unplaced": "Learner-hours that are not placed",
  "inequity": "Unevenness between member states and between groups",
  "unpinned": "Sessions that were fixed, yet have no place",
  "unpreferred": "Sessions outside the hours that a cohort prefers",
  "trainer_changes": "Changes of trainer within a course",
  "venue_changes": "Changes of venue for a cohort",
  "irregular": "Changes of weekday or hour within a course",
  "idle": "Half-hours that learners wait between two sessions",
  "away": "Days of trainers in another city than their own",
  "overtime": "Hours that trainers work beyond their wish",
  "moved": "Sessions at another time than in the plan in force",
  "reassigned": "Sessions with another trainer than in the plan in force",
  "relocated": "Sessions in another place than in the plan in force",
]
