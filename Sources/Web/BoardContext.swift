import Hummingbird
import NIOCore

/// What is known of a request beside what it says.
struct BoardContext: RemoteAddressRequestContext {
  var coreContext: CoreRequestContextStorage
  let remoteAddress: SocketAddress?
  /// Who asks; nil until that is known, and for whoever has not signed in.
  var visitor: Visitor?
  var words: Words = .english

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
  }

  /// The visitor's address without its port; one for all where there is none.
  var address: String { remoteAddress?.ipAddress ?? "-" }

  /// - Throws: 401 where nobody has signed in.
  func signedIn() throws -> Visitor {
    guard let visitor else { throw Problem(.unauthorized, "sign_in_first") }
    return visitor
  }
}
