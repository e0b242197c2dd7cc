/// One way to prove that no plan can cost less than so much; each stands by itself.
///
/// To add a kind: a value that is `Codable` and has `bound` and `proved(by:)`, and a case here.
package enum BoundArgument: Sendable, Equatable {
  /// Chains that nobody can serve.
  case unserved(UnservedProof)
  /// Sessions that need more hours of some trainers or venues than these have.
  case shortage(ShortageProof)
  /// What hours are worth, over all trainers, venues and weeks.
  case capacity(CapacityProof)
  /// What the time of trainers, venues and cohorts is worth, start by start.
  case prices(PriceProof)

  /// What it says that it proves.
  package var bound: Int {
    switch self {
    case .unserved(let proof): proof.bound
    case .shortage(let proof): proof.bound
    case .capacity(let proof): proof.bound
    case .prices(let proof): proof.bound
    }
  }

  /// What it proves, from the dataset alone.
  package func proved(by premises: Premises) throws(ProofFault) -> Int {
    switch self {
    case .unserved(let proof): try proof.proved(by: premises)
    case .shortage(let proof): try proof.proved(by: premises)
    case .capacity(let proof): try proof.proved(by: premises)
    case .prices(let proof): try proof.proved(by: premises)
    }
  }

  /// In words, for messages.
  package var name: String { kind.name }
}

extension BoundArgument: Codable {
  private enum Kind: String, Codable {
    case unserved, shortage, capacity, prices

    var name: String {
      switch self {
      case .unserved: "chains that nobody can serve"
      case .shortage: "hours that are short"
      case .capacity: "what hours are worth"
      case .prices: "what each start is worth"
      }
    }
  }

  private enum Key: String, CodingKey { case kind }

  private var kind: Kind {
    switch self {
    case .unserved: .unserved
    case .shortage: .shortage
    case .capacity: .capacity
    case .prices: .prices
    }
  }

  package init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind)
    switch kind {
    case .unserved: self = .unserved(try UnservedProof(from: decoder))
    case .shortage: self = .shortage(try ShortageProof(from: decoder))
    case .capacity: self = .capacity(try CapacityProof(from: decoder))
    case .prices: self = .prices(try PriceProof(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .unserved(let proof): try proof.encode(to: encoder)
    case .shortage(let proof): try proof.encode(to: encoder)
    case .capacity(let proof): try proof.encode(to: encoder)
    case .prices(let proof): try proof.encode(to: encoder)
    }
  }
}
