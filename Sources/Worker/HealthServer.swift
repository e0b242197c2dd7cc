import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

/// `GET /healthz`, `/readyz` and `/metrics` on a loopback port: one request a connection, short
/// heads, few connections, and nobody may take long.
package struct HealthServer: Service {
  package struct Limits: Sendable {
    /// Bytes that a client may send before it is answered, body and all.
    package var bytes = 8192
    /// How long a connection may last.
    package var time = TimeAmount.seconds(5)
    package var connections = 32

    package init() {}
  }

  private let port: Int
  private let health: Health
  private let metrics: PrometheusMetrics
  private let limits: Limits
  private let logger: Logger
  private let onBind: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - onBind: told which it is.
  package init(
    port: Int, health: Health, metrics: PrometheusMetrics, limits: Limits = Limits(),
    logger: Logger, onBind: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.port = port
    self.health = health
    self.metrics = metrics
    self.limits = limits
    self.logger = logger
    self.onBind = onBind
  }

  package func run() async throws {
    let open = Count()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { [limits, health, metrics] channel in
        guard open.take(below: limits.connections) else { return channel.close() }
        channel.closeFuture.whenComplete { _ in open.give() }
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(ConnectionGuard(limits))
          try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
          try pipeline.addHandler(HealthHandler(health, metrics))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    let bound = channel.localAddress?.port ?? port
    logger.info("Health is told", metadata: ["port": "\(bound)"])
    onBind(bound)
    try await withGracefulShutdownHandler {
      try await channel.closeFuture.get()
    } onGracefulShutdown: {
      channel.close(promise: nil)
    }
  }
}

/// Connections that are open.
private final class Count: Sendable {
  private let value = Mutex(0)

  func take(below limit: Int) -> Bool {
    value.withLock { value in
      guard value < limit else { return false }
      value += 1
      return true
    }
  }

  func give() { value.withLock { $0 -= 1 } }
}

/// Ends a connection that sends too much or lasts too long.
private final class ConnectionGuard: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let limits: HealthServer.Limits
  private var received = 0
  private var deadline: Scheduled<Void>?

  init(_ limits: HealthServer.Limits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: limits.time) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytes
    guard received > limits.bytes else { return context.fireChannelRead(data) }
    let answer =
      "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    context.close(promise: nil)
  }
}

/// Answers one request and closes.
private final class HealthHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let health: Health
  private let metrics: PrometheusMetrics
  private var head: HTTPRequestHead?

  init(_ health: Health, _ metrics: PrometheusMetrics) {
    self.health = health
    self.metrics = metrics
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let request): head = request
    case .body: break
    case .end:
      guard let request = head else { return context.close(promise: nil) }
      answer(request, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let path = request.uri.prefix { $0 != "?" }
    var (status, body): (HTTPResponseStatus, String) =
      switch path {
      case "/healthz": health.isAlive ? (.ok, "ok\n") : (.serviceUnavailable, "stuck\n")
      case "/readyz": health.isReady ? (.ok, "ready\n") : (.serviceUnavailable, "not ready\n")
      case "/metrics": (.ok, metrics.text)
      default: (.notFound, "not found\n")
      }
    if request.method != .GET, request.method != .HEAD {
      (status, body) = (.methodNotAllowed, "only GET\n")
    }
    var headers = HTTPHeaders([
      ("content-type", "text/plain; version=0.0.4; charset=utf-8"),
      ("content-length", String(body.utf8.count)), ("connection", "close"),
      ("x-content-type-options", "nosniff"), ("cache-control", "no-store"),
    ])
    if status == .methodNotAllowed { headers.add(name: "allow", value: "GET, HEAD") }
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
      promise: nil)
    if request.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
