/// What changed between two plans, person by person, in words.
package struct ChangesSheet: Sendable {
  package struct Item: Sendable {
    package var session: String
    package var was: String
    package var now: String
    package var why: String

    package init(session: String, was: String, now: String, why: String) {
      self.session = session
      self.was = was
      self.now = now
      self.why = why
    }
  }

  package struct Party: Sendable {
    /// `Trainer T-VN-03 · Hanoi, Viet Nam`.
    package var heading: String
    /// The zone in which its times are told.
    package var zone: String
    package var items: [Item]

    package init(heading: String, zone: String, items: [Item]) {
      self.heading = heading
      self.zone = zone
      self.items = items
    }
  }

  /// The programme's title.
  package var title: String
  /// One or two sentences on the whole.
  package var summary: String
  package var parties: [Party]

  package init(title: String, summary: String, parties: [Party]) {
    self.title = title
    self.summary = summary
    self.parties = parties
  }
}

/// The changes as a page to read and to print: one file, without script and without anything from
/// elsewhere; a table a person.
package func page(of changes: ChangesSheet) -> [UInt8] {
  sheet(
    title: changes.title, heading: "What changed", facts: htmlText(changes.summary),
    sections: changes.parties.enumerated().map(section).joined(separator: "\n"))
}

private func section(_ index: Int, _ party: ChangesSheet.Party) -> String {
  let rows = party.items.map { item in
    """
    <tr><th scope="row"><span class="id">\(htmlText(item.session))</span></th>\
    <td><span class="more">was</span> \(htmlText(item.was))</td>\
    <td><span class="more">now</span> \(htmlText(item.now))</td>\
    <td>\(htmlText(item.why))</td></tr>
    """
  }
  return """
    <section aria-labelledby="party\(index)">
    <h2 id="party\(index)">\(htmlText(party.heading))</h2>
    <p>Times are local: \(htmlText(party.zone))</p>
    <table class="changes">
    <thead><tr><th scope="col">Session</th><th scope="col">Was</th><th scope="col">Now</th>\
    <th scope="col">Why</th></tr></thead>
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody>
    </table>
    </section>
    """
}
