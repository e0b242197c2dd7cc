/// At which options nobody is busy, 64 at a time.
extension Workbench {
  /// Writes to `free` a bit for each option of the window, from its first word on, that is in the
  /// domain, is not its own, and at which nobody is busy but with the activity itself; gives how many
  /// there are.
  func gatherFree(_ activity: Int, within window: Range<Int>, keepsRoles: Bool) -> Int {
    let length = Int(problem.activities.durationClass[activity])
    var own = -1
    var ownFirst = 0
    var ownEnd = 0
    if isPlaced(activity) {
      own = optionOf(activity)
      ownFirst = Int(problem.options.overlapStart[length &* problem.optionCount &+ own])
      ownEnd = Int(problem.options.overlapEnd[length &* problem.optionCount &+ own])
    }
    let attendees =
      problem.activities.attendees.first(
        activity)..<problem.activities.attendees.end(activity)
    let slots = problem.roles.slots.first(activity)..<problem.roles.slots.end(activity)
    let row = Int(problem.domains.row[activity])
    let firstWord = window.lowerBound >> 6
    let lastWord = (window.upperBound &- 1) >> 6
    var count = 0
    for word in firstWord...lastWord {
      var mask = problem.domains.bits[row &+ word]
      mask &= bits(from: window.lowerBound, to: window.upperBound, of: word)
      if word == own >> 6 { mask &= ~(1 << UInt64(own & 63)) }
      var taken: UInt64 = 0
      if mask != 0 {
        for place in attendees {
          let resource = Int(problem.activities.attendee[place])
          guard problem.resources.isExclusive[resource] else { continue }
          taken |= agendas.occupancy.taken(resource, length, word: word)
        }
      }
      if mask != 0, keepsRoles {
        for slot in slots {
          let resource = Int(problem.roles[Int(choiceOf[slot])].resource)
          guard resource >= 0 else { continue }
          mask &= problem.available(resource, length, word: word)
          guard problem.resources.isExclusive[resource] else { continue }
          taken |= agendas.occupancy.taken(resource, length, word: word)
        }
      }
      mask &= ~(taken & ~bits(from: ownFirst, to: ownEnd, of: word))
      free[word &- firstWord] = mask
      count &+= mask.nonzeroBitCount
    }
    return count
  }

  /// Clears the bits of a window in `free`, which begins with the first of all options; gives how many
  /// there were.
  func dropFree(within window: Range<Int>) -> Int {
    var count = 0
    for word in window.lowerBound >> 6...(window.upperBound &- 1) >> 6 {
      let dropped = free[word] & bits(from: window.lowerBound, to: window.upperBound, of: word)
      free[word] &= ~dropped
      count &+= dropped.nonzeroBitCount
    }
    return count
  }

  /// The options from `first` to below `end` among the 64 of `word`.
  @inline(__always)
  private func bits(from first: Int, to end: Int, of word: Int) -> UInt64 {
    let low = first &- word &* 64
    let high = end &- word &* 64
    if low >= 64 || high <= 0 { return 0 }
    let above = low <= 0 ? UInt64.max : UInt64.max << UInt64(low)
    return high >= 64 ? above : above & (1 << UInt64(high) &- 1)
  }

  /// Takes the bit at this place among those of `free`, whose first word is `firstWord` of the options.
  @inline(__always)
  func takeFree(at place: Int, from firstWord: Int) -> Int {
    var left = place
    var word = 0
    while true {
      let mask = free[word]
      let count = mask.nonzeroBitCount
      if left < count { break }
      left &-= count
      word &+= 1
    }
    var mask = free[word]
    for _ in 0..<left { mask &= mask &- 1 }
    let bit = mask.trailingZeroBitCount
    free[word] &= ~(1 << UInt64(bit))
    return (firstWord &+ word) &* 64 &+ bit
  }
}
