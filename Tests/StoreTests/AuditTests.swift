import Postgres
import TestSupport
import Testing

@testable import Store

extension StoredTests {
  @Suite struct Audits {
    /// Who writes to one domain's chain at once does so one after the other, none refused.
    @Test func manyWritersMakeOneChain() async throws {
      let office = try Office()
      let database = try office.test.database(as: office.ana)
      let writers = 4
      let steps = 25
      for index in 0..<writers {
        _ = try DatasetStore(database).store(
          SmallDataset.content(id: "p\(index)", domain: "shared"), as: nil)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<writers {
          group.addTask {
            let connection = try office.test.connection(as: office.budi)
            let programme = try ProgrammeStore(office.test.database(as: office.budi)).find(
              "p\(index)")
            for step in 0..<steps {
              try connection.run(
                """
                SELECT jadwal.set_policy(\(programme.domainNumber), \(programme.number),
                  \(step.isMultiple(of: 2)), NULL, NULL)
                """)
            }
          }
        }
        try await group.waitForAll()
      }
      let report = try Verifier(office.test.database()).verify()
      #expect(report.faults == [] && report.auditRows == writers * (steps + 1))
    }
  }
}
