/// A report as a page is made from it.
package struct ReportSheet: Sendable {
  package struct Table: Sendable {
    package var title: String
    package var header: [String]
    package var rows: [[String]]
    /// Thousandths, drawn as a bar; nil where there is none.
    package var shares: [Int?]
    /// How many of the first columns are names and no figures.
    package var names: Int

    package init(
      title: String, header: [String], rows: [[String]], shares: [Int?], names: Int
    ) {
      self.title = title
      self.header = header
      self.rows = rows
      self.shares = shares
      self.names = names
    }
  }

  package var title: String
  package var summary: String
  package var tables: [Table]

  package init(title: String, summary: String, tables: [Table]) {
    self.title = title
    self.summary = summary
    self.tables = tables
  }
}

/// The report as a page to read and to print: one file, without script and without anything from
/// elsewhere; where rows have shares, each is drawn as a bar beside its figure.
package func page(of report: ReportSheet) -> [UInt8] {
  sheet(
    title: report.title, heading: "Report", facts: htmlText(report.summary),
    sections: report.tables.enumerated().map(section).joined(separator: "\n"))
}

private func section(_ index: Int, _ table: ReportSheet.Table) -> String {
  let header = table.header.enumerated().map { column, text in
    "<th scope=\"col\"\(column < table.names ? "" : " class=\"figure\"")>\(htmlText(text))</th>"
  }
  let rows = zip(table.rows, table.shares).map { row, share in
    row.enumerated().map { column, text in
      if column == table.names - 1 { return "<th scope=\"row\">\(htmlText(text))</th>" }
      if column < table.names { return "<td>\(htmlText(text))</td>" }
      let drawn = column == row.count - 1 ? share.map { bar($0) + " " } ?? "" : ""
      return "<td class=\"figure\">\(drawn)\(htmlText(text))</td>"
    }.joined()
  }
  return """
    <section aria-labelledby="table\(index)">
    <h2 id="table\(index)">\(htmlText(table.title))</h2>
    <div class="wide" role="group" tabindex="0" aria-labelledby="table\(index)">
    <table class="report">
    <thead><tr>\(header.joined())</tr></thead>
    <tbody>
    \(rows.map { "<tr>\($0)</tr>" }.joined(separator: "\n"))
    </tbody>
    </table>
    </div>
    </section>
    """
}

/// A share as a bar beside its figure.
private func bar(_ share: Int) -> String {
  """
  <svg class="chart" aria-hidden="true" viewBox="0 0 100 12" width="100" height="12">\
  <rect class="track" x="0.5" y="0.5" width="99" height="11"/>\
  <rect class="bar" x="0.5" y="0.5" width="\(min(share, 1000) * 99 / 1000)" height="11"/></svg>
  """
}
