import Files
import Planning

extension Outlook {
  /// What `check --json` holds of demand and supply; amounts are minutes, lists go by week.
  package var json: JSONText {
    .object([
      ("weeks", .whole(weeks)),
      ("states", .list(states.map(\.json))),
      ("teaching", .list(teaching.map(\.json))),
      ("rooms", .list(rooms.map(\.json))),
      ("bottlenecks", .list(bottlenecks.map(\.json))),
    ])
  }
}

extension StateOutlook {
  fileprivate var json: JSONText {
    .object([
      ("state", .text(code)), ("name", .text(name)), ("cohorts", .whole(cohorts)),
      ("learners", .whole(learners)), ("sessions", .whole(sessions)),
      ("trainers", .whole(trainers)), ("asked", .wholes(asked)), ("available", .wholes(able)),
      ("venues", .whole(venues)), ("rooms_asked", .wholes(roomsAsked)),
      ("rooms_open", .wholes(roomsOpen)),
    ])
  }
}

extension TeachingOutlook {
  fileprivate var json: JSONText {
    .object([
      ("states", .texts(states)), ("languages", .list(languages.map(JSONText.texts))),
      ("competence", .text(competence)), ("level", .whole(level)),
      ("mode", .text(inPerson ? "in_person" : "remote")), ("chains", .whole(chains)),
      ("trainers", .whole(trainers)), ("asked", .wholes(asked)), ("available", .wholes(able)),
    ])
  }
}

extension RoomOutlook {
  fileprivate var json: JSONText {
    .object([
      ("city", .text(city)), ("seats", .whole(seats)), ("equipment", .texts(equipment)),
      ("chains", .whole(chains)), ("venues", .whole(venues)), ("asked", .wholes(asked)),
      ("open", .wholes(open)),
    ])
  }
}

extension Bottleneck {
  fileprivate var json: JSONText {
    let what: [(String, JSONText)] =
      switch kind {
      case .teaching(let states, let languages, let skills):
        [
          ("kind", .text("teaching")), ("states", .texts(states)),
          ("languages", .list(languages.map(JSONText.texts))), ("skills", .texts(skills)),
        ]
      case .room(let city, let seats, let equipment):
        [
          ("kind", .text("room")), ("city", .text(city)), ("seats", .whole(seats)),
          ("equipment", .texts(equipment)),
        ]
      }
    return .object(
      what + [
        ("from_week", .whole(weeks.lowerBound)), ("to_week", .whole(weeks.upperBound)),
        ("asked", .whole(askedMinutes)), ("available", .whole(availableMinutes)),
        ("resources", .whole(resources)),
        ("certainty", .text(isCertain ? "certain" : "likely")),
        ("sentence", .text(sentence)),
      ])
  }
}

extension JSONText {
  fileprivate static func wholes(_ numbers: [Int]) -> JSONText { .list(numbers.map { .whole($0) }) }

  fileprivate static func texts(_ items: [String]) -> JSONText { .list(items.map { .text($0) }) }
}
