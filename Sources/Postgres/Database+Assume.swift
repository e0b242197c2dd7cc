extension Database {
  /// Runs `body` with the rights of `role`, to which the login belongs, and with settings that say
  /// more; on a connection that is opened anew meanwhile too.
  ///
  /// At the end, whatever happens, role and settings are taken back; where that cannot be known to
  /// have worked the connection is closed, so that nothing runs with rights that it was not given.
  /// One role at a time: the role in a role would be over when the inner one is.
  ///
  /// - Parameter settings: names with a dot, and what they are; empty again at the end.
  package func assuming<T>(
    _ role: String, settings: [String: String] = [:], _ body: (Database) throws -> T
  ) throws -> T {
    precondition(!isAssuming, "a connection assumes one role at a time")
    let before = onConnect
    isAssuming = true
    defer {
      takeBack(Array(settings.keys))
      onConnect = before
      isAssuming = false
    }
    // What is opened from here on has the role from its start.
    onConnect = { connection in
      try before?(connection)
      try connection.set(role: role, settings)
    }
    do {
      try connected().set(role: role, settings)
    } catch let error as PostgresError where error.isComingBack {
      try connected().set(role: role, settings)
    }
    return try body(self)
  }

  private func takeBack(_ names: [String]) {
    guard let connection = standing else { return }
    let cleared = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
    do {
      // What a transaction sets, its end may undo.
      guard !connection.isLost, !connection.isInTransaction else { return close() }
      try connection.set(role: "none", cleared)
    } catch {
      close()
    }
  }
}

extension Connection {
  fileprivate func set(role: String, _ settings: [String: String]) throws(PostgresError) {
    let names = ["role"] + settings.keys.sorted()
    let values = [role] + settings.keys.sorted().map { settings[$0] ?? "" }
    try run(
      """
      SELECT set_config(s.name, s.value, false) FROM unnest(\(names), \(values)) AS s (name, value)
      """)
  }
}
