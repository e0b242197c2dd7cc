import Foundation
import Testing
import Training

@testable import Files

@Suite struct PlanWriterTests {
  static let summary = PlanSummary(
    programmeID: "tiny", datasetDigest: "00ff",
    terms: [
      TermCost(name: "unplaced", amount: 3, weight: 30),
      TermCost(name: "idle", amount: 1, weight: 2),
    ], placed: 2, unplaced: 6, released: ["J1/SAFE/1"],
    states: [EquityShare(name: "ID", asked: 300, placed: 100)],
    groups: [EquityShare(name: "none", asked: 0, placed: 0)], lowerBound: 5, seed: .max,
    threads: 2, iterations: 1000, seconds: 1.23456, version: "0.1 \"beta\"", reasons: [:],
    toldReasons: [ToldReason(reason: "Nobody speaks Lao.", sessions: ["A/SAFE/1", "A/SAFE/2"])],
    shortages: [
      ToldShortage(
        headline: "Too few.", details: [], remedies: ["One more trainer."], chains: ["A/SAFE"])
    ])

  @Test func summaryKeepsTheContractsOrder() {
    let text = String(decoding: summaryJSON(of: Self.summary), as: UTF8.self)
    #expect(
      text == """
        {
          "programme": "tiny",
          "dataset_digest": "00ff",
          "cost": 92,
          "coverage": 90,
          "comfort": 2,
          "terms": {
            "unplaced": {
              "amount": 3,
              "weight": 30,
              "cost": 90
            },
            "idle": {
              "amount": 1,
              "weight": 2,
              "cost": 2
            }
          },
          "placed": 2,
          "unplaced": 6,
          "released": [
            "J1/SAFE/1"
          ],
          "equity": {
            "state": {
              "ID": {
                "asked": 300,
                "placed": 100,
                "share": 333
              }
            },
            "group": {}
          },
          "lower_bound": 5,
          "gap": 87,
          "gap_share": 946,
          "seed": 18446744073709551615,
          "threads": 2,
          "iterations": 1000,
          "seconds": 1.235,
          "version": "0.1 \\"beta\\"",
          "reasons": [
            {
              "reason": "Nobody speaks Lao.",
              "sessions": [
                "A/SAFE/1",
                "A/SAFE/2"
              ]
            }
          ],
          "shortages": [
            {
              "headline": "Too few.",
              "details": [],
              "remedies": [
                "One more trainer."
              ],
              "chains": [
                "A/SAFE"
              ]
            }
          ]
        }

        """)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test func textIsSafeInJSONAndInAPage() throws {
    let text = "</script>\u{2028}\"\\\u{0}\n🙂"
    let quoted = JSONText.quoted(text)
    #expect(!quoted.contains("<"))
    let read = try JSONSerialization.jsonObject(with: Data("[\(quoted)]".utf8)) as? [String]
    #expect(read == [text])
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("\tx", "'\tx"),
    ("\rx", "'\rx"), ("＝1", "'＝1"), (" =1", "' =1"), ("a=1", "a=1"), ("", ""), ("Hà Nội", "Hà Nội"),
  ])
  func formulasAreNeutralised(_ text: String, _ expected: String) {
    #expect(CSVWriter.neutralised(text) == expected)
  }

  @Test func numbersAreLeftAlone() {
    var writer = CSVWriter(header: ["name", "balance", "id"])
    writer.row([.text("-x,\"y\""), .number(-5), .value("A-1")])
    writer.row([.text("=cmd|' /C calc'!A0"), .empty, .value(" b")])
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == "name,balance,id\n\"'-x,\"\"y\"\"\",-5,A-1\n'=cmd|' /C calc'!A0,,\" b\"\n")
  }
}
