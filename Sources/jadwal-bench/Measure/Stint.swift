import Engine
import Planning
import Synchronization

/// A stretch of search that is measured: it always stands at the end of cooling, and its clock starts
/// with its first moves, whatever came before them.
///
/// For searches of one thread: the clock is that thread's CPU time.
final class Stint: Watch {
  let movesPerThread: Int
  private let seconds: Double
  private let whole: Budget
  /// Nanoseconds; -1 before the first moves.
  private let began = Atomic<Int>(-1)

  /// - Parameters:
  ///   - moves: ends it too; nil for no limit.
  ///   - whole: ends it when it is spent itself.
  init(seconds: Double, moves: Int?, within whole: Budget) {
    self.seconds = seconds
    self.whole = whole
    movesPerThread = moves ?? .max
  }

  func spent(moves: Int, best: Int) -> Int {
    if moves >= movesPerThread || whole.isSpent { return 65_536 }
    guard moves > 0, movesPerThread == .max else { return 65_535 }
    let now = Budget.threadSeconds()
    let start = began.load(ordering: .relaxed)
    if start < 0 {
      began.store(Int(now * 1e9), ordering: .relaxed)
      return 65_535
    }
    return now - Double(start) / 1e9 >= seconds ? 65_536 : 65_535
  }

  func report(_ progress: SearchProgress) {}
}
