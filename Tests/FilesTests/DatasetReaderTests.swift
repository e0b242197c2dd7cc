import Testing
import Training

@testable import Files

@Suite struct DatasetReaderTests {
  @Test func readsEveryFile() throws {
    let dataset = try readDataset(in: TinyDataset.folder()).get()
    let programme = dataset.programme
    #expect(dataset.warnings.isEmpty)
    #expect(programme.settings.restMinutes == 630)
    #expect(programme.settings.weights.unplaced == 30)
    #expect(programme.settings.weights.inequity == 20)
    #expect(
      programme.chains.map(\.id) == ["J1/SAFE", "X1/AI", "H1/SAFE", "H1/WEB"])
    #expect(programme.sessions.count == 8)
    #expect(programme.chains[1].cohorts == [1, 0])
    #expect(programme.trainers[0].travelsTo == [1])
    #expect(programme.trainers[0].partner == 0)
    #expect(programme.cohorts[1].languages == ["id"])
    #expect(programme.pins.count == 2)
    #expect(programme.previous.count == 2)
    #expect(programme.previous[5]?.assistants == [.unknown("T9")])
    #expect(dataset.lines.pins[0] == 2)
    #expect(dataset.lines.cohorts == [2, 3, 4])
  }
}
