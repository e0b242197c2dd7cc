import Training

/// Minutes on their way from sessions over weeks to the trainers, or to the venues, that serve them.
struct ShortageNetwork {
  enum Kind { case trainers, venues }

  /// The leads of a chain, its assistants, or its venues.
  struct Need {
    var chain: Int
    var leads: Bool
    var node: Int
    var edge: Int
    /// Of all its sessions.
    var minutes: Int
    /// By slot, the node of its week.
    var slots: [(slot: Int, node: Int)]
  }

  let capacities: Capacities
  let kind: Kind
  private(set) var flow = MaximumFlow()
  private(set) var needs: [Need] = []
  /// By resource.
  private(set) var nodes: [Int: Int] = [:]
  /// Of a resource's hours, where they are a limit.
  private(set) var edges: [Int: Int] = [:]

  init(_ capacities: Capacities, kind: Kind, chains: some Sequence<Int>) {
    self.capacities = capacities
    self.kind = kind
    for chain in chains {
      let demand = capacities.demands[chain]
      guard !demand.slots.isEmpty else { continue }
      switch kind {
      case .trainers:
        add(chain, demand, leads: true, times: 1) { $0.leads }
        if demand.trainerCount > 1 {
          add(chain, demand, leads: false, times: demand.trainerCount - 1) { $0.assistants }
        }
      case .venues:
        guard !capacities.slots[demand.slots.lowerBound].venues.isEmpty else { continue }
        add(chain, demand, leads: true, times: 1) { $0.venues }
      }
    }
  }

  private mutating func add(
    _ chain: Int, _ demand: Capacities.Demand, leads: Bool, times: Int,
    offers: (Capacities.Slot) -> Range<Int>
  ) {
    let rooms = demand.slots.reduce(0) { $0 + capacities.slots[$1].room }
    let minutes = min(demand.sessions.count, rooms) * demand.minutes * times
    let node = flow.addNode()
    let edge = flow.addEdge(from: MaximumFlow.source, to: node, capacity: minutes)
    var need = Need(
      chain: chain, leads: leads, node: node, edge: edge, minutes: minutes, slots: [])
    for slot in demand.slots {
      let room = capacities.slots[slot].room * demand.minutes
      let week = flow.addNode()
      flow.addEdge(from: node, to: week, capacity: room * times)
      // Each session of a slot needs different trainers: nobody gives more than it has sessions.
      for place in offers(capacities.slots[slot]) {
        flow.addEdge(from: week, to: self.node(of: capacities.offers[place]), capacity: room)
      }
      need.slots.append((slot, week))
    }
    needs.append(need)
  }

  private mutating func node(of offer: Capacities.Offer) -> Int {
    let resource = Int(offer.resource)
    if let known = nodes[resource] { return known }
    let node = flow.addNode()
    nodes[resource] = node
    let target = offer.partner < 0 ? MaximumFlow.sink : self.node(ofPartner: Int(offer.partner))
    edges[resource] = flow.addEdge(
      from: node, to: target, capacity: capacities.limits[resource])
    return node
  }

  private mutating func node(ofPartner resource: Int) -> Int {
    if let known = nodes[resource] { return known }
    let node = flow.addNode()
    nodes[resource] = node
    edges[resource] = flow.addEdge(
      from: node, to: MaximumFlow.sink, capacity: capacities.limits[resource])
    return node
  }

  @discardableResult
  mutating func run(isStopped: () -> Bool = { false }) -> Int { flow.run(isStopped: isStopped) }

  /// Somebody new with so many minutes, for the slots of some needs; the minutes gained.
  ///
  /// - Parameter slots: by place in `needs`, those of its slots that the newcomer could serve.
  func gain(ofNewcomerWith minutes: Int, serving slots: [(need: Int, slot: Int)]) -> Int {
    var flow = self.flow
    let node = flow.addNode()
    flow.addEdge(from: node, to: MaximumFlow.sink, capacity: minutes)
    for place in slots {
      let slot = needs[place.need].slots[place.slot]
      let room = capacities.slots[slot.slot].room
      flow.addEdge(
        from: slot.node, to: node,
        capacity: room * capacities.demands[needs[place.need].chain].minutes)
    }
    return flow.run()
  }

  /// The gain where a resource has so many minutes more.
  func gain(of resource: Int, with minutes: Int) -> Int {
    guard let edge = edges[resource] else { return 0 }
    var flow = self.flow
    flow.widen(edge, by: minutes)
    return flow.run()
  }
}
