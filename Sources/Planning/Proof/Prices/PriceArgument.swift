import Training

/// Prices on what chains, trainers, venues, cohorts and partners share: an argument that no plan of a
/// programme costs less than a bound, whatever numbers stand in it.
///
/// Every visit of a chain pays for the trainers, the venue and the cohorts' time it takes; whoever owns
/// the time earns the price. Apart from each other, chains choose their cheapest visits and owners the
/// dearest set that they could serve: the sum of both is never above the cost of a plan (Lagrangian
/// decomposition, Guignard and Kim 1987). `PriceCheck` works the sum out.
package struct PriceArgument: Sendable, Equatable {
  /// Something that a visit takes.
  package enum Taken: Hashable, Sendable {
    case trainer(Int)
    case venue(Int)
    case cohort(Int)
  }

  /// What one chain pays for one party.
  package struct Line: Sendable, Equatable {
    package var chain: Int
    package var taken: Taken
    /// By start, ascending; only what costs something.
    package var prices: [(start: Instant, price: Int)]

    package init(chain: Int, taken: Taken, prices: [(start: Instant, price: Int)]) {
      self.chain = chain
      self.taken = taken
      self.prices = prices
    }

    package static func == (left: Line, right: Line) -> Bool {
      left.chain == right.chain && left.taken == right.taken
        && left.prices.elementsEqual(right.prices, by: ==)
    }
  }

  /// So much of a price is one unit of cost.
  package static let scale = 1000

  package var lines: [Line]
  /// By partner: the price of a minute of its trainers.
  package var partners: [Int: Int]

  package init(lines: [Line] = [], partners: [Int: Int] = [:]) {
    self.lines = lines
    self.partners = partners
  }

  /// How many prices it holds.
  package var count: Int { lines.reduce(partners.count) { $0 + $1.prices.count } }
}
