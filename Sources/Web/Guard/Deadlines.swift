import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request does not come in time: slow heads and bodies hold nothing for
/// long. An answer may take as long as it needs.
final class Deadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let head: TimeAmount
  private let body: TimeAmount
  private var deadline: Scheduled<Void>?

  init(head: Duration, body: Duration) {
    self.head = TimeAmount(head)
    self.body = TimeAmount(body)
  }

  private func expect(within time: TimeAmount?, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    let channel = context.channel
    deadline = time.map { context.eventLoop.scheduleTask(in: $0) { channel.close(promise: nil) } }
  }

  func handlerAdded(context: ChannelHandlerContext) { expect(within: head, context) }
  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: expect(within: body, context)
    case .body: break
    case .end: expect(within: nil, context)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // The next request may take as long again.
    if case .end = unwrapOutboundIn(data) { expect(within: head, context) }
    context.write(data, promise: promise)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }
}
