import Postgres

extension Account.Role {
  /// The database's role of this name, whose rights the account has.
  var databaseRole: String { "jadwal_" + rawValue }
}

extension Database {
  /// Runs `body` with the rights of an account and no others: as `jadwal_reader` or
  /// `jadwal_coordinator`, speaking for it, so that row-level security shows a reader its member
  /// states. The login is a member of both and of `jadwal_delegate`.
  ///
  /// Both are taken back at the end, whatever happens.
  package func speaking<T>(for account: Account, _ body: (Database) throws -> T) throws -> T {
    try assuming(account.role.databaseRole, settings: ["jadwal.account": account.name], body)
  }
}
