import Crypto
import Foundation
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
    #expect(programme.closures[1].windows?.minutesPerWeek == 120)
    #expect(programme.pins.count == 2)
    #expect(programme.previous.count == 2)
    #expect(programme.previous[5]?.assistants == [.unknown("T9")])
    #expect(dataset.lines.pins[0] == 2)
    #expect(dataset.lines.cohorts == [2, 3, 4])
  }

  @Test func digestIsTheContracts() throws {
    let dataset = try readDataset(in: TinyDataset.folder()).get()
    var text = Data()
    for file in DatasetFile.allCases {
      guard let content = TinyDataset.files[file.name] else { continue }
      text += Data("\(file.name)\0\(content.utf8.count)\0\(content)".utf8)
    }
    #expect(dataset.digest == SHA256.hash(data: text).map { String(format: "%02x", $0) }.joined())
  }

  @Test func acceptsWhatSpreadsheetsWrite() throws {
    let plain = try readDataset(in: TinyDataset.folder()).get()
    var files = TinyDataset.files
    for (name, text) in files where name.hasSuffix(".csv") {
      files[name] = "\u{FEFF}" + text.replacing("\n", with: "\r\n") + "\r\n\r\n"
    }
    files["programme.yaml"] = "\u{FEFF}" + (files["programme.yaml"] ?? "")
    let dataset = try readDataset(in: TinyDataset.folder(files)).get()
    #expect(dataset.programme.sessions.map(\.id) == plain.programme.sessions.map(\.id))
    #expect(dataset.digest != plain.digest)
    #expect(dataset.programme.cities[1].name == "Hà Nội")
  }

  @Test func optionalFilesMayBeAbsent() throws {
    var files = TinyDataset.files.filter { name, _ in
      DatasetFile(rawValue: name)?.isRequired == true
    }
    files["programme.yaml"] = """
      id: 123
      title: yes
      starts_on: "2026-08-03"
      weeks: 1
      grid_minutes: 15
      rest_hours: ~
      """
    files["trainers.csv"] = files["trainers.csv"]?.replacing(",P1", with: ",")
    let programme = try readDataset(in: TinyDataset.folder(files)).get().programme
    #expect(programme.settings.id == "123")
    #expect(programme.settings.domain == "123")
    #expect(programme.settings.title == "yes")
    #expect(programme.settings.restMinutes == 660)
  }

  @Test func reportsAHundredFaultsAndCountsTheRest() {
    let header = "from,to,minutes\n"
    let rows = String(repeating: "JKT,HNA,1\n", count: 250)
    var files = TinyDataset.files
    files["travel.csv"] = header + rows
    files["states.csv"]?.append("XX,,1,\n")
    guard case .failure(let faults) = readDataset(in: TinyDataset.folder(files)) else {
      Issue.record("no fault was found")
      return
    }
    #expect(faults.list.count == 100)
    #expect(faults.total == 251)
    #expect(faults.list[0].description == "states.csv:4: name: is empty")
    #expect(faults.list[99].line == 100)
    #expect(faults.description.hasSuffix("and 151 more"))
  }

  @Test func aTotalCostBeyondMeasureIsAFault() {
    let modules = "id,title,competence,level,sessions,minutes,mode\n"
    var files = TinyDataset.files.filter { name, _ in
      DatasetFile(rawValue: name)?.isRequired == true
    }
    files["modules.csv"] = modules + (1...20).map { "M\($0),m,c,1,200,1440,online\n" }.joined()
    let listed = (1...20).map { "M\($0)" }.joined(separator: ";")
    files["cohorts.csv"] =
      "id,city,audience,size,languages,modules,available,priority\n"
      + (1...200).map { "C\($0),JKT,youth,100000,id,\(listed),Mon 08:00-09:00,100\n" }.joined()
    files["trainers.csv"] = files["trainers.csv"]?.replacing(",P1", with: ",")
    files["programme.yaml"] = """
      id: t
      title: t
      starts_on: 2026-08-03
      weeks: 1
      grid_minutes: 30
      weights:
        unplaced: 1000000
        inequity: 0
      """
    let faults = readDataset(in: TinyDataset.folder(files)).failureLines
    #expect(
      faults == [
        "programme.yaml:6: weights: leaving every session unplaced would cost "
          + "192000000000000000000, more than 10¹⁸: lower the weights"
      ])
  }

  @Test func warnsWithoutRefusing() throws {
    var files = TinyDataset.files
    files["venues.csv"] = files["venues.csv"]?.replacing("open\n", with: "open,seets\n")
      .replacing(":00\n", with: ":00,1\n")
    files["closures.csv"]?.append("ID,2026-08-12,2026-08-12,,Again\n")
    files["previous.csv"]?.append("H9/SAFE/1,,,,,,,,\n")
    files["cities.csv"] = files["cities.csv"]?.replacing("Ho_Chi_Minh", with: "Yangon")
    files["programme.yaml"] = files["programme.yaml"]?.replacing(
      "grid_minutes: 30", with: "grid_minutes: 60")
    let warnings = try readDataset(in: TinyDataset.folder(files)).get().warnings
    #expect(
      warnings.map(\.description) == [
        "cities.csv:3: time_zone: the grid of 60 minutes does not divide the zone's offset of "
          + "390 minutes: starts are off the full grid on the local clock",
        "closures.csv:4: this closure is given twice, first on line 2",
        "venues.csv:1: seets: unknown column",
        "previous.csv:5: session: unknown session \"H9/SAFE/1\": the row is ignored",
      ])
  }
}

extension Result<Dataset, Faults> {
  /// The fault lines, none where the dataset is whole.
  var failureLines: [String] {
    switch self {
    case .success: []
    case .failure(let faults): faults.list.map(\.description)
    }
  }
}
