/// Owns blocks of memory and frees them together.
final class Arena: @unchecked Sendable {
  private var blocks: [UnsafeMutableRawPointer] = []
  /// What all blocks take together.
  private(set) var byteCount = 0

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Room for `count` elements, which the caller fills.
  fileprivate func allocate<Element: BitwiseCopyable>(
    _ count: Int, of: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    blocks.append(UnsafeMutableRawPointer(base))
    byteCount += max(1, count) * MemoryLayout<Element>.stride
    return base
  }
}

/// One block of memory with an integer index: the flat tables and counters of the search.
///
/// It is held in a `let` beside the arena that owns its memory, so that an update costs what a bare
/// pointer costs: no exclusivity check, no reference count, no uniqueness check. Indices are checked
/// in debug builds only; whoever fills the tables (`ProblemBuilder`) proves them once.
struct Grid<Element: BitwiseCopyable>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Element>

  @inline(never)
  init(count: Int, filledWith element: Element, in arena: Arena) {
    self.count = count
    base = arena.allocate(count, of: Element.self)
    base.initialize(repeating: element, count: count)
  }

  @inline(never)
  init(_ elements: [Element], in arena: Arena) {
    count = elements.count
    base = arena.allocate(count, of: Element.self)
    for (index, element) in elements.enumerated() { (base + index).initialize(to: element) }
  }

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
  func copy(from other: Grid<Element>) {
    assert(other.count == count)
    base.update(from: other.base, count: count)
  }

  var elements: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

extension Grid where Element == Int32 {
  @inline(never)
  init(narrowing elements: [Int], in arena: Arena) {
    self.init(elements.map { Int32($0) }, in: arena)
  }
}

/// Lists of different lengths laid end to end: `starts[i] ..< starts[i + 1]` are list `i`'s places.
struct Lists: Sendable {
  let starts: Grid<Int32>

  @inline(never)
  init(counts: [Int], in arena: Arena) {
    starts = Grid(count: counts.count + 1, filledWith: 0, in: arena)
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
