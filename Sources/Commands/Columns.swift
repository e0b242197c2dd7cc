/// Rows in columns; those of `leading` begin at the left, the others end at the right.
func aligned(_ rows: [[String]], leading: Set<Int>) -> [String] {
  guard let first = rows.first else { return [] }
  let widths = first.indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      let blanks = String(repeating: " ", count: max(0, widths[column] - displayWidth(cell)))
      return leading.contains(column) ? cell + blanks : blanks + cell
    }
    let line = cells.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// The same with a first row of headings; where a row is wider than `width`, each becomes a paragraph
/// of its own with a heading before every cell that is not empty.
func table(_ rows: [[String]], leading: Set<Int>, width: Int?) -> [String] {
  let lines = aligned(rows, leading: leading)
  guard let width, let header = rows.first, lines.contains(where: { displayWidth($0) > width })
  else { return lines }
  let names = header.indices.filter { $0 <= leading.min() ?? 0 }
  return rows.dropFirst().flatMap { row in
    let name = names.map { row[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
    let cells = header.indices.filter { !names.contains($0) && !row[$0].isEmpty }.map {
      "\(header[$0]) \(row[$0])".replacing(" ", with: unbroken)
    }
    let margin = name.prefix { $0 == " " }.count
    return folded(
      name.trimmingPrefix { $0 == " " }.description, to: width, indents: margin, margin + 2)
      + folded(cells.joined(separator: ", "), to: width, indents: margin + 2, margin + 2)
  }
}

/// Lines that are wider than the terminal, folded behind their own margins.
func fitted(_ lines: [String]) -> [String] {
  lines.flatMap { line in
    let margin = line.prefix { $0 == " " }.count
    return folded(
      String(line.dropFirst(margin)), to: Output.foldingWidth, indents: margin, margin + 2)
  }
}
