import Postgres

extension BoardStore {
  /// The zone's name of each chain that the caller may see: of its first cohort's city.
  package func zones(of programme: StoredProgramme, dataset: Int) throws -> [String: String] {
    let rows = try database.read(
      """
      SELECT h.chain, c.time_zone FROM jadwal.chain h
      JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset, k.cohort)
        = (h.domain_id, h.programme_id, h.dataset, h.cohorts[1])
      JOIN jadwal.city c ON (c.domain_id, c.programme_id, c.dataset, c.city)
        = (k.domain_id, k.programme_id, k.dataset, k.city)
      WHERE h.domain_id = \(programme.domainNumber) AND h.programme_id = \(programme.number)
        AND h.dataset = \(dataset)
      """, format: .binary)
    var zones: [String: String] = [:]
    for row in rows { zones[try row[0]] = try row[1] }
    return zones
  }
}
