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
