/// One block of memory with an integer index: the flat tables and counters of the search.
///
/// It is held in a `let`, so that an update costs what a bare pointer costs: no exclusivity check, no
/// reference count, no uniqueness check. Indices are checked in debug builds only; whoever fills the
/// tables (`ProblemBuilder`) proves them once.
struct Grid<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Element>

  init(count: Int, filledWith element: Element) {
    self.count = count
    base = UnsafeMutablePointer.allocate(capacity: max(1, count))
    base.initialize(repeating: element, count: max(1, count))
  }

  init(_ elements: [Element], orEmpty element: Element) {
    self.init(count: elements.count, filledWith: element)
    for (index, value) in elements.enumerated() { base[index] = value }
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// Copies every element of `other`, which is as long.
  func copy(from other: borrowing Grid<Element>) {
    assert(other.count == count)
    base.update(from: other.base, count: count)
  }

  var elements: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

extension Grid where Element == Int32 {
  init(_ elements: [Int32]) { self.init(elements, orEmpty: 0) }
  init(narrowing elements: [Int]) { self.init(elements.map { Int32($0) }, orEmpty: 0) }
}

extension Grid where Element == Int {
  init(_ elements: [Int]) { self.init(elements, orEmpty: 0) }
}

/// Lists of different lengths laid end to end: `starts[i] ..< starts[i + 1]` are list `i`'s places.
struct Lists: ~Copyable, Sendable {
  let starts: Grid<Int32>

  init(counts: [Int]) {
    starts = Grid(count: counts.count + 1, filledWith: 0)
    var total = 0
    for (index, count) in counts.enumerated() {
      starts[index] = Int32(total)
      total += count
    }
    starts[counts.count] = Int32(total)
  }

  @inline(__always)
  func first(_ list: Int) -> Int { Int(starts[list]) }
  @inline(__always)
  func end(_ list: Int) -> Int { Int(starts[list &+ 1]) }
  @inline(__always)
  func count(_ list: Int) -> Int { Int(starts[list &+ 1] &- starts[list]) }
}
