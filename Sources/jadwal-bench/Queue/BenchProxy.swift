import Foundation
import Synchronization

/// A port of the loopback in front of a server's socket, on which everything can fall silent.
final class BenchProxy: Sendable {
  let port: Int
  private let listener: Int32
  private let socketPath: String
  private let isSilent = Atomic<Bool>(false)

  init(to folder: String) throws {
    socketPath = folder + "/.s.PGSQL.5432"
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
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        serve(client)
      }
    }
  }

  func silence(_ silent: Bool) { isSilent.store(silent, ordering: .relaxed) }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve(_ client: Int32) {
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    for (from, to) in [(client, server), (server, client)] {
      Thread.detachNewThread { [self] in
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
          let count = recv(from, &buffer, buffer.count, 0)
          // What has come waits, as on a line that is cut.
          while isSilent.load(ordering: .relaxed) { usleep(10_000) }
          guard count > 0, send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
      }
    }
  }
}
