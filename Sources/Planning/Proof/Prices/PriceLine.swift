import Training

/// What the sessions of one chain pay for one party, by start.
package struct PriceLine: Sendable, Equatable {
  /// Whose time it is.
  package enum Owner: Sendable, Hashable {
    case trainer(String)
    case venue(String)
    case cohort(String)
  }

  /// `c/m`.
  package var chain: String
  package var owner: Owner
  /// By start, in grid steps from `starts_on` at 00:00 UTC: thousandths of cost.
  package var prices: [Int: Int]

  package init(chain: String, owner: Owner, prices: [Int: Int]) {
    self.chain = chain
    self.owner = owner
    self.prices = prices
  }

  /// The grid steps of a start.
  static func step(of start: Instant, in programme: Programme) -> Int {
    floorDivide(
      start.seconds - programme.settings.startsOn.days * 86_400,
      programme.settings.gridMinutes * 60)
  }
}

extension PriceLine: Codable {
  private enum Key: String, CodingKey { case chain, trainer, venue, cohort, prices }

  /// Prices stand in one text, `step=price step=price …`: there are many.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    chain = try container.decode(String.self, forKey: .chain)
    if let id = try container.decodeIfPresent(String.self, forKey: .trainer) {
      owner = .trainer(id)
    } else if let id = try container.decodeIfPresent(String.self, forKey: .venue) {
      owner = .venue(id)
    } else {
      owner = .cohort(try container.decode(String.self, forKey: .cohort))
    }
    prices = [:]
    for item in try container.decode(String.self, forKey: .prices).split(separator: " ") {
      let parts = item.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let step = Int(parts[0]), let price = Int(parts[1]),
        prices.updateValue(price, forKey: step) == nil
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .prices, in: container, debugDescription: "no step=price: \(item)")
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(chain, forKey: .chain)
    switch owner {
    case .trainer(let id): try container.encode(id, forKey: .trainer)
    case .venue(let id): try container.encode(id, forKey: .venue)
    case .cohort(let id): try container.encode(id, forKey: .cohort)
    }
    try container.encode(
      prices.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
      forKey: .prices)
  }
}
