import Training

/// What the owners of shared time make of given prices: the dearest set of visits that each could
/// serve, less what serving them costs it.
struct PriceOwnerBlocks {
  private static let never = Int.max / 4

  private let tables: PriceTables
  private let awayCost: Int
  private let overtimeCost: Int
  // A trainer's day in work.
  private var kept: [PriceTables.Booking] = []
  private var gains: [Int] = []
  private var admitted: [Int] = []
  private var values: [Int] = []
  private var from: [Int32] = []
  /// By day of the week in work, minutes: the most, and the bookings that give it.
  private var dayBest: [Int] = []
  private var daySet: [[Int32]] = []
  private var weekBest: [[Int]] = []
  private var weekFrom: [[Int32]] = []

  init(_ tables: PriceTables) {
    let weights = tables.domain.programme.settings.weights
    self.tables = tables
    awayCost = PriceProof.scale * weights.away
    overtimeCost = PriceProof.scale * weights.overtime
  }

  /// The most that a trainer earns in a week, less overtime and days away.
  ///
  /// Minutes are exact to the unit; bookings of a day do not overlap, leave the time to travel, and no
  /// two that follow each other have one colour.
  mutating func value(
    ofWeek index: Int, prices: UnsafeBufferPointer<Int>, picks: inout [Int32]
  ) -> Int {
    let week = tables.weeks[index]
    let trainer = tables.domain.programme.trainers[week.trainer]
    let unit = tables.unit
    let most = trainer.maxMinutesPerWeek / unit
    let mostPerDay = min(most, trainer.maxMinutesPerDay / unit)
    var partnerPrice = 0
    if let partner = trainer.partner, tables.domain.programme.partners[partner].capMinutes != nil {
      partnerPrice = prices[tables.partnerBase + partner]
    }
    weekBest.removeAll(keepingCapacity: true)
    weekFrom.removeAll(keepingCapacity: true)
    var reached = [0]
    var sets: [[[Int32]]] = []
    for day in week.days {
      kept.removeAll(keepingCapacity: true)
      gains.removeAll(keepingCapacity: true)
      for index in tables.days[day].bookings {
        let price = prices[tables.bookings[index].price]
        guard price > 0 else { continue }
        let booking = tables.bookings[index]
        let gain = price - partnerPrice * booking.minutes * unit
        if gain > 0, booking.minutes <= mostPerDay { keep(booking, gain: gain) }
      }
      guard !kept.isEmpty else { continue }
      solveDay(home: trainer.city, most: mostPerDay)
      var next = Array(repeating: -Self.never, count: min(most, reached.count - 1 + mostPerDay) + 1)
      var origin = Array(repeating: Int32(0), count: next.count)
      for (minutes, value) in reached.enumerated() where value > -Self.never {
        for (more, gain) in dayBest.enumerated()
        where gain > -Self.never && minutes + more < next.count {
          if value + gain > next[minutes + more] {
            next[minutes + more] = value + gain
            origin[minutes + more] = Int32(more)
          }
        }
      }
      sets.append(daySet)
      weekFrom.append(origin)
      reached = next
    }
    var best = 0
    var chosen = 0
    for (minutes, value) in reached.enumerated() where value > -Self.never {
      let over = max(0, minutes * unit - trainer.wishedMinutesPerWeek)
      let net = value - overtimeCost * ((over + 59) / 60)
      if net > best {
        best = net
        chosen = minutes
      }
    }
    if best > 0 {
      for day in sets.indices.reversed() {
        let more = Int(weekFrom[day][chosen])
        picks += sets[day][more]
        chosen -= more
      }
    }
    return best
  }

  /// Keeps of bookings at one time and place the three dearest of different colours.
  ///
  /// Whichever two stand before and after it, one of three agrees with both: no more can be of use,
  /// and nothing below one without a colour. Bookings come by time and place.
  private mutating func keep(_ booking: PriceTables.Booking, gain: Int) {
    var first = kept.count
    while first > 0, kept.count - first < 3, kept[first - 1].start == booking.start,
      kept[first - 1].end == booking.end, kept[first - 1].city == booking.city
    {
      first -= 1
    }
    var place = first
    while place < kept.count, gains[place] >= gain {
      if kept[place].colour < 0 || kept[place].colour == booking.colour { return }
      place += 1
    }
    guard place - first < 3 else { return }
    kept.insert(booking, at: place)
    gains.insert(gain, at: place)
    var end = place + 1
    while end < kept.count, kept[end].colour != booking.colour { end += 1 }
    if booking.colour < 0 { end = place + 1 }
    let surplus = booking.colour < 0 ? end..<kept.count : end..<min(end + 1, kept.count)
    kept.removeSubrange(surplus)
    gains.removeSubrange(surplus)
    if kept.count - first > 3 {
      kept.removeLast()
      gains.removeLast()
    }
  }

  /// Fills `dayBest` and `daySet` from `kept`.
  private mutating func solveDay(home: Int, most: Int) {
    dayBest = Array(repeating: -Self.never, count: most + 1)
    daySet = Array(repeating: [], count: most + 1)
    dayBest[0] = 0
    var away: [Int] = []
    for booking in kept
    where booking.city >= 0 && booking.city != home && !away.contains(booking.city) {
      away.append(booking.city)
    }
    sweep(most: most, cost: 0) { $0 < 0 || $0 == home }
    for city in away { sweep(most: most, cost: awayCost) { $0 < 0 || $0 == home || $0 == city } }
    if away.count > 1 { sweep(most: most, cost: 2 * awayCost, travels: false) { _ in true } }
  }

  private mutating func sweep(
    most: Int, cost: Int, travels: Bool = true, _ admits: (Int) -> Bool
  ) {
    let width = most + 1
    admitted.removeAll(keepingCapacity: true)
    for index in kept.indices where admits(kept[index].city) { admitted.append(index) }
    let count = kept.count
    if values.count < count * width {
      values = Array(repeating: 0, count: count * width)
      from = Array(repeating: -1, count: count * width)
    }
    chain(width: width, travels: travels)
    for minutes in 0..<width {
      var last = -1
      // What is not reached is far below.
      for index in admitted
      where values[index * width + minutes] > -Self.never / 2
        && values[index * width + minutes] - cost > dayBest[minutes]
      {
        dayBest[minutes] = values[index * width + minutes] - cost
        last = index
      }
      guard last >= 0 else { continue }
      var left = minutes
      daySet[minutes].removeAll(keepingCapacity: true)
      while last >= 0 {
        daySet[minutes].append(Int32(kept[last].price))
        let earlier = Int(from[last * width + left])
        left -= kept[last].minutes
        last = earlier
      }
    }
  }

  /// Fills `values` and `from` for the admitted: what ends with each of them, by minutes.
  private mutating func chain(width: Int, travels: Bool) {
    let travel = tables.domain.programme.travel
    kept.withUnsafeBufferPointer { kept in
      values.withUnsafeMutableBufferPointer { values in
        from.withUnsafeMutableBufferPointer { from in
          for (position, index) in admitted.enumerated() {
            let booking = kept[index]
            let gain = gains[index]
            let here = index * width
            for minutes in 0..<width { values[here + minutes] = -Self.never }
            values[here + booking.minutes] = gain
            from[here + booking.minutes] = -1
            for earlier in admitted[..<position] {
              let end = kept[earlier].end
              let city = kept[earlier].city
              guard end <= booking.start,
                kept[earlier].colour != booking.colour || booking.colour < 0
              else { continue }
              if travels, city >= 0, booking.city >= 0, city != booking.city,
                booking.start - end < 60 * travel[city, booking.city]
              {
                continue
              }
              // Never plus a gain stays below anything that is reached.
              let there = earlier * width - booking.minutes
              for minutes in booking.minutes
                + kept[earlier].minutes..<max(
                  booking.minutes + kept[earlier].minutes, width)
              where values[there + minutes] + gain > values[here + minutes] {
                values[here + minutes] = values[there + minutes] + gain
                from[here + minutes] = Int32(earlier)
              }
            }
          }
        }
      }
    }
  }

  /// The most that a venue earns: no two visits overlap.
  func value(ofVenue index: Int, prices: UnsafeBufferPointer<Int>, picks: inout [Int32]) -> Int {
    let range = tables.venues[index]
    // By number of occupations looked at, in the order of their ends.
    var best = Array(repeating: 0, count: range.count + 1)
    var ends: [Int] = []
    ends.reserveCapacity(range.count)
    func fitting(_ start: Int, _ count: Int) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] <= start { low = middle + 1 } else { high = middle }
      }
      return low
    }
    for (place, occupation) in tables.occupations[range].enumerated() {
      ends.append(occupation.end)
      best[place + 1] = best[place]
      let price = prices[occupation.price]
      if price > 0 {
        best[place + 1] = max(best[place], price + best[fitting(occupation.start, place)])
      }
    }
    var place = range.count
    while place > 0 {
      if best[place] == best[place - 1] {
        place -= 1
      } else {
        let occupation = tables.occupations[range.lowerBound + place - 1]
        picks.append(Int32(occupation.price))
        place = fitting(occupation.start, place - 1)
      }
    }
    return best[range.count]
  }

  /// The most that a cohort earns on a date, less what it waits.
  func value(
    ofCohortDay index: Int, prices: UnsafeBufferPointer<Int>, picks: inout [Int32]
  ) -> Int {
    let day = tables.cohortDays[index]
    var sittings: [PriceTables.Sitting] = []
    var isPriced = false
    for sitting in tables.sittings[day.sittings] {
      let price = prices[sitting.price]
      if price > 0 { isPriced = true }
      // With three a day, one that earns nothing may spare a wait between two others.
      if price > 0 || day.maxPerDay > 2 { sittings.append(sitting) }
    }
    guard isPriced else { return 0 }
    let count = sittings.count
    let most = min(day.maxPerDay, count)
    var values = Array(repeating: -Self.never, count: count * most)
    var from = Array(repeating: -1, count: count * most)
    var best = (value: 0, place: -1, number: 0)
    for place in 0..<count {
      let sitting = sittings[place]
      let price = prices[sitting.price]
      values[place * most] = price
      if price > best.value { best = (price, place, 0) }
      for earlier in 0..<place {
        let other = sittings[earlier]
        guard other.end <= sitting.start, other.colour != sitting.colour || other.colour < 0 else {
          continue
        }
        let wait = day.idleCost * ((sitting.start - other.end) / 1800)
        for number in 1..<max(1, most) {
          let value = values[earlier * most + number - 1]
          guard value > -Self.never, value + price - wait > values[place * most + number] else {
            continue
          }
          values[place * most + number] = value + price - wait
          from[place * most + number] = earlier
          if value + price - wait > best.value { best = (value + price - wait, place, number) }
        }
      }
    }
    var (place, number) = (best.place, best.number)
    while place >= 0 {
      picks.append(Int32(sittings[place].price))
      place = from[place * most + number]
      number -= 1
    }
    return best.value
  }
}
