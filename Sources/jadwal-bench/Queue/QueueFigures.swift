import Foundation

/// What was measured of the queue and its workers; the parts that were asked for.
struct QueueFigures: Codable, Sendable {
  /// Claims that were finished, a second, each committed to the disk.
  struct Cycle: Codable, Sendable {
    var clients: Int
    var ours: Double
    var pgbench: Double

    var text: String {
      String(
        format:
          "cycle, %ld clients, durable: %.0f a second, pgbench %.0f, ratio %.2f (at least 0.90)",
        clients, ours, pgbench, ours / pgbench)
    }
  }

  /// Milliseconds from a hint to the claim.
  struct Hint: Codable, Sendable {
    var times: Int
    var p50: Double
    var p99: Double

    var text: String {
      String(
        format: "hint to claim: p50 %.2f ms (at most 5), p99 %.2f ms, %ld times", p50, p99, times)
    }
  }

  /// Kilobytes of the process, after a tenth of the claims and after all.
  struct Memory: Codable, Sendable {
    var claims: Int
    var early: Int
    var late: Int

    var text: String {
      String(
        format:
          "memory over %ld claims: %ld kB after a tenth, %ld kB at the end, %+ld kB (within 1024)",
        claims, early, late, late - early)
    }
  }

  /// What a minute costs in which there is nothing to do.
  struct Idle: Codable, Sendable {
    var transactions: Double
    var cpuSeconds: Double
    var resident: Int

    var text: String {
      String(
        format:
          "idle worker: %.0f transactions a minute, %.3f CPU seconds a minute, %ld kB resident",
        transactions, cpuSeconds, resident)
    }
  }

  /// Jobs a second before something went wrong and after it.
  struct Upset: Codable, Sendable {
    var name: String
    var before: Double
    var after: Double
    /// After ÷ before, each taken beside a calm queue in the same minutes.
    var kept: Double
    var lost: Int
    var twice: Int

    var text: String {
      String(
        format:
          "chaos, %@: %.1f jobs a second before, %.1f after, %.0f %% beside a calm queue (at least 98), lost %ld, applied twice %ld",
        name, before, after, 100 * kept, lost, twice)
    }
  }

  /// One weekly allocation.
  struct Weekly: Codable, Sendable {
    var name: String
    var seconds: Double
    var changed: Int
    var moved: Int
    var reassigned: Int
    var relocated: Int
    var cost: Int
    var unplaced: Int
    var state: String

    var text: String {
      String(
        format:
          "weekly, %@: %.1f s; %ld sessions changed, %ld moved, %ld with another lead, %ld in another venue; cost %ld, %ld unplaced; %@",
        name, seconds, changed, moved, reassigned, relocated, cost, unplaced, state)
    }
  }

  var cycle: Cycle?
  var hint: Hint?
  var memory: Memory?
  var idle: Idle?
  var chaos: [Upset]?
  var weekly: [Weekly]?
}
