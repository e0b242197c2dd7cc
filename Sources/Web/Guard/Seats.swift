import Synchronization

/// Places for what lasts: streams of events, each of which holds a connection.
final class Seats: Sendable {
  private let free: Mutex<Int>

  init(_ count: Int) { free = Mutex(count) }

  /// One place; it is free again when it is given back, once, or forgotten.
  final class Seat: Sendable {
    private let seats: Seats
    private let isTaken = Mutex(true)

    fileprivate init(_ seats: Seats) { self.seats = seats }

    deinit { give() }

    func give() {
      let wasTaken = isTaken.withLock { isTaken in
        defer { isTaken = false }
        return isTaken
      }
      if wasTaken { seats.free.withLock { $0 += 1 } }
    }
  }

  /// Nil where all are taken.
  func take() -> Seat? {
    let isThere = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    return isThere ? Seat(self) : nil
  }
}
