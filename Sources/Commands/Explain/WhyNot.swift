import ArgumentParser
import Files
import Planning
import Training

/// The place that somebody asks about: what is not given stays as it is.
struct WhyNot {
  static let keys = ["trainer", "start", "venue"]

  let session: Int
  private(set) var asked = Clash.Asked()

  init(_ texts: [String], about session: Int, in programme: Programme) throws(Failure) {
    self.session = session
    var seen: Set<String> = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard parts.count == 2, !parts[1].isEmpty else {
        throw Failure(
          ExitStatus.usage,
          "--why-not: write trainer=ID, start=TIME or venue=ID, not \(legible(text)).")
      }
      guard Self.keys.contains(parts[0]) else {
        var nearest = Nearest()
        throw Failure(
          ExitStatus.usage,
          "--why-not: there is no \(legible(parts[0]))"
            + nearest.suggestion(for: parts[0], among: Self.keys)
            + "; it takes trainer=ID, start=TIME and venue=ID.")
      }
      guard seen.insert(parts[0]).inserted else {
        throw Failure(ExitStatus.usage, "--why-not: \(parts[0]) is given twice.")
      }
      switch parts[0] {
      case "trainer":
        asked.lead = try find(
          parts[1], "trainer", among: programme.trainers.map(\.id), option: "--why-not")
      case "venue":
        asked.venue = try find(
          parts[1], "venue", among: programme.venues.map(\.id), option: "--why-not")
      default:
        asked.start = try Self.start(
          parts[1], in: programme.zone(of: programme.chain(of: session)))
      }
    }
  }

  private static func start(_ text: String, in zone: Zone) throws(Failure) -> Instant {
    if let start = zone.instant(of: text) { return start }
    throw Failure(
      ExitStatus.usage,
      "--why-not: \(legible(text)) is no time: write 2026-08-04T18:30, or with an offset "
        + "2026-08-04T18:30:00+07:00.")
  }
}
