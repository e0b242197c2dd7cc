import Postgres
import TestSupport
import Testing
import Training

@testable import Store

extension StoredTests {
  /// What the board says of a week is what the plan has.
  @Suite struct Weeks {
    let test: TestDatabase

    init() throws { test = try TestDatabase() }

    /// The parties of a kind in a session.
    private func parties(
      _ kind: BoardStore.Kind, _ session: Int, _ place: Placement, in programme: Programme
    ) -> [String] {
      let chain = programme.chain(of: session)
      switch kind {
      case .cohort: return chain.cohorts.map { programme.cohorts[$0].id }
      case .trainer: return place.trainers.compactMap(\.index).map { programme.trainers[$0].id }
      case .venue: return place.venue.flatMap(\.index).map { [programme.venues[$0].id] } ?? []
      case .state: return programme.memberStates(of: chain)
      }
    }

    /// Counted from the plan, in whatever order.
    private func expected(
      _ kind: BoardStore.Kind, _ shown: [BoardStore.Party], from monday: LocalDate, in plan: Plan,
      seenBy states: Set<String>
    ) -> [String: [Int: [String]]] {
      let programme = plan.programme
      var days: [String: [Int: [(start: Instant, id: String)]]] = [:]
      for (session, placement) in plan.placements.enumerated() {
        guard let placement,
          !states.isDisjoint(with: programme.memberStates(of: programme.chain(of: session)))
        else { continue }
        let first = programme.cohorts[programme.chain(of: session).cohorts[0]]
        let own = programme.cities[first.city]
        for party in shown where parties(kind, session, placement, in: programme).contains(party.id)
        {
          var zone = states.contains(programme.states[own.state].code) ? own.zone : nil
          if let name = party.zone {
            zone = programme.cities.first { $0.zone.identifier == name }?.zone
          }
          let date =
            zone?.date(at: placement.start)
            ?? WallTime(seconds: placement.start.seconds).date
          let day = date.days - monday.days
          guard (0..<7).contains(day) else { continue }
          days[party.id, default: [:]][day, default: []].append(
            (placement.start, programme.sessions[session].id))
        }
      }
      return days.mapValues { week in
        week.mapValues { day in
          day.sorted { one, other in
            one.start == other.start
              ? one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
              : one.start.seconds < other.start.seconds
          }.map(\.id)
        }
      }
    }

    @Test(arguments: BoardStore.Kind.allCases)
    func aWeekIsWhatThePlanHas(_ kind: BoardStore.Kind) throws {
      let plan = samplePlan(cohorts: 60)
      let programme = plan.programme
      let stored = try SmallDataset.store(plan, in: test.database())
      let all = Set(programme.states.map(\.code))
      let account = Account(name: "hoa", displayName: "", role: .reader, states: ["VN", "TH"])
      try AccountStore(test.database()).add(account, passwordHash: nil, as: nil)
      let board = try test.database(as: "jadwal_board")
      let coordinator = Account(name: "", displayName: "", role: .coordinator)
      var counted = 0
      for (visitor, states) in [(coordinator, all), (account, Set(account.states))] {
        try board.speaking(for: visitor) { database in
          let store = BoardStore(database)
          let version = try store.version(1, of: stored)
          let shown = try store.parties(kind, of: stored, dataset: version.dataset, limit: 1000)
          let names = try store.timeZones(of: stored, dataset: version.dataset) + ["UTC"]
          #expect(Set(names).count > 1)
          for week in 0..<programme.settings.weeks {
            let monday = programme.settings.startsOn.adding(days: 7 * week)
            var zones: [String: Zone] = [:]
            for name in names { zones[name] = Zone(name, around: monday) }
            let most = week + 1
            let days = try store.days(
              of: stored, version: version, kind, shown,
              in: BoardStore.Week(from: monday, zones: zones), most: most)
            let wanted = expected(kind, shown, from: monday, in: plan, seenBy: states)
            #expect(
              days.mapValues { $0.mapValues(\.count) } == wanted.mapValues { $0.mapValues(\.count) }
            )
            #expect(
              days.mapValues { $0.mapValues { $0.first.map(\.id) } }
                == wanted.mapValues { $0.mapValues { Array($0.prefix(most)) } })
            counted += days.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } }
          }
        }
      }
      #expect(counted > 0)
    }
  }
}
