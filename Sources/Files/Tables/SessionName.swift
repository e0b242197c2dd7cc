import Training

/// A session as an id names it, `c/m/k`, before the programme's sessions exist.
struct SessionName: Hashable {
  enum Owner: Hashable {
    case cohort(Int)
    case joint(Int)
  }

  var owner: Owner
  var module: Int
  /// From 1.
  var number: Int
}

struct CohortModule: Hashable {
  var cohort: Int
  var module: Int
}

extension DatasetReader {
  /// Why an id names no session of the dataset.
  enum SessionFlaw: Error {
    /// With the nearest valid id, where there is one.
    case unknown(nearest: String?)
    /// A file that it depends on could not be read.
    case undecided
  }

  func id(of session: SessionName) -> String {
    let owner =
      switch session.owner {
      case .cohort(let index): cohorts[index].id
      case .joint(let index): joints[index].id
      }
    return "\(owner)/\(modules[session.module].id)/\(session.number)"
  }

  func session(_ text: String, suggesting: Bool = true) throws(SessionFlaw) -> SessionName {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    if parts.count == 3, let owner = owner(parts[0]), let module = moduleNames.index(of: parts[1]),
      owns(owner, module), let number = wholeNumber(parts[2]), parts[2] == String(number),
      (1...max(1, modules[module].sessions)).contains(number)
    {
      return SessionName(owner: owner, module: module, number: number)
    }
    if parts.count == 3, let index = cohortNames.index(of: parts[0]), undecided.contains(index) {
      throw .undecided
    }
    if moduleNames.isIncomplete || cohortNames.isIncomplete || jointNames.isIncomplete {
      throw .undecided
    }
    throw .unknown(nearest: suggesting ? nearest(parts) : nil)
  }

  private func owner(_ name: String) -> SessionName.Owner? {
    cohortNames.index(of: name).map { .cohort($0) } ?? jointNames.index(of: name).map { .joint($0) }
  }

  private func owns(_ owner: SessionName.Owner, _ module: Int) -> Bool {
    switch owner {
    case .joint(let index): return joints[index].module == module
    case .cohort(let index):
      let pair = CohortModule(cohort: index, module: module)
      return listed.contains(pair) && jointOf[pair] == nil
    }
  }

  /// Mends one part after the other: who, which module of theirs, which number of it.
  private func nearest(_ parts: [String]) -> String? {
    guard parts.count == 3 else { return nil }
    var ownerName = parts[0]
    if owner(ownerName) == nil {
      guard
        let near = log.nearest.nearest(to: ownerName, among: cohortNames.list + jointNames.list)
      else { return nil }
      ownerName = near
    }
    guard let owner = owner(ownerName) else { return nil }
    if let module = moduleNames.index(of: parts[1]), case .cohort(let cohort) = owner,
      let joint = jointOf[CohortModule(cohort: cohort, module: module)]
    {
      return "\(jointNames.list[joint])/\(parts[1])/\(clamped(parts[2], to: module))"
    }
    let candidates =
      switch owner {
      case .joint(let index): [joints[index].module].filter(modules.indices.contains)
      case .cohort(let index): cohorts[index].modules.filter { owns(owner, $0) }
      }
    let owned = candidates.map { moduleNames.list[$0] }
    guard
      let name = owned.contains(parts[1])
        ? parts[1] : log.nearest.nearest(to: parts[1], among: owned),
      let module = moduleNames.index(of: name)
    else { return nil }
    return "\(ownerName)/\(name)/\(clamped(parts[2], to: module))"
  }

  private func clamped(_ number: String, to module: Int) -> Int {
    min(max(wholeNumber(number) ?? 1, 1), modules[module].sessions)
  }
}
