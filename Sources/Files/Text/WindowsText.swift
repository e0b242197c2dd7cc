import Training

/// What is wrong with a text of windows.
struct WindowsFlaw: Error {
  var message: String
}

/// Reads weekly hours: `Mon-Fri 18:00-21:00; Sat,Sun 09:00-12:00` (dataset.md §1).
func parsedWindows(_ text: String) -> Result<Windows, WindowsFlaw> {
  var days: [[Range<Int>]] = Array(repeating: [], count: 7)
  do throws(WindowsFlaw) {
    for item in listItems(text) {
      guard !item.isEmpty else { throw WindowsFlaw(message: "has an empty window") }
      let blank = UInt8(ascii: " ")
      guard let gap = item.utf8.firstIndex(of: blank) else {
        throw WindowsFlaw(
          message: "\(quoted(item)) is not a window such as Mon-Fri 18:00-21:00")
      }
      let hours = try openHours(trimmed(item[gap...]), in: item)
      for day in try weekdays(item[..<gap], in: item) { days[day].append(hours) }
    }
  } catch {
    return .failure(error)
  }
  return .success(Windows(days: days))
}

private func weekdays(_ text: Substring, in item: String) throws(WindowsFlaw) -> Set<Int> {
  var days: Set<Int> = []
  for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
    let ends = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    var found: [Int] = []
    for end in ends {
      guard let day = LocalDate.weekdayNames.firstIndex(where: { $0.utf8.elementsEqual(end) })
      else {
        throw WindowsFlaw(
          message: "\(quoted(Substring(end))) in \(quoted(item)) is not a day, Mon to Sun")
      }
      found.append(day)
    }
    guard found.count <= 2, let first = found.first, let last = found.last else {
      throw WindowsFlaw(message: "\(quoted(Substring(part))) is not a range of days")
    }
    guard first <= last else {
      throw WindowsFlaw(message: "\(quoted(Substring(part))) runs past Sunday: write two ranges")
    }
    days.formUnion(first...last)
  }
  return days
}

private func openHours(_ text: String, in item: String) throws(WindowsFlaw) -> Range<Int> {
  let bytes = Array(text.utf8)
  guard bytes.count == 11, bytes[5] == UInt8(ascii: "-"),
    let start = minuteOfDay(bytes[0..<5]), let end = minuteOfDay(bytes[6..<11])
  else {
    throw WindowsFlaw(
      message: "\(quoted(text)) in \(quoted(item)) is not a range of times such as 09:00-12:00")
  }
  guard start < end else {
    throw WindowsFlaw(message: "\(quoted(text)) in \(quoted(item)) does not start before its end")
  }
  return start..<end
}

/// `09:00`, two digits each, up to `24:00`.
private func minuteOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
  let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }),
    let hour = wholeNumber(String(decoding: parts[0], as: UTF8.self)),
    let minute = wholeNumber(String(decoding: parts[1], as: UTF8.self)),
    minute < 60, hour * 60 + minute <= 1440
  else { return nil }
  return hour * 60 + minute
}
