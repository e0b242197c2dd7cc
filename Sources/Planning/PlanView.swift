import Training

/// A plan with the indexes that the rules read: who has what, in the order of time.
package struct PlanView: Sendable {
  package let plan: Plan
  package init(_ plan: Plan) { self.plan = plan }
}
