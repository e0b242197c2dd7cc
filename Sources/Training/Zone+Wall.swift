extension Zone {
  /// The instants at which the wall clock shows a time, ascending: two where it is put back over it, none
  /// where it is put forward.
  package func instants(showing wall: WallTime) -> [Instant] {
    knownOffsets.map { Instant(seconds: wall.seconds - $0) }
      .filter { wallTime(at: $0).seconds == wall.seconds }.sorted()
  }

  /// The instant at which a date begins here: the last one, where a clock that was put back shows its
  /// start twice.
  package func beginning(of date: LocalDate) -> Instant {
    let midnight = date.days * 86_400
    let candidates = knownOffsets.map { Instant(seconds: midnight - $0) }
    let begins = candidates.filter { instant in
      self.date(at: instant) >= date && self.date(at: Instant(seconds: instant.seconds - 1)) < date
    }
    return begins.max() ?? Instant(seconds: midnight - offset(at: Instant(seconds: midnight)))
  }

  /// The instant that people write with its offset from UTC, or as the wall clock here shows it, the first
  /// time where it does so twice; seconds may be left out, and a blank may stand for the `T`.
  package func instant(of text: String) -> Instant? {
    let form = text.replacing(" ", with: "T")
    let lacksSeconds = [16, 17, 22].contains(form.utf8.count)
    let whole = lacksSeconds ? form.prefix(16) + ":00" + form.dropFirst(16) : form[...]
    if let instant = Instant(whole) { return instant }
    return Instant(whole + "Z").flatMap { instants(showing: WallTime(seconds: $0.seconds)).first }
  }
}
