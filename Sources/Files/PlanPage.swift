import Crypto
import Foundation
import Training

/// One page that shows a plan and opens from disk: no network, no other file, no script but its own.
///
/// A content security policy names the page's style and script by their digests, so that nothing
/// that a dataset holds can run. Figures, cost and equity are plain HTML; the calendar and the list
/// of unplaced sessions are built by the page's script from the data that it carries.
package func planPage(_ plan: Plan, summary: PlanSummary) -> [UInt8] {
  let style = PackageResources.page_css
  let script =
    PackageResources.model_js + PackageResources.picker_js + PackageResources.calendar_js
    + PackageResources.unplaced_js + PackageResources.page_js
  let figures = PlanPageFigures(plan: plan, summary: summary)
  return filled(
    PackageResources.page_html,
    with: [
      "policy": Array(policy(style: style, script: script).utf8),
      "title": Array(htmlText(plan.programme.settings.title).utf8),
      "style": style,
      "script": script,
      "masthead": Array(figures.masthead.utf8),
      "unplaced": Array(figures.unplaced.utf8),
      "shortages": Array(figures.shortages.utf8),
      "cost": Array(figures.cost.utf8),
      "equity": Array(figures.equity.utf8),
      "making": Array(figures.making.utf8),
      "data": planPageData(plan, summary: summary),
    ])
}

private func policy(style: [UInt8], script: [UInt8]) -> String {
  "default-src 'none'; script-src \(policyDigest(script)); style-src \(policyDigest(style)); "
    + "base-uri 'none'; form-action 'none'"
}

/// A style or script as a content security policy names it.
func policyDigest(_ bytes: [UInt8]) -> String {
  "'sha256-" + Data(SHA256.hash(data: bytes)).base64EncodedString() + "'"
}

/// The template with each `{{name}}` replaced; what is put in is not searched again.
func filled(_ template: [UInt8], with parts: [String: [UInt8]]) -> [UInt8] {
  var page: [UInt8] = []
  page.reserveCapacity(template.count + parts.values.reduce(0) { $0 + $1.count })
  var rest = template[...]
  let open = Array("{{".utf8)
  let close = Array("}}".utf8)
  while let opening = rest.firstRange(of: open),
    let closing = rest[opening.upperBound...].firstRange(of: close)
  {
    let name = String(decoding: rest[opening.upperBound..<closing.lowerBound], as: UTF8.self)
    guard let part = parts[name] else { preconditionFailure("the page has no part \(name)") }
    page += rest[..<opening.lowerBound]
    page += part
    rest = rest[closing.upperBound...]
  }
  return page + rest
}
