import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Worker

/// The port of health, which listens on the loopback only, and to nobody for long (S9).
@Suite("Health", .serialized)
struct HealthTests {
  private let health = Health(patience: .seconds(3600))
  private let metrics = PrometheusMetrics()

  private func withServer(
    _ limits: HealthServer.Limits = .init(), _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    let bound = AsyncStream<Int>.makeStream()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = HealthServer(
      port: 0, health: health, metrics: metrics, limits: limits, logger: logger,
      onBind: {
        bound.continuation.yield($0)
        bound.continuation.finish()
      })
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: server)], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        for await port in bound.stream { try await body(port) }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  /// What comes back for some bytes, until the server closes.
  private func exchange(_ port: Int, _ text: String) throws -> String {
    let socket = try connected(port)
    defer { close(socket) }
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    return received(socket)
  }

  private func connected(_ port: Int) throws -> Int32 {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0)
    return socket
  }

  /// Until the other side has closed.
  private func received(_ socket: Int32) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += buffer[..<count]
    }
  }

  @Test func itTellsHowTheWorkerIs() async throws {
    let (health, metrics) = (health, metrics)
    metrics.makeCounter(label: "jobs", dimensions: [("why", "a\"b\n")]).increment(by: 3)
    metrics.makeRecorder(label: "depth", dimensions: [], aggregate: false).record(2.5)
    metrics.makeTimer(label: "took", dimensions: []).recordNanoseconds(1_500_000_000)
    try await withServer { [self] port in
      let alive = try exchange(port, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
      #expect(alive.hasPrefix("HTTP/1.1 200") && alive.hasSuffix("ok\n"))
      #expect(alive.lowercased().contains("connection: close"))
      #expect(try exchange(port, "GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n").contains(" 503 "))
      health.databaseAnswered()
      #expect(try exchange(port, "GET /readyz?x HTTP/1.1\r\nhost: x\r\n\r\n").contains(" 200 "))
      health.drains()
      #expect(try exchange(port, "GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n").contains(" 503 "))
      let told = try exchange(port, "GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
      #expect(told.contains("# TYPE jobs counter\njobs{why=\"a\\\"b\\n\"} 3\n"))
      #expect(told.contains("# TYPE depth gauge\ndepth 2.5\n"))
      #expect(told.contains("took_sum 1.5\ntook_count 1\n"))
      let head = try exchange(port, "HEAD /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
      #expect(head.contains(" 200 ") && head.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(arguments: [
    ("GET /../etc/passwd HTTP/1.1\r\nhost: x\r\n\r\n", "404"),
    ("GET / HTTP/1.1\r\nhost: x\r\n\r\n", "404"),
    ("POST /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi", "405"),
    ("DELETE /healthz HTTP/1.1\r\nhost: x\r\n\r\n", "405"),
    ("GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhi", "400"),
    (
      "GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      "400"
    ),
    ("nonsense\r\n\r\n", "400"), ("GET /healthz HTTP/9.9\r\n\r\n", "400"),
    ("GET /healthz HTTP/1.1\r\nx: " + String(repeating: "y", count: 10_000) + "\r\n\r\n", "4"),
    ("GET /healthz HTTP/1.1\r\n" + (0..<5000).map { "x\($0): y\r\n" }.joined() + "\r\n", "4"),
    (
      "POST /healthz HTTP/1.1\r\ncontent-length: 1000000\r\n\r\n"
        + String(repeating: "z", count: 20_000), "4"
    ),
  ])
  func whatIsNoGoodRequestIsRefused(_ request: String, _ status: String) async throws {
    try await withServer { [self] port in
      let answer = try exchange(port, request)
      // Where the rest of what was sent is still on the way, the end may come as a reset.
      #expect(answer.hasPrefix("HTTP/1.1 \(status)") || answer.isEmpty, "\(answer)")
      #expect(try exchange(port, "GET /healthz HTTP/1.1\r\n\r\n").contains(" 200 "))
    }
  }

  /// One request a connection: what follows it is another's, or nobody's.
  @Test func oneConnectionAsksOnce() async throws {
    try await withServer { [self] port in
      let twice = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
      let answer = try exchange(port, twice + twice)
      #expect(answer.components(separatedBy: "HTTP/1.1 200").count == 2, "\(answer)")
    }
  }

  /// Whoever says nothing, or says it slowly, is gone after the limit; others are served meanwhile.
  @Test func nobodyTakesLong() async throws {
    var limits = HealthServer.Limits()
    limits.time = .milliseconds(300)
    limits.connections = 4
    try await withServer(limits) { [self] port in
      let slow = try (0..<4).map { _ in try connected(port) }
      for socket in slow { _ = send(socket, "GET /hea", 8, Int32(MSG_NOSIGNAL)) }
      // All places are taken: the next one is turned away at once.
      #expect(try exchange(port, "GET /healthz HTTP/1.1\r\n\r\n").isEmpty)
      for socket in slow {
        #expect(!received(socket).contains(" 200 "))
        close(socket)
      }
      #expect(try exchange(port, "GET /healthz HTTP/1.1\r\n\r\n").contains(" 200 "))
    }
  }

  @Test func aStuckWorkerIsToldOf() async throws {
    let stuck = Health(patience: .zero)
    stuck.databaseAnswered()
    #expect(!stuck.isAlive && !stuck.isReady)
    #expect(health.isAlive && !health.isReady)
  }

  /// Lines of a log cannot be forged, and are bounded.
  @Test(arguments: StructuredLog.Form.allCases)
  func aLineOfTheLogIsOneLine(_ form: StructuredLog.Form) throws {
    let lines = Mutex<[String]>([])
    let logger = Logger(label: "x") { _ in
      StructuredLog(form) { line in lines.withLock { $0.append(line) } }
    }
    logger.warning(
      "first\nsecond \u{1B}[31mred \u{202E}",
      metadata: [
        "job": "12", "error": "a \"b\"\r\nFAKE",
        "long": "\(String(repeating: "x", count: 1_000_000))",
      ])
    logger.debug("not told")
    let told = lines.withLock { $0 }
    #expect(told.count == 1)
    let line = try #require(told.first)
    #expect(line.count { $0 == "\n" } == 1 && line.hasSuffix("\n") && line.utf8.count < 10_000)
    #expect(!line.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0 == "\r" })
    guard form == .json else { return }
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(json["message"] as? String == "first\nsecond \u{1B}[31mred \u{202E}")
    #expect(json["job"] as? Int == 12 && json["level"] as? String == "warning")
    #expect(json["error"] as? String == "a \"b\"\r\nFAKE")
  }
}
