import Planning
import Training

/// The sessions of each finding under `rule`, by id.
func findings(_ rule: some Rule, _ plan: Plan) -> [[String]] {
  rule.findings(in: PlanView(plan)).map { finding in
    finding.sessions.map { plan.programme.sessions[$0].id }
  }
}

func sentences(_ rule: some Rule, _ plan: Plan) -> [String] {
  rule.findings(in: PlanView(plan)).map(\.sentence)
}

func amount(_ rule: some Rule, _ plan: Plan) -> Int { rule.amount(in: PlanView(plan)) }

/// The rules of which `plan` breaks one, each once, in the contract's order.
func broken(_ plan: Plan) -> [String] {
  let view = PlanView(plan)
  return Contract.hardRules.filter { $0.amount(in: view) > 0 }.map(\.id)
}
