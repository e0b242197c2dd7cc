import ArgumentParser
import Files
import Foundation
import Store

/// `jadwal datasets`: stored datasets, given back byte for byte.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets", abstract: "Lists stored datasets, and gives them back byte for byte.",
    subcommands: [List.self, Export.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The versions of a dataset, newest first.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME. [default: all of them]")
    var programme: String?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programmes = ProgrammeStore(database)
      let chosen = try programme.map { [try programmes.find($0)] } ?? programmes.list()
      var items: [(StoredProgramme, StoredDataset)] = []
      for programme in chosen {
        items += try DatasetStore(database).list(programme).map { (programme, $0) }
      }
      if options.json {
        return try options.output.write(
          JSONText.list(
            items.map { programme, dataset in
              .object([
                ("programme", .text(programme.name)), ("domain", .text(programme.domain)),
                ("version", .whole(dataset.version)),
                ("dataset_digest", .text(Store.hexadecimal(dataset.digest))),
                ("imported_by", .text(dataset.importedBy)),
                ("imported_at", .text(dataset.importedAt)), ("files", .whole(dataset.files)),
                ("bytes", .whole(dataset.bytes)),
              ])
            }
          ).bytes)
      }
      try options.output.write(
        table(
          ["programme", "version", "files", "bytes", "imported", "by"],
          items.map { programme, dataset in
            [
              programme.name, String(dataset.version), String(dataset.files),
              grouped(dataset.bytes), dataset.importedAt, legible(dataset.importedBy),
            ]
          }))
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a stored dataset to a folder.")

    @Argument(help: "The programme, or DOMAIN/PROGRAMME.")
    var programme: String
    @Option(help: "Which version. [default: the newest]")
    var version: Int?
    @Option(help: "The folder to write: new or empty.")
    var out: String
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: OutputOptions

    func run() throws {
      let database = try database.connect()
      let programme = try ProgrammeStore(database).find(programme)
      let (number, files) = try DatasetStore(database).files(of: programme, version: version)
      try write(files)
      if options.json {
        try options.output.write(
          JSONText.object([
            ("programme", .text(programme.name)), ("version", .whole(number)),
            ("files", .list(files.map { .text($0.name) })),
          ]).bytes)
      } else {
        try options.output.write(
          "\(programme.name), dataset version \(number): \(counted(files.count, "file")) in "
            + "\(legible(out)).\n")
      }
    }

    /// `programme.yaml` comes last: without it a folder is no dataset.
    private func write(_ files: [StoredFile]) throws(Failure) {
      let folder = URL(fileURLWithPath: out, isDirectory: true)
      let standing = try? FileManager.default.contentsOfDirectory(atPath: out)
      guard standing?.isEmpty ?? true else {
        throw Failure(ExitStatus.cannotWrite, "\(legible(out)): is not empty")
      }
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files.reversed() {
          try Data(file.bytes).write(to: folder.appending(path: file.name), options: .atomic)
        }
      } catch {
        for file in files {
          try? FileManager.default.removeItem(at: folder.appending(path: file.name))
        }
        throw Failure(ExitStatus.cannotWrite, "\(legible(out)): cannot be written")
      }
    }
  }
}

/// Rows under their headings, in columns as wide as what stands in them.
func table(_ headings: [String], _ rows: [[String]]) -> String {
  let lines = [headings] + rows
  let widths = headings.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
  return lines.map { cells in
    var text = zip(cells, widths).map { filled($0, to: $1) }.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }.joined()
}
