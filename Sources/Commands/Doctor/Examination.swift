import Files

/// What `jadwal doctor` found out about one thing.
struct Examination {
  enum Verdict: String {
    case good = "ok"
    /// Works, but not as it should.
    case doubtful = "warning"
    case bad = "fault"
  }

  var subject: String
  var verdict: Verdict
  var finding: String
  /// What to do about it.
  var remedy: String?

  var json: JSONText {
    var members: [(String, JSONText)] = [
      ("subject", .text(subject)), ("verdict", .text(verdict.rawValue)),
      ("finding", .text(finding)),
    ]
    if let remedy { members.append(("remedy", .text(remedy))) }
    return .object(members)
  }
}
