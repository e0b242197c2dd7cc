import Testing

@testable import Web

@Suite struct AddressTests {
  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.0.1", true), ("localhost", true), ("::1", true),
    ("0.0.0.0", false), ("127.0.0.1.example", false), ("10.0.0.1", false), ("127.0.0", false),
  ])
  func onlyThisMachineReachesALoopbackAddress(host: String, isLoopback: Bool) {
    #expect(BoardSettings.isLoopback(host) == isLoopback)
  }

  @Test func nobodyServesOthersWithoutSignIn() {
    var settings = BoardSettings()
    settings.entry = .open
    #expect(settings.refusal == nil)
    settings.host = "0.0.0.0"
    #expect(settings.refusal != nil)
    settings.entry = .accounts
    #expect(settings.refusal == nil)
  }

  @Test func textsAreTheSameOnlyWhereTheyAre() {
    #expect(isSame("abc", "abc"))
    #expect(!isSame("abc", "abd"))
    #expect(!isSame("", "a"))
  }

  @Test func aURLTakesAnyText() {
    #expect(percentEncoded("a/b &é?#") == "a%2Fb%20%26%C3%A9%3F%23")
  }
}
