import TestSupport
import Testing

@testable import Postgres
@testable import Store

extension StoredTests {
  /// What is asked for under a key.
  @Suite struct Requests {
    let office: Office
    let owner: Connection

    init() throws {
      office = try Office()
      owner = try office.test.connection()
    }

    private func hash(_ text: String) -> [UInt8] { Secret.hash(of: text) }

    private func answer(_ text: String) -> RequestStore.Answer {
      RequestStore.Answer(status: 201, location: "/" + text, body: Array(text.utf8))
    }

    @Test func whatWasAnsweredIsAnsweredAgain() throws {
      let store = RequestStore(try office.test.database(as: office.ana))
      var times = 0
      for _ in 0..<3 {
        let told = try store.once(hash("key"), asked: hash("a"), as: nil) {
          times += 1
          return answer("first")
        }
        #expect(told == answer("first"))
      }
      #expect(times == 1)
      #expect(try store.once(hash("key"), asked: hash("b"), as: nil) { answer("no") } == nil)
      let another = RequestStore(try office.test.database(as: office.budi))
      #expect(
        try another.once(hash("key"), asked: hash("b"), as: nil) { answer("another") }
          == answer("another"))
    }

    @Test func whatFailsLeavesTheKeyAndNothingElse() throws {
      struct Enough: Error {}
      let database = try office.test.database(as: office.ana)
      let store = RequestStore(database)
      #expect(throws: Enough.self) {
        try store.once(hash("key"), asked: hash("a"), as: nil) {
          _ = try DatasetStore(database).store(SmallDataset.content(), as: nil)
          throw Enough()
        }
      }
      #expect(try owner.run("SELECT count(*) FROM jadwal.dataset_version")[0][0] == 0)
      #expect(
        try store.once(hash("key"), asked: hash("b"), as: nil) {
          _ = try DatasetStore(database).store(SmallDataset.content(), as: nil)
          return answer("b")
        } == answer("b"))
      #expect(try owner.run("SELECT count(*) FROM jadwal.dataset_version")[0][0] == 1)
    }

    @Test func keysAreKeptForAMonth() throws {
      let store = RequestStore(try office.test.database(as: office.ana))
      for key in ["old", "new"] {
        _ = try store.once(hash(key), asked: hash(key), as: nil) { answer(key) }
      }
      try owner.run(
        "UPDATE jadwal.request SET asked_at = now() - interval '31 days' WHERE location = '/old'")
      #expect(try store.once(hash("new"), asked: hash("b"), as: nil) { answer("b") } == nil)
      #expect(
        try store.once(hash("old"), asked: hash("b"), as: nil) { answer("b") } == answer("b"))
    }

    @Test func anAnswerIsKeptOnce() throws {
      let connection = try office.test.connection(as: office.ana)
      expectRefusal("P0002") {
        try connection.run("SELECT jadwal.close_request(sha256('x'), 200, NULL, '', NULL)")
      }
      _ = try RequestStore(office.test.database(as: office.ana))
        .once(hash("x"), asked: hash("x"), as: nil) { answer("x") }
      expectRefusal("P0002") {
        try connection.run("SELECT jadwal.close_request(sha256('x'), 200, NULL, '', NULL)")
      }
    }
  }
}
