/// The most that can flow from a source to a sink through a network of whole capacities.
///
/// Dinic's algorithm: shortest augmenting paths, a layer of them at a time (Dinitz 1970).
struct MaximumFlow {
  static let source = 0
  static let sink = 1

  /// By node: its first edge; by edge: the next one of the node. An edge's reverse is its neighbour.
  private var first: [Int32] = [-1, -1]
  private var next: [Int32] = []
  private var heads: [Int32] = []
  private var rest: [Int] = []
  private var level: [Int32] = []
  private var current: [Int32] = []

  /// What flows so far.
  private(set) var amount = 0

  mutating func addNode() -> Int {
    first.append(-1)
    return first.count - 1
  }

  /// The number of the edge.
  @discardableResult
  mutating func addEdge(from tail: Int, to head: Int, capacity: Int) -> Int {
    let edge = heads.count
    for (from, to, rest) in [(tail, head, capacity), (head, tail, 0)] {
      heads.append(Int32(to))
      next.append(first[from])
      first[from] = Int32(heads.count - 1)
      self.rest.append(rest)
    }
    return edge
  }

  mutating func widen(_ edge: Int, by more: Int) { rest[edge] += more }

  /// What flows through an edge.
  func flow(through edge: Int) -> Int { rest[edge ^ 1] }

  /// Lets all flow that still can; the gain.
  @discardableResult
  mutating func run(isStopped: () -> Bool = { false }) -> Int {
    let before = amount
    while !isStopped(), layer() {
      current = first
      while true {
        let more = push(from: Self.source, most: .max)
        guard more > 0 else { break }
        amount += more
      }
    }
    return amount - before
  }

  /// By node: whether more could come there from the source; to be asked after `run`.
  var reached: [Bool] { level.map { $0 >= 0 } }

  private mutating func layer() -> Bool {
    level = Array(repeating: -1, count: first.count)
    level[Self.source] = 0
    var queue = [Self.source]
    var place = 0
    while place < queue.count {
      let node = queue[place]
      place += 1
      var edge = first[node]
      while edge >= 0 {
        let head = Int(heads[Int(edge)])
        if rest[Int(edge)] > 0, level[head] < 0 {
          level[head] = level[node] + 1
          queue.append(head)
        }
        edge = next[Int(edge)]
      }
    }
    return level[Self.sink] >= 0
  }

  /// Paths are a handful of edges long, so the depth is too.
  private mutating func push(from node: Int, most: Int) -> Int {
    if node == Self.sink { return most }
    var pushed = 0
    while current[node] >= 0 {
      let edge = Int(current[node])
      let head = Int(heads[edge])
      if rest[edge] > 0, level[head] == level[node] + 1 {
        let more = push(from: head, most: min(most - pushed, rest[edge]))
        if more > 0 {
          rest[edge] -= more
          rest[edge ^ 1] += more
          pushed += more
          if pushed == most { return pushed }
          continue
        }
      }
      current[node] = next[edge]
    }
    return pushed
  }
}
