/// When exclusive resources are taken: a bit for each option and length of activity, set where an
/// activity of that length starting there would overlap one that the resource holds.
///
/// It answers most questions of `Agendas` with one load; rest and travel need the neighbours.
struct Occupancy {
  /// 64 options, and beside them when the resource is there at all: who asks for one of the two mostly
  /// needs both.
  private struct Word: BitwiseCopyable {
    var taken: UInt64 = 0
    var available: UInt64
  }

  private let problem: Problem
  /// By resource: the row of its first length, -1 for what is not exclusive.
  private let row: Grid<Int32>
  private let bits: Grid<Word>
  private let words: Int
  private let classes: Int

  init(_ problem: Problem, in arena: Arena) {
    self.problem = problem
    words = problem.resources.availabilityWords
    classes = problem.resources.durationClassCount
    row = Grid(count: problem.resourceCount, filledWith: -1, in: arena)
    var rows = 0
    for resource in 0..<problem.resourceCount where problem.resources.isExclusive[resource] {
      row[resource] = Int32(rows)
      rows += classes
    }
    bits = Grid(count: rows * words, filledWith: Word(available: .max), in: arena)
    for resource in 0..<problem.resourceCount where row[resource] >= 0 {
      for length in 0..<classes {
        for word in 0..<words {
          bits[(Int(row[resource]) + length) * words + word].available = problem.available(
            resource, length, word: word)
        }
      }
    }
  }

  /// Whether an exclusive resource is there for an activity of `length` at `option`, and nothing of it
  /// overlaps that.
  @inline(__always)
  func isFree(_ resource: Int, _ length: Int, _ option: Int) -> Bool {
    let word = bits[(Int(row[resource]) &+ length) &* words &+ (option >> 6)]
    return (word.available & ~word.taken) >> UInt64(option & 63) & 1 == 1
  }

  /// Whether something of `resource` overlaps an activity of `length` at `option`.
  @inline(__always)
  func isTaken(_ resource: Int, _ length: Int, _ option: Int) -> Bool {
    let word = bits[(Int(row[resource]) &+ length) &* words &+ (option >> 6)].taken
    return word >> UInt64(option & 63) & 1 == 1
  }

  /// Whether something of `resource` stands at `option`, where options are disjoint.
  @inline(__always)
  func isTaken(_ resource: Int, at option: Int) -> Bool {
    bits[Int(row[resource]) &* words &+ (option >> 6)].taken >> UInt64(option & 63) & 1 == 1
  }

  /// The bits of a resource from two options ahead of `option` to two options behind it, where only one
  /// length exists.
  @inline(__always)
  func around(_ option: Int, in resource: Int) -> UInt64 {
    let base = Int(row[resource]) &* words
    let from = option &- 2
    guard from >= 0 else { return bits[base].taken << UInt64(-from) & 31 }
    let word = from >> 6
    let shift = UInt64(from & 63)
    var window = bits[base &+ word].taken >> shift
    if shift > 59, word &+ 1 < words { window |= bits[base &+ word &+ 1].taken << (64 &- shift) }
    return window & 31
  }

  /// Which of the 64 options of `word` an activity of `length` would overlap something at.
  @inline(__always)
  func taken(_ resource: Int, _ length: Int, word: Int) -> UInt64 {
    bits[(Int(row[resource]) &+ length) &* words &+ word].taken
  }

  /// How many options of a resource are taken, where options are disjoint.
  func count(in resource: Int) -> Int {
    let base = Int(row[resource]) &* words
    var count = 0
    for word in 0..<words { count &+= bits[base &+ word].taken.nonzeroBitCount }
    return count
  }

  /// How many of them are before `option`.
  func count(in resource: Int, before option: Int) -> Int {
    let base = Int(row[resource]) &* words
    var count = 0
    for word in 0..<option >> 6 { count &+= bits[base &+ word].taken.nonzeroBitCount }
    let earlier = bits[base &+ (option >> 6)].taken & (1 << UInt64(option & 63) &- 1)
    return count &+ earlier.nonzeroBitCount
  }

  /// The one of them that so many are before.
  func option(_ rank: Int, in resource: Int) -> Int {
    let base = Int(row[resource]) &* words
    var left = rank
    var word = 0
    while true {
      let count = bits[base &+ word].taken.nonzeroBitCount
      if left < count { break }
      left &-= count
      word &+= 1
    }
    var mask = bits[base &+ word].taken
    for _ in 0..<left { mask &= mask &- 1 }
    return word &* 64 &+ mask.trailingZeroBitCount
  }

  /// Sets what an activity takes of `resource` at `option`, where options are disjoint.
  @inline(__always)
  func take(_ resource: Int, at option: Int) {
    bits[Int(row[resource]) &* words &+ (option >> 6)].taken |= 1 << UInt64(option & 63)
  }

  /// Sets what an activity of `length` at `option` takes of `resource`.
  @inline(__always)
  func take(_ resource: Int, _ length: Int, _ option: Int) {
    let first = Int(row[resource])
    guard first >= 0 else { return }
    if problem.options.areDisjoint {
      take(resource, at: option)
      return
    }
    let end = Int(problem.options.overlapEnd[length &* problem.optionCount &+ option])
    for other in 0..<classes {
      let from = Int(problem.options.overlapStart[other &* problem.optionCount &+ option])
      change(row: first &+ other, from: from, to: end, isSet: true)
    }
  }

  /// Clears what `take` set, where options are disjoint and nobody else stands there.
  @inline(__always)
  func free(_ resource: Int, at option: Int) {
    bits[Int(row[resource]) &* words &+ (option >> 6)].taken &= ~(1 << UInt64(option & 63))
  }

  /// Clears what `take` set but for what others take too.
  ///
  /// - Parameters:
  ///   - from: where the last of those before it has ended.
  ///   - next: the option at which the first of those after it stands, -1 where there is none.
  @inline(__always)
  func free(_ resource: Int, _ length: Int, _ option: Int, from: Int, next: Int) {
    let first = Int(row[resource])
    let end = Int(problem.options.overlapEnd[length &* problem.optionCount &+ option])
    for other in 0..<classes {
      let starts = other &* problem.optionCount
      let from = max(from, Int(problem.options.overlapStart[starts &+ option]))
      let end = next < 0 ? end : min(end, Int(problem.options.overlapStart[starts &+ next]))
      if from < end { change(row: first &+ other, from: from, to: end, isSet: false) }
    }
  }

  @inline(__always)
  private func change(row: Int, from: Int, to end: Int, isSet: Bool) {
    let base = row &* words
    var word = from >> 6
    let last = (end &- 1) >> 6
    var mask = UInt64.max << UInt64(from & 63)
    while word <= last {
      if word == last { mask &= UInt64.max >> UInt64(63 &- (end &- 1) & 63) }
      if isSet { bits[base &+ word].taken |= mask } else { bits[base &+ word].taken &= ~mask }
      mask = .max
      word &+= 1
    }
  }
}
