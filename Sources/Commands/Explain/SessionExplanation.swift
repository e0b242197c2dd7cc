import Files
import Planning
import Training

/// Why a session is where it is, or what keeps it from a place.
struct SessionExplanation: Explanation {
  private enum Answer {
    case placed(PlacedExplanation)
    case unplaced(UnplacedExplanation)
  }

  private let answer: Answer

  init(_ session: Int, in plan: PlanView, on trial: Trial) {
    if let placement = plan[session] {
      answer = .placed(PlacedExplanation(session, at: placement, in: plan, on: trial))
    } else {
      answer = .unplaced(UnplacedExplanation(session, in: plan, on: trial))
    }
  }

  func lines(all: Bool) -> [String] {
    switch answer {
    case .placed(let explanation): explanation.lines(all: all)
    case .unplaced(let explanation): explanation.lines(all: all)
    }
  }

  var json: JSONText {
    switch answer {
    case .placed(let explanation): explanation.json
    case .unplaced(let explanation): explanation.json
    }
  }
}
