import Metrics
import Synchronization

/// Keeps what is counted in this process, and tells it in the text form of Prometheus (its
/// documentation, "Exposition formats").
package final class PrometheusMetrics: MetricsFactory {
  fileprivate enum Kind: String, Sendable { case counter, gauge, summary }

  fileprivate struct Family: Sendable {
    var kind: Kind
    /// By the labels as they are written.
    var series: [String: Series] = [:]
  }

  fileprivate struct Series: Sendable {
    var value = 0.0
    var count = 0
  }

  private let families = Mutex<[String: Family]>([:])

  package init() {}

  /// One line a series, by name.
  package var text: String {
    let families = families.withLock { $0 }
    return families.sorted { $0.key < $1.key }.map { name, family in
      let lines = family.series.sorted { $0.key < $1.key }.map { labels, series in
        guard family.kind == .summary else { return "\(name)\(labels) \(told(series.value))\n" }
        return
          "\(name)_sum\(labels) \(told(series.value))\n\(name)_count\(labels) \(series.count)\n"
      }
      return "# TYPE \(name) \(family.kind.rawValue)\n" + lines.joined()
    }.joined()
  }

  private func told(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  fileprivate func change(
    _ name: String, _ labels: String, _ kind: Kind, _ body: (inout Series) -> Void
  ) {
    families.withLock {
      body(&$0[name, default: Family(kind: kind)].series[labels, default: Series()])
    }
  }

  private func handler(
    _ label: String, _ dimensions: [(String, String)], _ kind: Kind
  ) -> Handler {
    let pairs = dimensions.map { key, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n")
      return "\(key)=\"\(escaped)\""
    }
    return Handler(
      self, label, pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}", kind)
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> CounterHandler {
    handler(label, dimensions, .counter)
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> RecorderHandler {
    handler(label, dimensions, aggregate ? .summary : .gauge)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> TimerHandler {
    handler(label, dimensions, .summary)
  }

  package func destroyCounter(_ handler: CounterHandler) {}
  package func destroyRecorder(_ handler: RecorderHandler) {}
  package func destroyTimer(_ handler: TimerHandler) {}

  fileprivate final class Handler: CounterHandler, RecorderHandler, TimerHandler {
    private let metrics: PrometheusMetrics
    private let name: String
    private let labels: String
    private let kind: Kind

    init(_ metrics: PrometheusMetrics, _ name: String, _ labels: String, _ kind: Kind) {
      self.metrics = metrics
      self.name = name
      self.labels = labels
      self.kind = kind
    }

    func increment(by amount: Int64) {
      metrics.change(name, labels, kind) { $0.value += Double(amount) }
    }

    func reset() { metrics.change(name, labels, kind) { $0.value = 0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
      metrics.change(name, labels, kind) { series in
        series.value = kind == .gauge ? value : series.value + value
        series.count += 1
      }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  }
}
