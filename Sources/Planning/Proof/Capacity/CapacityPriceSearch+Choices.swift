extension CapacityPriceSearch {
  struct Choice {
    var complete: Double
    var partial: Double
    var out: Double
  }

  private func weight(ofChain chain: Int) -> Double {
    shares[chain].reduce(weights[chain]) { $0 + slopes[$1.stake] * $1.minutes }
  }

  mutating func choice(ofChain chain: Int) -> Choice {
    let demand = demands[chain]
    let count = demand.sessions.count
    guard count > 0 else { return Choice(complete: 0, partial: .infinity, out: 0) }
    let weight = weight(ofChain: chain)
    let out = weight * Double(count)
    for slot in demand.slots { slotPrices[slot] = price(of: slot, demand) }
    var choice = Choice(complete: .infinity, partial: out, out: out)
    var sum = out
    var placed = 0
    for slot in demand.slots.sorted(by: { slotPrices[$0] < slotPrices[$1] }) {
      var room = slots[slot].room
      while room > 0, placed < count {
        sum += slotPrices[slot] - weight
        placed += 1
        room -= 1
        if placed == count {
          choice.complete = sum
        } else {
          choice.partial = min(choice.partial, sum)
        }
      }
    }
    return choice
  }

  private func price(of slot: Int, _ demand: Capacities.Demand) -> Double {
    let place = slots[slot]
    var perMinute = cheapest(place.leads)
    if demand.trainerCount > 1 {
      perMinute = cheapestTeam(place, count: demand.trainerCount)
    }
    if !place.venues.isEmpty { perMinute += cheapest(place.venues) }
    var price = perMinute * Double(demand.minutes)
    for cohort in place.cohorts where !cohort.isEmpty { price += cheapest(cohort) }
    return price
  }

  private func price(of offer: Capacities.Offer) -> Double {
    prices[Int(offer.resource)] + (offer.partner < 0 ? 0 : prices[Int(offer.partner)])
  }

  private func cheapest(_ range: Range<Int>) -> Double {
    var least = Double.infinity
    for place in range { least = min(least, price(of: offers[place])) }
    return least
  }

  private func team(_ range: Range<Int>) -> [(trainer: Int, price: Double)] {
    var found: [(trainer: Int, price: Double)] = []
    found.reserveCapacity(range.count)
    for place in range {
      let trainer = Int(offers[place].resource) / span
      let price = price(of: offers[place])
      if found.last?.trainer == trainer {
        found[found.count - 1].price = min(found[found.count - 1].price, price)
      } else {
        found.append((trainer, price))
      }
    }
    return found
  }

  private func cheapestTeam(_ slot: Capacities.Slot, count: Int) -> Double {
    let team = team(slot.assistants).sorted { ($0.price, $0.trainer) < ($1.price, $1.trainer) }
    let lead = cheapest(slot.leads)
    var sum = 0.0
    var hasLead = false
    for (place, member) in team.prefix(count).enumerated() {
      if place == count - 1, !hasLead, member.price < lead { return sum + lead }
      sum += member.price
      if member.price >= lead { hasLead = true }
    }
    return sum
  }

  /// Spreads the sessions of a chain over what costs about the least.
  mutating func take(_ chain: Int, isOut: Bool) {
    let demand = demands[chain]
    let count = Double(demand.sessions.count)
    guard count > 0 else { return }
    let weight = weight(ofChain: chain)
    var placed = 0.0
    if !isOut, !demand.slots.isEmpty {
      let spread = width * Double(demand.minutes * demand.trainerCount)
      let least = demand.slots.reduce(Double.infinity) { min($0, slotPrices[$1]) }
      var sum = 0.0
      for slot in demand.slots {
        sum += Double(slots[slot].room) * max(0, least + spread - slotPrices[slot])
      }
      var rest = count
      var amounts = Array(repeating: 0.0, count: demand.slots.count)
      for (place, slot) in demand.slots.enumerated() where sum > 0 {
        let share = Double(slots[slot].room) * max(0, least + spread - slotPrices[slot]) / sum
        amounts[place] = min(Double(slots[slot].room), count * share)
        rest -= amounts[place]
      }
      if rest > 1e-9 {
        for slot in demand.slots.sorted(by: { slotPrices[$0] < slotPrices[$1] }) {
          let place = slot - demand.slots.lowerBound
          let more = min(rest, Double(slots[slot].room) - amounts[place])
          amounts[place] += more
          rest -= more
        }
      }
      for (place, slot) in demand.slots.enumerated() where amounts[place] > 0 {
        let gain = weight - slotPrices[slot]
        let share = spread > 0 ? min(1, max(0, 0.5 + gain / spread)) : gain >= 0 ? 1 : 0
        let amount = amounts[place] * share
        guard amount > 0 else { continue }
        placed += amount
        take(slots[slot], demand, amount)
      }
    }
    for share in shares[chain] { left[share.stake] += (count - placed) * share.minutes }
  }

  private mutating func take(
    _ slot: Capacities.Slot, _ demand: Capacities.Demand, _ amount: Double
  ) {
    let minutes = amount * Double(demand.minutes)
    take(slot.leads, minutes, cheapest(slot.leads))
    if demand.trainerCount > 1 {
      let others = demand.trainerCount - 1
      let team = team(slot.assistants).map(\.price).sorted()
      take(slot.assistants, minutes * Double(others), team[min(others, team.count - 1)])
    }
    if !slot.venues.isEmpty { take(slot.venues, minutes, cheapest(slot.venues)) }
    for cohort in slot.cohorts where !cohort.isEmpty { take(cohort, amount, cheapest(cohort)) }
  }

  private mutating func take(_ range: Range<Int>, _ amount: Double, _ least: Double) {
    let edge = least + (range.lowerBound >= offers.count ? 0 : max(width, 1e-12))
    var sum = 0.0
    for place in range { sum += max(0, edge - price(of: offers[place])) }
    guard sum > 0 else { return }
    for place in range {
      let share = edge - price(of: offers[place])
      guard share > 0 else { continue }
      let part = amount * share / sum
      taken[Int(offers[place].resource)] += part
      if offers[place].partner >= 0 { taken[Int(offers[place].partner)] += part }
    }
  }
}
