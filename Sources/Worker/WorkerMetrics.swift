import Metrics

/// What the worker counts; the names are those of Prometheus.
enum WorkerMetrics {
  static let claims = Counter(label: "jadwal_jobs_claimed_total")
  static let rescued = Counter(label: "jadwal_jobs_rescued_total")
  static let scheduled = Counter(label: "jadwal_schedules_run_total")
  static let waits = Counter(label: "jadwal_database_waits_total")
  static let hints = Counter(label: "jadwal_hints_heard_total")
  static let running = Gauge(label: "jadwal_jobs_running")
  static let oldestSnapshot = Gauge(label: "jadwal_oldest_snapshot_seconds")
  static let hears = Gauge(label: "jadwal_hints_arrive")
  static let seconds = Timer(label: "jadwal_job_seconds")

  /// Jobs by how they ended: `completed`, `fenced`, `retryable`, `discarded`, `cancelled`, `given_back`.
  static func ended(as outcome: String) {
    Counter(label: "jadwal_jobs_ended_total", dimensions: [("outcome", outcome)]).increment()
  }

  /// So that they are there from the start, at zero.
  static func touch() {
    for counter in [claims, rescued, scheduled, waits, hints] { counter.increment(by: 0) }
    running.record(0)
    hears.record(0)
  }
}
