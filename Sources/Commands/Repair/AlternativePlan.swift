import Planning
import Training

/// One of several good plans.
struct AlternativePlan: Sendable {
  var title: String
  var plan: Plan
  /// By the weights of the dataset.
  var verification: Verification
  var made: PlanMaking
}
