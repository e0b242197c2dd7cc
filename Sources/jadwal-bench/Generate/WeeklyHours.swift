import Training

/// Weekly hours as people in schools, workshops and offices keep them.
enum WeeklyHours {
  /// A cohort's hours, with those it may prefer.
  struct Choice {
    let available: Windows
    let preferred: [Windows]
  }

  private static let workdays = 0...4

  /// Learners at school or university: free in the morning or in the afternoon.
  static let youth: [Choice] = [
    Choice(
      available: weekly((Array(workdays), 480..<720)),
      preferred: [weekly(([0, 2, 4], 480..<720)), weekly(([1, 3], 540..<720))]),
    Choice(
      available: weekly((Array(workdays), 780..<1020)),
      preferred: [weekly(([0, 2], 780..<930)), weekly(([1, 3], 780..<1020))]),
    Choice(
      available: weekly((Array(0...3), 840..<1080)),
      preferred: [weekly((Array(1...3), 840..<1020))]),
    Choice(
      available: weekly(([1, 3], 480..<720), ([5], 480..<720)),
      preferred: [weekly(([1, 3], 480..<720))]),
    Choice(
      available: weekly(([0, 2, 4], 780..<1050)),
      preferred: [weekly(([2], 780..<1050)), weekly(([0, 4], 780..<960))]),
  ]

  /// Learners at work: free in the evening and at the weekend.
  static let youngWorkers: [Choice] = [
    Choice(
      available: weekly((Array(0...3), 1110..<1290), ([5], 540..<720)),
      preferred: [weekly(([5], 540..<720), ([2], 1110..<1260))]),
    Choice(
      available: weekly((Array(workdays), 1080..<1260)),
      preferred: [weekly(([1, 3], 1080..<1260)), weekly((Array(0...2), 1080..<1200))]),
    Choice(
      available: weekly(([1, 3], 1080..<1290), ([6], 780..<1020)),
      preferred: [weekly(([1, 3], 1110..<1260))]),
    Choice(
      available: weekly((Array(workdays), 1050..<1230), ([6], 540..<720)),
      preferred: [weekly((Array(0...2), 1050..<1230))]),
    Choice(
      available: weekly(([2], 1080..<1260), ([5, 6], 540..<720)),
      preferred: [weekly(([5], 540..<720))]),
  ]

  /// Trainers' hours by day.
  static let trainersByDay: [Windows] = [
    weekly((Array(workdays), 480..<1020)),
    weekly((Array(workdays), 480..<1080)),
    weekly((Array(workdays), 780..<1260)),
    weekly((Array(workdays), 780..<1290)),
    weekly(([0, 2, 4], 480..<1080), ([5], 480..<720)),
    weekly(([1, 3], 480..<1080), ([5], 480..<720)),
  ]

  /// Trainers' hours after work.
  static let trainersByNight: [Windows] = [
    weekly((Array(workdays), 1050..<1290)),
    weekly((Array(workdays), 1050..<1290), ([5, 6], 540..<1020)),
    weekly((Array(1...3), 1050..<1290), ([5, 6], 510..<1020)),
    weekly((Array(0...3), 1080..<1290), ([5], 540..<720)),
  ]

  /// Wide enough for every cohort's hours: each city has a venue that keeps them.
  static let widestVenue = weekly((Array(0...5), 480..<1290), ([6], 540..<1020))

  static let venues: [Windows] = [
    widestVenue,
    weekly((Array(0...5), 480..<1290)),
    weekly((Array(workdays), 480..<1260), ([5, 6], 540..<1020)),
    weekly((Array(workdays), 780..<1290), ([5], 480..<1020)),
    weekly((Array(workdays), 480..<1080)),
  ]

  /// A week from days (Monday is 0) and the minutes open on them.
  static func weekly(_ parts: (days: [Int], minutes: Range<Int>)...) -> Windows {
    var days = Array(repeating: [Range<Int>](), count: 7)
    for part in parts {
      for day in part.days { days[day].append(part.minutes) }
    }
    return Windows(days: days)
  }

  /// The hours of both.
  static func union(_ left: Windows, _ right: Windows) -> Windows {
    Windows(days: zip(left.days, right.days).map { $0 + $1 })
  }
}

extension Windows {
  /// The contract's notation: `Mon-Fri 18:00-21:00; Sat,Sun 09:00-12:00`.
  var notation: String {
    var stretches: [Range<Int>] = []
    for stretch in days.joined() where !stretches.contains(stretch) { stretches.append(stretch) }
    return stretches.map { stretch in
      let names = Self.notation(ofDays: (0..<7).filter { days[$0].contains(stretch) })
      return "\(names) \(Self.clock(stretch.lowerBound))-\(Self.clock(stretch.upperBound))"
    }.joined(separator: "; ")
  }

  /// `Mon-Wed,Sat`.
  private static func notation(ofDays days: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for day in days {
      if let last = runs.last, last.upperBound + 1 == day {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
    return runs.map { run in
      let first = LocalDate.weekdayNames[run.lowerBound]
      let last = LocalDate.weekdayNames[run.upperBound]
      return switch run.count {
      case 1: first
      case 2: "\(first),\(last)"
      default: "\(first)-\(last)"
      }
    }.joined(separator: ",")
  }

  private static func clock(_ minute: Int) -> String {
    func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
    return two(minute / 60) + ":" + two(minute % 60)
  }
}
