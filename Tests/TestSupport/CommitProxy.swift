import Foundation
import Synchronization

/// Stands between client and server on a unix socket, and cuts the first connection that commits:
/// before the server hears of it, or before the client hears the answer.
package final class CommitProxy: Sendable {
  package enum Cut: Sendable { case before, after }

  private struct State {
    var cuts = 0
  }

  private let folder: String
  private let listener: Int32
  private let server: String
  private let cut: Cut
  private let state = Mutex(State())

  /// - Parameter url: of a server on a unix socket.
  package init(to url: String, cut: Cut) throws {
    self.cut = cut
    server = Self.host(of: url) + "/.s.PGSQL.5432"
    folder = "/tmp/jadwal-proxy." + String(UInt32.random(in: .min ... .max), radix: 36)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard Self.withAddress(folder + "/.s.PGSQL.5432", { bind(listener, $0, $1) }) == 0,
      listen(listener, 16) == 0
    else { throw POSIXError(.EADDRINUSE) }
    let thread = Thread { [weak self, listener] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        self?.serve(client)
      }
    }
    thread.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    try? FileManager.default.removeItem(atPath: folder)
  }

  package var cuts: Int { state.withLock { $0.cuts } }

  /// The address of the same database through the proxy.
  package func url(_ url: String) -> String { url.replacing(Self.host(of: url), with: folder) }

  private static func host(of url: String) -> String {
    let start = url.range(of: "host=")?.upperBound ?? url.endIndex
    return String(url[start...].prefix { $0 != "&" })
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func serve(_ client: Int32) {
    let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else {
      close(client)
      close(upstream)
      return
    }
    Thread { [weak self] in
      var isSilent = false
      var ends = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0),
        pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
      ]
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      serving: while poll(&ends, 2, -1) > 0 {
        for (index, end) in ends.enumerated() where end.revents != 0 {
          let count = read(end.fd, &buffer, buffer.count)
          guard count > 0 else { break serving }
          let bytes = buffer[..<count]
          if index == 1 {
            if isSilent { break serving }
            _ = bytes.withUnsafeBytes {
              send(client, $0.baseAddress, count, Int32(MSG_NOSIGNAL))
            }
            continue
          }
          let isCommit = bytes.firstRange(of: Array("COMMIT\0".utf8)) != nil
          let isCut =
            isCommit
            && self?.state.withLock { state in
              defer { state.cuts = 1 }
              return state.cuts == 0
            } == true
          if isCut, self?.cut == .before { break serving }
          isSilent = isCut
          _ = bytes.withUnsafeBytes {
            send(upstream, $0.baseAddress, count, Int32(MSG_NOSIGNAL))
          }
        }
      }
      close(client)
      close(upstream)
    }.start()
  }
}
