import Foundation

extension EngineFigures {
  /// The figures as a text table.
  var text: String {
    var lines = [
      "\(name): \(activities) activities, \(resources) resources, \(options) options; "
        + "tables \(Self.megabytes(tableBytes)), peak \(Self.megabytes(peakBytes)); compiled in "
        + String(format: "%.2f s, first plan after %.2f s", compileSeconds, constructionSeconds)
        + "; moves measured at cost \(annealedCost), \(unplaced) unplaced",
      Self.row([
        "neighbourhood", "moves/s", "evaluated/s", "evaluated", "kept", "priced/s", "ns/move",
      ]),
    ]
    for moves in neighbourhoods + [mix, kernel].compactMap({ $0 }) { lines.append(moves.row) }
    if let mix, let kernel {
      lines.append(
        Self.row([
          "mix ÷ kernel", Self.ratio(mix.proposedPerSecond, kernel.proposedPerSecond),
          Self.ratio(mix.evaluatedPerSecond, kernel.evaluatedPerSecond),
        ]))
    }
    guard !threads.isEmpty else { return lines.joined(separator: "\n") }
    lines.append(Self.row(["threads", "moves/s", "CPU share", "cost", "seconds", "moves ×"]))
    for run in threads {
      let rate = Double(run.moves) / max(run.seconds, 1e-9)
      let first = Double(threads[0].moves) / max(threads[0].seconds, 1e-9)
      lines.append(
        Self.row([
          "\(run.threads)", String(format: "%.0f", rate),
          String(format: "%.2f", run.cpuSeconds / max(run.seconds, 1e-9)), "\(run.cost)",
          String(format: "%.2f", run.seconds), Self.ratio(rate, first),
        ]))
    }
    return lines.joined(separator: "\n")
  }

  /// The first cell to the left, the others to the right.
  fileprivate static func row(_ cells: [String]) -> String {
    cells.enumerated().map { place, cell in
      let blanks = String(repeating: " ", count: max(0, (place == 0 ? 15 : 12) - cell.count))
      return place == 0 ? "  " + cell + blanks : blanks + cell
    }.joined()
  }

  private static func ratio(_ one: Double, _ other: Double) -> String {
    other > 0 ? String(format: "%.2f", one / other) : "-"
  }

  private static func megabytes(_ bytes: Int) -> String {
    String(format: "%.1f MB", Double(bytes) / 1e6)
  }
}

extension EngineFigures.Moves {
  fileprivate var row: String {
    let all = Double(max(1, proposed))
    return EngineFigures.row([
      name, String(format: "%.0f", proposedPerSecond), String(format: "%.0f", evaluatedPerSecond),
      String(format: "%.1f %%", 100 * Double(evaluated) / all),
      String(format: "%.1f %%", 100 * Double(kept) / all),
      String(format: "%.0f", alternativesPerSecond), String(format: "%.0f", nanoseconds),
    ])
  }
}
