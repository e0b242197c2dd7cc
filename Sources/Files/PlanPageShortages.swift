import Training

extension PlanPageFigures {
  /// What is short whatever is planned; empty where nothing is known to be.
  var shortages: String {
    guard !summary.shortages.isEmpty else { return "" }
    let items = summary.shortages.map { shortage in
      let details = shortage.details.map { "<p>\(isolated($0))</p>" }.joined(separator: "\n")
      let remedies =
        shortage.remedies.isEmpty
        ? ""
        : "<ul>\n"
          + shortage.remedies.map { "<li>\(isolated($0))</li>" }.joined(separator: "\n") + "\n</ul>"
      return
        "<details><summary>\(isolated(shortage.headline))</summary>\n\(details)\n\(remedies)</details>"
    }
    return """
      <h3>Too few hours, whatever is planned</h3>
      <p class="about">These sessions cannot all have a place with the trainers and rooms that there are. \
      What would help is counted in hours alone: who comes has to be free when the learners are.</p>
      <div class="shortages">
      \(items.joined(separator: "\n"))
      </div>
      """
  }

  private func isolated(_ text: String) -> String { "<bdi>\(htmlText(text))</bdi>" }
}
