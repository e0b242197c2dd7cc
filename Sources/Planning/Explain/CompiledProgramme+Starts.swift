import Training

extension CompiledProgramme {
  /// The starts on the grid at which the cohorts of a session can come, as far as its pin and the frozen
  /// days leave them; the one where it stands, of a frozen one.
  package func starts(of session: Int) -> [Instant] {
    if freeze.isFrozen(session) { return programme.previous[session].map { [$0.start] } ?? [] }
    let chain = programme.sessions[session].chain
    let pinned = programme.pins[session]?.start
    return options.filter {
      (pinned ?? $0) == $0 && freeze.admits(session, at: $0)
        && CohortTime.fits(chain: chain, at: $0, in: facts)
    }
  }
}
