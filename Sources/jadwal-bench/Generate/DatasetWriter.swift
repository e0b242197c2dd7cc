import Foundation
import Training

/// Writes a programme as the contract's files.
struct DatasetWriter {
  enum Failure: Error, CustomStringConvertible {
    case notEmpty
    case notAFolder

    var description: String {
      switch self {
      case .notEmpty: "the folder is not empty; name a new or empty one"
      case .notAFolder: "a file of that name is in the way"
      }
    }
  }

  let programme: Programme

  init(_ programme: Programme) { self.programme = programme }

  /// To a new or empty folder only.
  func write(to folder: URL) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw Failure.notAFolder }
      guard try manager.contentsOfDirectory(atPath: folder.path).isEmpty else {
        throw Failure.notEmpty
      }
    }
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
  }

  /// Each file's name and text; optional files that would be empty are left out.
  var files: [(name: String, text: String)] {
    let tables = [
      states, cities, travel, closures, modules, cohorts, trainers, venues, partners, joints,
      absences,
    ]
    return [("programme.yaml", settings)]
      + tables.filter { !$0.rows.isEmpty }.map { ($0.name, $0.text) }
  }

  private var settings: String {
    """
    id: \(programme.settings.id)
    title: \(programme.settings.title)
    starts_on: \(programme.settings.startsOn)
    weeks: \(programme.settings.weeks)
    grid_minutes: \(programme.settings.gridMinutes)
    rest_hours: \(programme.settings.restMinutes / 60)

    """
  }

  private struct Table {
    let name: String
    let header: String
    let rows: [[String]]

    var text: String {
      let lines = rows.map { $0.map(Self.quoted).joined(separator: ",") }
      return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private static func quoted(_ cell: String) -> String {
      guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
      return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
  }
}

extension DatasetWriter {
  private var states: Table {
    Table(
      name: "states.csv", header: "code,name,priority,youth",
      rows: programme.states.map {
        [$0.code, $0.name, String($0.priority), $0.youth.map(String.init) ?? ""]
      })
  }

  private var cities: Table {
    Table(
      name: "cities.csv", header: "id,state,name,time_zone,latitude,longitude",
      rows: programme.cities.map {
        [
          $0.id, programme.states[$0.state].code, $0.name, $0.zone.identifier,
          $0.latitude.map { "\($0)" } ?? "", $0.longitude.map { "\($0)" } ?? "",
        ]
      })
  }

  private var travel: Table {
    var rows: [[String]] = []
    for from in programme.cities.indices {
      for to in programme.cities.indices where to > from && programme.travel.lists(from, to) {
        rows.append([
          programme.cities[from].id, programme.cities[to].id,
          String(programme.travel[from, to]),
        ])
      }
    }
    return Table(name: "travel.csv", header: "from,to,minutes", rows: rows)
  }

  private var closures: Table {
    Table(
      name: "closures.csv", header: "place,date,until,windows,name",
      rows: programme.closures.map { closure in
        let place =
          switch closure.place {
          case .state(let state): programme.states[state].code
          case .city(let city): programme.cities[city].id
          }
        return [
          place, "\(closure.from)", closure.until == closure.from ? "" : "\(closure.until)",
          closure.windows?.notation ?? "", closure.name,
        ]
      })
  }

  private var modules: Table {
    Table(
      name: "modules.csv",
      header: "id,title,axis,competence,level,sessions,minutes,mode,equipment,after,"
        + "max_per_week,min_gap_days,learners_per_trainer",
      rows: programme.modules.map { module in
        [
          module.id, module.title, module.axis ?? "", module.competence, String(module.level),
          String(module.sessions), String(module.minutes), module.mode.rawValue,
          list(module.equipment), list(module.after.map { programme.modules[$0].id }),
          module.maxPerWeek.map(String.init) ?? "", String(module.minGapDays),
          module.learnersPerTrainer.map(String.init) ?? "",
        ]
      })
  }

  private var cohorts: Table {
    Table(
      name: "cohorts.csv",
      header: "id,city,audience,size,languages,modules,available,preferred,needs,groups,"
        + "max_per_day,priority",
      rows: programme.cohorts.map { cohort in
        [
          cohort.id, programme.cities[cohort.city].id, cohort.audience.rawValue,
          String(cohort.size), list(cohort.languages),
          list(cohort.modules.map { programme.modules[$0].id }), cohort.available.notation,
          cohort.preferred?.notation ?? "", list(cohort.needs), list(cohort.groups),
          String(cohort.maxPerDay), String(cohort.priority),
        ]
      })
  }

  private var trainers: Table {
    Table(
      name: "trainers.csv",
      header: "id,city,languages,skills,modes,available,hours_week,max_hours_week,"
        + "max_hours_day,travels_to,partner",
      rows: programme.trainers.map { trainer in
        let skills = trainer.skills.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
        let modes =
          (trainer.worksInPerson ? ["in_person"] : []) + (trainer.worksRemotely ? ["remote"] : [])
        return [
          trainer.id, programme.cities[trainer.city].id, list(trainer.languages), list(skills),
          list(modes), trainer.available.notation, hours(trainer.wishedMinutesPerWeek),
          hours(trainer.maxMinutesPerWeek), hours(trainer.maxMinutesPerDay),
          list(trainer.travelsTo.map { programme.states[$0].code }),
          trainer.partner.map { programme.partners[$0].id } ?? "",
        ]
      })
  }

  private var venues: Table {
    Table(
      name: "venues.csv", header: "id,city,seats,equipment,open",
      rows: programme.venues.map {
        [
          $0.id, programme.cities[$0.city].id, String($0.seats), list($0.equipment),
          $0.open.notation,
        ]
      })
  }

  private var partners: Table {
    Table(
      name: "partners.csv", header: "id,name,hours_cap,states,axes",
      rows: programme.partners.map {
        [
          $0.id, $0.name, $0.capMinutes.map(hours) ?? "",
          list($0.states.map { programme.states[$0].code }), list($0.axes),
        ]
      })
  }

  private var joints: Table {
    Table(
      name: "joint.csv", header: "id,module,cohorts",
      rows: programme.joints.map {
        [$0.id, programme.modules[$0.module].id, list($0.cohorts.map { programme.cohorts[$0].id })]
      })
  }

  private var absences: Table {
    Table(
      name: "absences.csv", header: "kind,id,from,to",
      rows: programme.absences.map { absence in
        let (kind, id, city) =
          switch absence.who {
          case .cohort(let index):
            ("cohort", programme.cohorts[index].id, programme.cohorts[index].city)
          case .trainer(let index):
            ("trainer", programme.trainers[index].id, programme.trainers[index].city)
          case .venue(let index):
            ("venue", programme.venues[index].id, programme.venues[index].city)
          }
        let zone = programme.cities[city].zone
        func text(_ instant: Instant) -> String {
          zone.wallTime(at: instant).text(withSeconds: true) + zone.offsetText(at: instant)
        }
        return [kind, id, text(absence.from), text(absence.to)]
      })
  }

  private func list(_ items: [String]) -> String { items.joined(separator: ";") }

  private func hours(_ minutes: Int) -> String {
    String(minutes / 60) + (minutes % 60 == 0 ? "" : ".5")
  }
}
