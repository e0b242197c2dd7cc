/// A sheet to read and to print: one file, without script and without anything from elsewhere.
///
/// - Parameters:
///   - facts: a line under the heading, as HTML.
///   - sections: the body, as HTML.
func sheet(
  title: String, heading: String, facts: String, sections: String, unplaced: String = ""
) -> [UInt8] {
  let style = PackageResources.handout_css
  func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
  return filled(
    PackageResources.handout_html,
    with: [
      "policy": bytes(
        "default-src 'none'; style-src \(policyDigest(style)); base-uri 'none'; form-action 'none'"),
      "title": bytes(htmlText(title)),
      "recipient": bytes(htmlText(heading)),
      "style": style,
      "facts": bytes(facts),
      "sessions": bytes(sections),
      "unplaced": bytes(unplaced),
    ])
}
