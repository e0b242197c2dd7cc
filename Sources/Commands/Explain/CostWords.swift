import Foundation
import Planning
import Training

/// What cost terms count, in a coordinator's words.
enum CostWords {
  private static let nouns: [String: (one: String, many: String)] = [
    "unplaced": ("learner-hour not taught", "learner-hours not taught"),
    "inequity": (
      "point for what is uneven between states and groups",
      "points for what is uneven between states and groups"
    ),
    "unpinned": ("pinned session not placed", "pinned sessions not placed"),
    "unpreferred": (
      "session outside the hours a cohort prefers", "sessions outside the hours cohorts prefer"
    ),
    "trainer_changes": ("change of trainer within a course", "changes of trainer within a course"),
    "venue_changes": ("change of room for a cohort", "changes of room for a cohort"),
    "irregular": (
      "change of weekday or hour within a course", "changes of weekday or hour within a course"
    ),
    "idle": ("half hour that a cohort waits", "half hours that cohorts wait"),
    "away": ("day of a trainer away from home", "days of trainers away from home"),
    "overtime": ("hour beyond what a trainer wished", "hours beyond what trainers wished"),
    "moved": ("session moved from the plan in force", "sessions moved from the plan in force"),
    "reassigned": (
      "session with another trainer than in the plan in force",
      "sessions with another trainer than in the plan in force"
    ),
    "relocated": (
      "session in another room than in the plan in force",
      "sessions in another room than in the plan in force"
    ),
  ]

  /// `3 days of trainers away from home`.
  static func told(_ name: String, _ amount: Int) -> String {
    "\(grouped(amount)) \(noun(name, amount))"
  }

  /// Without the number.
  static func noun(_ name: String, _ amount: Int) -> String {
    guard let noun = nouns[name] else { return name }
    return amount == 1 ? noun.one : noun.many
  }
}

extension Effect {
  /// What makes the cost differ, the dearest first: `1 more change of trainer within a course (+15)`.
  var causes: [String] {
    terms.filter { $0.before != $0.after }.sorted { abs($0.cost) > abs($1.cost) }.map { term in
      let count = abs(term.after - term.before)
      return "\(grouped(count)) \(term.after > term.before ? "more" : "fewer") "
        + "\(CostWords.noun(term.name, count)) (\(signed(term.cost)))"
    }
  }

  /// `costs 12 more: …`, `saves 3: …`, `costs the same`.
  var price: String {
    let why = causes.isEmpty ? "" : ": " + causes.joined(separator: ", ")
    switch cost {
    case 0: return "costs the same" + why
    case ..<0: return "saves \(grouped(-cost))" + why
    default: return "costs \(grouped(cost)) more" + why
    }
  }
}

/// What a change of cost is called: `12 more`, `3 less`, `the same`.
func dearer(_ change: Int) -> String {
  change == 0 ? "the same" : change > 0 ? "\(grouped(change)) more" : "\(grouped(-change)) less"
}

/// The first few sentences, and how many there are beyond.
///
/// - Parameter id: the session that they are about: where they tell it with a time, they say `it`.
func told(_ findings: [Finding], about id: String, limit: Int = 3) -> String {
  let sentences = findings.prefix(limit).map { shortened($0.sentence, about: id) }
  let rest = findings.count - sentences.count
  return sentences.joined(separator: "; ") + (rest > 0 ? "; and \(grouped(rest)) more" : "")
}

/// `c/m/1 at Mon 2026-08-03 09:00 (Asia/Bangkok) is …` as `it is …`.
private func shortened(_ sentence: String, about id: String) -> String {
  guard let start = sentence.range(of: id + " at "),
    let end = sentence[start.upperBound...].firstIndex(of: ")")
  else { return sentence }
  return sentence.replacingCharacters(in: start.lowerBound...end, with: "it")
}
