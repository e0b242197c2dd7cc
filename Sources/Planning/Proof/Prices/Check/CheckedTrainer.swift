import Training

/// The most that one trainer can earn: what sessions pay for the trainer's time, less what the partner
/// wants for it, `overtime` and `away`, within H6 and H8 (each week and each date by itself).
struct CheckedTrainer {
  private static let never = Int.min / 4

  /// A session that a trainer could give.
  struct Offer {
    var start: Int
    var end: Int
    var minutes: Int
    var gain: Int
    /// Where the trainer stands; nil for a remote one.
    var city: Int?
    /// What the trainer gives at most one of at a time of these marks: a chain with a gap of days, or a
    /// cohort that sits once a day, by its date.
    var marks: [Int]
  }

  let programme: Programme
  let trainer: Trainer
  /// Minutes are counted in steps of so many, rounded down.
  let step: Int

  /// - Parameter days: the offers of one week, by date.
  func most(ofWeek days: [[Offer]]) -> Int {
    let limit = trainer.maxMinutesPerWeek / step
    var week = [0]
    for offers in days {
      let day = most(ofDate: offers.filter { $0.gain > 0 })
      var next = Array(repeating: Self.never, count: min(limit, week.count + day.count - 2) + 1)
      for (minutes, value) in week.enumerated() where value > Self.never {
        for (more, gain) in day.enumerated()
        where gain > Self.never && minutes + more < next.count {
          next[minutes + more] = max(next[minutes + more], value + gain)
        }
      }
      week = next
    }
    var most = 0
    for (minutes, value) in week.enumerated() where value > 0 {
      let beyond = max(0, minutes * step - trainer.wishedMinutesPerWeek)
      let overtime = programme.settings.weights.overtime * ((beyond + 59) / 60)
      most = max(most, value - PriceProof.scale * overtime)
    }
    return most
  }

  /// By steps of minutes given: the most earned on a date, less the cities away.
  private func most(ofDate offers: [Offer]) -> [Int] {
    let limit =
      min(
        offers.reduce(0) { $0 + $1.minutes / step }, trainer.maxMinutesPerDay / step,
        trainer.maxMinutesPerWeek / step)
    let away = Set(offers.compactMap(\.city)).subtracting([trainer.city])
    let cost = PriceProof.scale * programme.settings.weights.away
    let sorted = offers.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    func isHome(_ offer: Offer) -> Bool { offer.city ?? trainer.city == trainer.city }
    var most = Array(repeating: Self.never, count: limit + 1)
    func add(_ earned: [Int], less cost: Int) {
      for (minutes, gain) in earned.enumerated() where gain > Self.never {
        most[minutes] = max(most[minutes], gain - cost)
      }
    }
    add(earned(sorted.filter(isHome), limit: limit), less: 0)
    for city in away.sorted() {
      add(earned(sorted.filter { isHome($0) || $0.city == city }, limit: limit), less: cost)
    }
    if away.count > 1 { add(earned(sorted, limit: limit), less: 2 * cost) }
    return most
  }

  /// By steps of minutes: the most earned by offers that follow each other, by start.
  private func earned(_ offers: [Offer], limit: Int) -> [Int] {
    var most = Array(repeating: Self.never, count: limit + 1)
    most[0] = 0
    // By offer, given last.
    var ending: [[Int]] = []
    for (place, offer) in offers.enumerated() {
      let length = offer.minutes / step
      var here = Array(repeating: Self.never, count: limit + 1)
      if length <= limit { here[length] = offer.gain }
      for (earlier, values) in zip(offers[..<place], ending) where follows(offer, earlier) {
        for minutes in 0..<max(0, limit + 1 - length) where values[minutes] > Self.never {
          here[minutes + length] = max(here[minutes + length], values[minutes] + offer.gain)
        }
      }
      for minutes in 0...limit { most[minutes] = max(most[minutes], here[minutes]) }
      ending.append(here)
    }
    return most
  }

  private func follows(_ later: Offer, _ earlier: Offer) -> Bool {
    var way = 0
    if let from = earlier.city, let to = later.city { way = 60 * programme.travel[from, to] }
    return earlier.end + way <= later.start
      && !later.marks.contains(where: earlier.marks.contains)
  }
}
