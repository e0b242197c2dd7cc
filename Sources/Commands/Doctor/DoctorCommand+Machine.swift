import Foundation
import Training

/// What the machine itself has to bring along.
extension DoctorCommand {
  /// The zones of the member states' capitals, and what they are ahead of UTC, in minutes, since 2005.
  private static let zones: [(identifier: String, minutes: Int)] = [
    ("Asia/Brunei", 480), ("Asia/Phnom_Penh", 420), ("Asia/Jakarta", 420),
    ("Asia/Makassar", 480), ("Asia/Jayapura", 540), ("Asia/Vientiane", 420),
    ("Asia/Kuala_Lumpur", 480), ("Asia/Yangon", 390), ("Asia/Manila", 480),
    ("Asia/Singapore", 480), ("Asia/Bangkok", 420), ("Asia/Ho_Chi_Minh", 420), ("Asia/Dili", 540),
  ]

  func zoneData() -> Examination {
    let today = LocalDate(days: Int(Date().timeIntervalSince1970) / 86_400)
    let noon = Instant(seconds: today.days * 86_400 + 43_200)
    let wrong = Self.zones.filter { expected in
      guard let zone = Zone(expected.identifier, around: today) else { return true }
      return zone.offset(at: noon) != expected.minutes * 60
    }
    guard wrong.isEmpty else {
      return Examination(
        subject: "zone data", verdict: .bad,
        finding: "missing or wrong for \(wrong.map(\.identifier).joined(separator: ", "))",
        remedy: "install or renew the package tzdata")
    }
    return Examination(
      subject: "zone data", verdict: .good,
      finding: "\(Self.zones.count) zones of the region have the offsets that they should have")
  }

  func encoding() -> Examination {
    let environment = ProcessInfo.processInfo.environment
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let isUnicode = locale.uppercased().replacing("-", with: "").contains("UTF8")
    return Examination(
      subject: "encoding", verdict: isUnicode ? .good : .doubtful,
      finding: isUnicode
        ? "\(locale) shows every script" : "\(locale) may not show Thai, Khmer, Lao or Burmese names",
      remedy: isUnicode ? nil : "export LANG=C.UTF-8")
  }

  func temporaryFolder() -> Examination {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "jadwal-doctor-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      try Data("jadwal\n".utf8).write(to: file)
      return Examination(
        subject: "temporary files", verdict: .good, finding: "\(folder.path) can be written")
    } catch {
      return Examination(
        subject: "temporary files", verdict: .bad, finding: "\(folder.path) cannot be written",
        remedy: "make room there, or set TMPDIR")
    }
  }

  /// A clock before this version was made is wrong for certain.
  func clock() -> Examination {
    let now = Date()
    let text = now.formatted(.iso8601)
    guard let made = LocalDate(year: 2026, month: 1, day: 1),
      Int(now.timeIntervalSince1970) >= made.days * 86_400
    else {
      return Examination(
        subject: "clock", verdict: .bad, finding: "says \(text), which is past",
        remedy: "set it, and have it kept by timedatectl set-ntp true")
    }
    return Examination(subject: "clock", verdict: .good, finding: "says \(text)")
  }
}
