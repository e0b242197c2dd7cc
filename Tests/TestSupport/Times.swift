import Training

/// Where examples start: Monday, 2026-08-03.
package let monday = LocalDate(days: 20_668)

/// The hour on the wall of `zone`, so many days after `monday`: `on(1, "09:00")` is a Tuesday.
package func on(_ day: Int, _ clock: String, in zone: String = "Asia/Bangkok") -> Instant {
  let wall = WallTime(monday.adding(days: day), minute: minutes(clock))
  let local = timeZone(zone)
  let guess = Instant(seconds: wall.seconds - local.offset(at: Instant(seconds: wall.seconds)))
  return Instant(seconds: wall.seconds - local.offset(at: guess))
}

/// The same hours on each weekday given, 0 for Monday; on all of them by default.
package func hours(
  _ from: String, _ to: String, on days: some Collection<Int> = 0..<7
) -> Windows {
  Windows(days: (0..<7).map { days.contains($0) ? [minutes(from)..<minutes(to)] : [] })
}

package func timeZone(_ identifier: String) -> Zone {
  guard let zone = Zone(identifier, around: monday) else {
    preconditionFailure("no zone is called \(identifier)")
  }
  return zone
}

private func minutes(_ clock: String) -> Int {
  let parts = clock.split(separator: ":").compactMap { Int($0) }
  guard parts.count == 2 else { preconditionFailure("\(clock) is not an hour") }
  return parts[0] * 60 + parts[1]
}
