import Files
import Planning

extension ReportTables.Cell {
  var text: String {
    switch self {
    case .name(let text), .note(let text): text
    case .whole(let number): String(number)
    case .decimal(let thousandths, let digits):
      "\(thousandths / 1000)."
        + String(String(1000 + thousandths % 1000).dropFirst().prefix(digits))
    case .nothing: ""
    }
  }

  /// Nil where there is no figure to tell.
  var json: JSONText? {
    switch self {
    case .name(let text): .text(text)
    case .whole(let number): .whole(number)
    case .decimal(let thousandths, _): .decimal(Double(thousandths) / 1000)
    case .note, .nothing: nil
    }
  }
}

extension ReportTables {
  var markdown: String {
    func cell(_ text: String) -> String {
      legible(text).replacing("\\", with: "\\\\").replacing("|", with: "\\|")
    }
    func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    let parts = tables.map { table in
      let rule = table.columns.map { $0.isName ? "---" : "---:" }
      return
        ([
          "## \(table.title)", "", row(table.columns.map { cell($0.title) }), row(rule),
        ] + table.rows.map { row($0.map { cell($0.text) }) }).joined(separator: "\n")
    }
    return (["# \(cell(title))", summary] + parts).joined(separator: "\n\n") + "\n"
  }

  /// One long table: which part, which row, which figure, its value.
  var csv: [UInt8] {
    var writer = CSVWriter(header: ["table", "row", "figure", "value"])
    for table in tables {
      for row in table.rows {
        let name = row.prefix(table.nameCount).map(\.text).joined(separator: ": ")
        for (column, cell) in zip(table.columns, row).dropFirst(table.nameCount)
        where !cell.text.isEmpty {
          writer.row([.value(table.title), .text(name), .value(column.key), .text(cell.text)])
        }
      }
    }
    return writer.bytes
  }

  /// A figure that is not there has no member.
  var json: JSONText {
    .object([
      ("title", .text(title)), ("summary", .text(summary)),
      (
        "tables",
        .list(
          tables.map { table in
            .object([
              ("title", .text(table.title)),
              (
                "rows",
                .list(
                  table.rows.map { row in
                    .object(
                      zip(table.columns, row).compactMap { column, cell in
                        cell.json.map { (column.key, $0) }
                      })
                  })
              ),
            ])
          })
      ),
    ])
  }

  var sheet: ReportSheet {
    ReportSheet(
      title: title, summary: summary,
      tables: tables.map { table in
        ReportSheet.Table(
          title: table.title, header: table.columns.map(\.title),
          rows: table.rows.map { $0.map(\.text) }, shares: table.shares,
          names: table.nameCount)
      })
  }
}
