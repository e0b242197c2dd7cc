import Testing

@testable import Files

@Suite struct FaultTests {
  @Test(arguments: [
    ("HNA", #""HNA""#), ("a\nb\r\t\u{0}", #""a\nb\r\t\u{0}""#),
    ("\u{1B}[31mred", #""\u{1B}[31mred""#), ("\u{202E}evil", #""\u{202E}evil""#),
    ("x\u{200D}y", #""x\u{200D}y""#), (#"\"#, #""\\""#), ("Hà Nội", #""Hà Nội""#),
  ])
  func valuesAreSafeToPrint(_ value: String, _ shown: String) {
    #expect(quoted(value) == shown)
  }

  @Test func valuesAreCut() {
    let value = String(repeating: "ก", count: 1_000_000)
    #expect(quoted(value) == "\"" + String(repeating: "ก", count: 60) + "…\"")
  }

  @Test func faultsStandInTheOrderOfTheFiles() {
    let faults = [
      Fault(file: "venues.csv", line: 2, message: "e"), Fault(file: "states.csv", message: "c"),
      Fault(file: "states.csv", line: 9, message: "b"), Fault(file: "zzz.csv", message: "f"),
      Fault(file: "states.csv", line: 3, message: "a"), Fault(file: "cities.csv", message: "d"),
    ]
    #expect(Faults(faults).list.map(\.message) == ["a", "b", "c", "d", "e", "f"])
    #expect(Faults(faults).description.hasPrefix("states.csv:3: a\nstates.csv:9: b\n"))
  }

  @Test(arguments: [
    ("HNA", "HAN"), ("han", "HAN"), ("yangom", "Yangon"), ("Jakata", "Jakarta"), ("XYZ", nil),
    ("", nil), ("HAN", nil),
  ])
  func theNearestNameIsFound(_ value: String, _ name: String?) {
    var nearest = Nearest()
    #expect(nearest.nearest(to: value, among: ["HAN", "Yangon", "Jakarta", "SGN"]) == name)
  }

  @Test func idsAreComparedByTheirBytes() {
    // The Kelvin sign is canonically a K: equal as a string, not as an id.
    let names = Names(kind: "city", ["KUL"])
    #expect("\u{212A}UL" == "KUL")
    #expect(names.index(of: "\u{212A}UL") == nil)
    #expect(names.index(of: "KUL") == 0)
  }
}
