/// What a clock on the wall shows, date included and zone left out: seconds since 1970-01-01 00:00.
package struct WallTime: Hashable, Comparable, Sendable {
  package var seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  package init(_ date: LocalDate, minute: Int) { seconds = date.days * 86_400 + minute * 60 }

  package static func < (left: WallTime, right: WallTime) -> Bool { left.seconds < right.seconds }

  package var date: LocalDate { LocalDate(days: floorDivide(seconds, 86_400)) }

  /// 0 … 86 399.
  package var secondOfDay: Int { floorModulo(seconds, 86_400) }

  /// `2026-08-03T09:00`, with `:00` more where seconds are asked for.
  package func text(withSeconds: Bool = false) -> String {
    "\(date)T\(clock)" + (withSeconds ? ":" + padded(secondOfDay % 60, 2) : "")
  }

  /// `09:00`.
  package var clock: String {
    padded(secondOfDay / 3600, 2) + ":" + padded(secondOfDay / 60 % 60, 2)
  }
}
