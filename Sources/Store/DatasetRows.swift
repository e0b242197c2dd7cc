import Foundation
import Postgres
import Training

/// The rows that are derived from a dataset's files, for queries; names in NFC.
struct DatasetRows {
  private let programme: Programme
  private let version: DatasetStore.Imported

  init(_ programme: Programme, of version: DatasetStore.Imported) {
    self.programme = programme
    self.version = version
  }

  func write(on connection: Connection) throws {
    try writeParties(on: connection)
    try writeModules(on: connection)
    try BulkTable("chain").insert(on: connection) { sink in
      for (position, chain) in programme.chains.enumerated() {
        let module = programme.modules[chain.module]
        try write(to: sink, 9) { row in
          row.text(chain.id)
          row.integer(position)
          row.text(module.id)
          row.integer(chain.sessions.count)
          row.integer(module.minutes)
          row.integer(chain.size)
          row.integer(chain.trainerCount)
          row.texts(chain.cohorts.map { programme.cohorts[$0].id })
          row.texts(programme.memberStates(of: chain))
        }
      }
    }
  }

  /// One row, its key first.
  private func write(
    to sink: RowSink, _ columns: Int, _ rest: (inout BinaryWriter) -> Void
  ) throws(PostgresError) {
    try sink.write { row in
      row.row(columns + 3)
      row.integer(version.domainNumber)
      row.integer(version.programmeNumber)
      row.integer(version.version)
      rest(&row)
    }
  }

  private func writeParties(on connection: Connection) throws {
    try BulkTable("member_state").insert(on: connection) { sink in
      for state in programme.states {
        try write(to: sink, 4) { row in
          row.text(state.code)
          row.text(normal(state.name))
          row.integer(state.priority)
          if let youth = state.youth { row.large(youth) } else { row.null() }
        }
      }
    }
    try BulkTable("city").insert(on: connection) { sink in
      for city in programme.cities {
        try write(to: sink, 4) { row in
          row.text(city.id)
          row.text(programme.states[city.state].code)
          row.text(normal(city.name))
          row.text(city.zone.identifier)
        }
      }
    }
    try BulkTable("cohort").insert(on: connection) { sink in
      for cohort in programme.cohorts {
        try write(to: sink, 7) { row in
          row.text(cohort.id)
          writeCity(cohort.city, &row)
          row.text(cohort.audience.rawValue)
          row.integer(cohort.size)
          row.texts(cohort.groups)
          row.integer(cohort.priority)
        }
      }
    }
    try BulkTable("trainer").insert(on: connection) { sink in
      for trainer in programme.trainers {
        try write(to: sink, 6) { row in
          row.text(trainer.id)
          writeCity(trainer.city, &row)
          if let partner = trainer.partner {
            row.text(programme.partners[partner].id)
          } else {
            row.null()
          }
          row.integer(trainer.wishedMinutesPerWeek)
          row.integer(trainer.maxMinutesPerWeek)
        }
      }
    }
    try BulkTable("venue").insert(on: connection) { sink in
      for venue in programme.venues {
        try write(to: sink, 4) { row in
          row.text(venue.id)
          writeCity(venue.city, &row)
          row.integer(venue.seats)
        }
      }
    }
  }

  private func writeCity(_ city: Int, _ row: inout BinaryWriter) {
    row.text(programme.cities[city].id)
    row.text(programme.states[programme.cities[city].state].code)
  }

  private func writeModules(on connection: Connection) throws {
    try BulkTable("module").insert(on: connection) { sink in
      for module in programme.modules {
        try write(to: sink, 8) { row in
          row.text(module.id)
          row.text(normal(module.title))
          if let axis = module.axis { row.text(axis) } else { row.null() }
          row.text(module.competence)
          row.integer(module.level)
          row.integer(module.sessions)
          row.integer(module.minutes)
          row.text(module.mode.rawValue)
        }
      }
    }
    try BulkTable("weight").insert(on: connection) { sink in
      for (name, path) in Weights.names {
        try write(to: sink, 2) { row in
          row.text(name)
          row.integer(programme.settings.weights[keyPath: path])
        }
      }
    }
  }

  /// The one form of a name that is compared: canonically composed.
  private func normal(_ name: String) -> String { name.precomposedStringWithCanonicalMapping }
}

extension Programme {
  /// The member states of a chain's cohorts, each once, by code.
  func memberStates(of chain: Chain) -> [String] {
    Set(chain.cohorts.map { states[cities[cohorts[$0].city].state].code }).sorted()
  }
}
