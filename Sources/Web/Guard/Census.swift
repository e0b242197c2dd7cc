import NIOCore
import Synchronization

/// Counts the connections of each address, and closes those beyond its share at once.
final class Census: Sendable {
  private let share: Int
  private let counts = Mutex<[String: Int]>([:])

  init(share: Int) { self.share = share }

  /// A handler that counts its connection as long as that is open.
  func doorkeeper() -> some RemovableChannelHandler & ChannelInboundHandler { Doorkeeper(self) }

  private func enter(_ address: String) -> Bool {
    counts.withLock { counts in
      guard counts[address, default: 0] < share else { return false }
      counts[address, default: 0] += 1
      return true
    }
  }

  private func leave(_ address: String) {
    counts.withLock { counts in
      let count = counts[address, default: 1] - 1
      counts[address] = count > 0 ? count : nil
    }
  }

  private final class Doorkeeper: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let census: Census

    init(_ census: Census) { self.census = census }

    func handlerAdded(context: ChannelHandlerContext) {
      let address = context.channel.remoteAddress?.ipAddress ?? "-"
      guard census.enter(address) else { return context.close(promise: nil) }
      context.channel.closeFuture.whenComplete { [census] _ in census.leave(address) }
    }
  }
}
