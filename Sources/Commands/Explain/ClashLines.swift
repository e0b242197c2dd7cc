import Files
import Planning
import Training

/// Facts that leave a session no place, and what would help, in paragraphs.
struct ClashLines {
  let plan: PlanView
  let clash: Clash
  /// Whether a place of some kind alone was asked about.
  var isNarrow = false

  private var such: String { isNarrow ? "no such place" : "no place" }
  private var programme: Programme { plan.programme }
  private var words: FactWords { FactWords(plan: plan, session: clash.session) }
  private var places: PlaceWords { PlaceWords(programme: programme, session: clash.session) }

  /// What no fact that could change is to blame for.
  var frame: String {
    if isNarrow { return "It could not be there whatever else were changed." }
    let chain = programme.chain(of: clash.session)
    guard chain.trainerCount <= programme.trainers.count else {
      return "It needs \(counted(chain.trainerCount, "trainer")), and the dataset has "
        + "\(grouped(programme.trainers.count))."
    }
    let city = programme.cities[programme.cohorts[chain.cohorts[0]].city]
    return "It needs a room, and the dataset has none in \(city.name)."
  }

  func factLines(limit: Int) -> [String] {
    guard !clash.members.isEmpty else { return paragraph(frame) }
    var lines = paragraph(
      clash.members.count == 1
        ? "This alone leaves it \(such):"
        : "These facts together leave it \(such); if any one of them did not hold, the others would "
          + "leave one:")
    let groups = gathered(clash.members)
    for group in groups.prefix(limit) {
      lines += paragraph("- \(sentence(group)).", indents: 2, 4)
    }
    if groups.count > limit {
      lines += fitted([
        "  and \(counted(groups.count - limit, "more fact")): --all lists them"
      ])
    }
    return lines
  }

  /// Those about one party together.
  private func gathered(_ members: [Clash.Member]) -> [[Clash.Member]] {
    var groups: [(concern: Concern?, members: [Clash.Member])] = []
    for member in members {
      let concern = words.concern(member.fact)
      if let concern, let place = groups.firstIndex(where: { $0.concern == concern }) {
        groups[place].members.append(member)
      } else {
        groups.append((concern, [member]))
      }
    }
    return groups.map(\.members)
  }

  private func sentence(_ members: [Clash.Member]) -> String {
    let text = members.map { words.told($0.fact) }.joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  func reliefLines() -> [String] {
    guard !clash.reliefs.isEmpty else { return [] }
    var lines = ["What would help, the least first:"]
    for (number, relief) in clash.reliefs.enumerated() {
      let changes = relief.facts.map { words.relieved($0, at: relief.placement) }
      lines += paragraph(
        "\(number + 1). If \(changes.joined(separator: ", and ")): "
          + "\(places.told(relief.placement)). The plan would cost \(dearer(relief.change)).",
        indents: 2, 5)
    }
    return lines
  }
}
