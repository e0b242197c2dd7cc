import Foundation
import Synchronization

/// Stands between clients and a server on a unix socket, on a port of the loopback: counts what
/// clients ask, and makes the network go wrong.
package final class FaultProxy: Sendable {
  /// What is done at the n-th statement that a client sends, of all connections together.
  package enum Fault: Sendable {
    /// Before the server has it.
    case before(statement: Int)
    /// When the server has answered, before the client hears it.
    case after(statement: Int)
  }

  private struct State {
    var isSilent = false
    var delay = Duration.zero
    var statements = 0
    var hasFaulted = false
    var sockets: Set<Int32> = []
    var isOver = false
  }

  package let port: Int
  private let listener: Int32
  private let server: String
  private let fault: Fault?
  private let onFault: @Sendable () -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - url: of a server on a unix socket.
  ///   - onFault: called once, at the statement.
  package init(
    to url: String, fault: Fault? = nil, onFault: @escaping @Sendable () -> Void = {}
  ) throws {
    server = Self.host(of: url) + "/.s.PGSQL.5432"
    self.fault = fault
    self.onFault = onFault
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRINUSE) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self, listener] in
      defer { close(listener) }
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let self, !self.state.withLock({ $0.isOver }) else {
          close(client)
          return
        }
        self.serve(client)
      }
    }
  }

  /// Ends all connections, and takes no more.
  package func stop() {
    let (wasOver, sockets) = state.withLock { state in
      defer { (state.isOver, state.sockets) = (true, []) }
      return (state.isOver, state.sockets)
    }
    // Its number may be another's by now.
    guard !wasOver else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// From now on nothing gets through and nobody is told, as when a cable is cut; or all is well.
  package func silence(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }

  /// From now on everything that is said, by either side, is as late as that.
  package func delay(by time: Duration) { state.withLock { $0.delay = time } }

  /// Cuts every connection, as a device on the way does that forgets them.
  package func cut() {
    for socket in state.withLock({ $0.sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  package var statements: Int { state.withLock { $0.statements } }
  package var hasFaulted: Bool { state.withLock { $0.hasFaulted } }

  /// The address of the same database through the proxy.
  package func url(_ url: String) -> String {
    url.replacing("host=" + Self.host(of: url), with: "host=127.0.0.1&port=\(port)&sslmode=disable")
  }

  private static func host(of url: String) -> String {
    let start = url.range(of: "host=")?.upperBound ?? url.endIndex
    return String(url[start...].prefix { $0 != "&" })
  }

  private func serve(_ client: Int32) {
    let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: server.utf8) }
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected else {
      close(client)
      close(upstream)
      return
    }
    state.withLock { $0.sockets.formUnion([client, upstream]) }
    Thread.detachNewThread { [self] in
      forward(client, upstream)
      state.withLock { $0.sockets.subtract([client, upstream]) }
      close(client)
      close(upstream)
    }
  }

  private func forward(_ client: Int32, _ upstream: Int32) {
    var ends = [
      pollfd(fd: client, events: Int16(POLLIN), revents: 0),
      pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
    ]
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var counter = StatementCounter()
    var awaitsAnswer = false
    while poll(&ends, 2, 20) >= 0 {
      if state.withLock({ $0.isOver }) { return }
      // What has come stays where it is, as on a line that is cut.
      if state.withLock({ $0.isSilent }) {
        usleep(5000)
        continue
      }
      for (index, end) in ends.enumerated() where end.revents != 0 {
        let count = read(end.fd, &buffer, buffer.count)
        guard count > 0 else { return }
        let bytes = buffer[..<count]
        let delay = state.withLock { $0.delay }
        if delay > .zero { usleep(UInt32(delay / .microseconds(1))) }
        if index == 0 {
          switch decide(counter.count(bytes)) {
          case .pass: break
          case .faultNow:
            onFault()
            return
          case .faultAtAnswer: awaitsAnswer = true
          }
        } else if awaitsAnswer {
          onFault()
          return
        }
        let other = index == 0 ? upstream : client
        var rest = bytes
        while !rest.isEmpty {
          let sent = rest.withUnsafeBytes {
            send(other, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard sent > 0 else { return }
          rest = rest.dropFirst(sent)
        }
      }
    }
  }

  private enum Decision { case pass, faultNow, faultAtAnswer }

  private func decide(_ more: Int) -> Decision {
    state.withLock { state in
      let before = state.statements
      state.statements += more
      let reached = { (n: Int) in n > before && n <= before + more }
      switch fault {
      case .before(let n) where reached(n):
        state.hasFaulted = true
        return .faultNow
      case .after(let n) where reached(n):
        state.hasFaulted = true
        return .faultAtAnswer
      default: return .pass
      }
    }
  }
}

/// Counts the statements that a client sends (PostgreSQL's documentation, "Message Formats").
private struct StatementCounter {
  private var hasStarted = false
  /// Bytes of the message under way that are still to come.
  private var remaining = 0
  private var head: [UInt8] = []

  mutating func count(_ bytes: ArraySlice<UInt8>) -> Int {
    var statements = 0
    var rest = bytes
    while !rest.isEmpty {
      if remaining > 0 {
        let skipped = min(remaining, rest.count)
        rest = rest.dropFirst(skipped)
        remaining -= skipped
        continue
      }
      head.append(rest.removeFirst())
      let size = hasStarted ? 5 : 4
      guard head.count == size else { continue }
      let length = head.suffix(4).reduce(0) { $0 << 8 | Int($1) }
      remaining = max(0, length - 4)
      if hasStarted, head[0] == UInt8(ascii: "Q") || head[0] == UInt8(ascii: "P") {
        statements += 1
      }
      hasStarted = true
      head = []
    }
    return statements
  }
}
