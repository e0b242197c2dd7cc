import Testing
import Training

@testable import Files

@Suite struct WindowsTextTests {
  @Test(arguments: [
    "Mon-Fri 18:00-21:00", "Mon-Wed,Sat 09:00-12:00; Sun 00:00-24:00",
    "Mon,Wed 08:00-12:00; Mon,Wed 13:00-17:30; Fri 08:00-12:00",
  ])
  func comesBackAsItWasWritten(_ text: String) throws {
    let windows = try parsedWindows(text).get()
    #expect(windows.description == text)
    #expect(try parsedWindows(windows.description).get() == windows)
  }

  @Test func extremesHaveNames() {
    #expect(Windows.always.description == "always")
    #expect(Windows(days: Array(repeating: [], count: 7)).description == "never")
  }
}
