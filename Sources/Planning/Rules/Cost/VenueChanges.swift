import Training

/// A cohort keeps its venue: every further venue costs one.
package struct VenueChanges: Rule {
  package let id = "venue_changes"

  package init() {}

  package func compile(into model: inout Model) {
    for cohort in model.cohorts.indices {
      model.cohorts[cohort].venueChangeCost = model.weights.venueChanges
    }
  }

  package func judge(_ plan: PlanView, into ledger: inout Ledger) {
    for (index, appointments) in plan.cohorts.enumerated() {
      let housed = appointments.map(\.session).filter { plan[$0]?.venue != nil }
      let venues = Set(housed.compactMap { plan[$0]?.venue })
      ledger.owe(
        venues.count - 1, of: .cohort(index), for: housed.sorted(),
        "\(plan.programme.cohorts[index].id) changes between "
          + venues.map(plan.programme.name(ofVenue:)).sorted().joined(separator: ", "))
    }
  }
}
