/// Every rule of dataset.md §3 and §4, in its order: a new rule is a new line here.
package enum Contract {
  package static let hardRules: [any Rule] = [
    CohortTime(), CohortDay(), ChainOrder(), Prerequisites(), Qualification(), TrainerTime(),
    Rest(), TrainerLoad(), VenueFit(), PartnerLimits(), Pins(), Freeze(),
  ]

  package static let costTerms: [any Rule] = [
    Unplaced(), Inequity(), Unpinned(), Unpreferred(), TrainerChanges(), VenueChanges(),
    Irregular(), Idle(), Away(), Overtime(), Moved(), Reassigned(), Relocated(),
  ]

  package static var rules: [any Rule] { hardRules + costTerms }
}
