import Faults
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Worker

extension WorkedTests {
  /// Workers on several hosts (F9): one is cut off and comes back; every plan is the one that an
  /// undisturbed run makes of the same seed, and what comes late is refused.
  @Suite struct ScaleOut {
    static let count = KillPoints.isLong ? 300 : 60

    /// A host as far as the network goes: a namespace with an address of its own on a bridge.
    private final class Network {
      let bridge: String
      let mark = String(UInt32.random(in: 0..<0xFFFF), radix: 16)
      let hosts = 3

      init() throws {
        bridge = "jb\(mark)"
        var lines = [
          "ip link add \(bridge) type bridge", "ip addr add 10.83.7.1/24 dev \(bridge)",
          "ip link set \(bridge) up",
        ]
        for host in 1...hosts {
          lines += [
            "ip netns add j\(mark)\(host)",
            "ip link add v\(mark)\(host) type veth peer name eth0 netns j\(mark)\(host)",
            "ip link set v\(mark)\(host) master \(bridge) up",
            "ip -n j\(mark)\(host) addr add 10.83.7.\(host + 1)/24 dev eth0",
            "ip -n j\(mark)\(host) link set eth0 up", "ip -n j\(mark)\(host) link set lo up",
          ]
        }
        do {
          try shellOutput(lines.joined(separator: " && "))
        } catch {
          remove()
          throw error
        }
      }

      func remove() {
        for host in 1...hosts {
          _ = try? shellOutput("ip netns del j\(mark)\(host); ip link del v\(mark)\(host) || :")
        }
        _ = try? shellOutput("ip link del \(bridge)")
      }

      /// What a program is started with that is to run on a host.
      func prefix(_ host: Int) -> [String] { ["/usr/sbin/ip", "netns", "exec", "j\(mark)\(host)"] }

      func cut(_ host: Int) throws { try shellOutput("ip link set v\(mark)\(host) down") }
      func mend(_ host: Int) throws { try shellOutput("ip link set v\(mark)\(host) up") }
    }

    static let canSplit: Bool =
      (try? shellOutput("[ $(id -u) = 0 ] && ip netns add jprobe && ip netns del jprobe")) != nil

    /// By seed, what each plan assigns.
    private func plans(_ test: TestDatabase) throws -> [String: String] {
      try Dictionary(
        uniqueKeysWithValues: test.connection().run(
          """
          SELECT j.args ->> 'seed', encode(sha256(convert_to(string_agg(
            concat_ws('|', a.session, a.starts_at, a.lead, a.assistants, a.venue), E'\\n'
            ORDER BY a.session), 'UTF8')), 'hex')
          FROM jadwal.job j JOIN jadwal.plan_version v USING (domain_id, job_id)
          JOIN jadwal.assignment a ON (a.domain_id, a.programme_id, a.version)
            = (v.domain_id, v.programme_id, v.version)
          GROUP BY j.domain_id, j.job_id
          """
        ).map { try ($0[0], $0[1]) })
    }

    private func undisturbed() async throws -> [String: String] {
      let office = try WorkerOffice()
      let worker = try RunningWorker(office.test.url(as: office.worker))
      try office.ask(Self.count, JobArguments(iterations: 3000, threads: 1))
      try await office.waitUntilDone(Self.count)
      worker.send(SIGTERM)
      #expect(try await worker.end() == 0)
      return try plans(office.test)
    }

    @Test(.enabled(if: canSplit, "no network namespaces here: the next test stands in for it"))
    func threeHostsOfWhichOneIsCutOff() async throws {
      let network = try Network()
      defer { network.remove() }
      let server = try KillableServer("listen_addresses = '10.83.7.1'")
      try shellOutput("echo 'host all all 10.83.7.0/24 trust' >> \(server.folder)/data/pg_hba.conf")
      let office = try WorkerOffice(on: server.url)
      try office.test.connection().run("SELECT pg_reload_conf()")
      let url = office.test.url(as: office.worker)
        .replacing("host=\(server.folder)", with: "host=10.83.7.1")
      let workers = try (1...3).map { host in
        try RunningWorker(
          url, ["--allow-insecure-database", "--lease-seconds", "2"], through: network.prefix(host))
      }
      for worker in workers { try await worker.line("Hints arrive") }
      try await disturb(
        office, cut: { try network.cut(2) }, mend: { try network.mend(2) }, workers)
    }

    @Test func threeWorkersOfWhichOneIsCutOff() async throws {
      let office = try WorkerOffice()
      let url = office.test.url(as: office.worker)
      let proxies = try (0..<3).map { _ in try FaultProxy(to: url) }
      defer { for proxy in proxies { proxy.stop() } }
      let workers = try proxies.map { try RunningWorker($0.url(url), ["--lease-seconds", "2"]) }
      for worker in workers { try await worker.line("Hints arrive") }
      try await disturb(
        office, cut: { proxies[1].silence(true) }, mend: { proxies[1].silence(false) }, workers)
    }

    /// The second worker has a job when it is cut off; another does that, and what the second has made
    /// of it is refused when it comes back.
    private func disturb(
      _ office: WorkerOffice, cut: () throws -> Void, mend: () throws -> Void,
      _ workers: [RunningWorker]
    ) async throws {
      let started = ContinuousClock.now
      let expected = try await undisturbed()
      try office.ask(Self.count, JobArguments(iterations: 3000, threads: 1))
      let late = try await cutOff(office, cut: cut, mend: mend, workers[1])
      try await office.wait("the others have done all, its job too", atMost: .seconds(300)) {
        try office.states()["completed"] == Self.count
      }
      let before = workers[1].completed
      try mend()
      try await workers[1].line("fenced", where: { $0.job == late })
      // It finds its way back, and takes jobs again.
      var asked = Self.count
      try await office.wait("it works again", atMost: .seconds(120)) {
        if try office.states()["completed"] == asked {
          asked += 1
          try office.ask(
            1, JobArguments(iterations: 3000, seed: UInt64(1_000_000 + asked), threads: 1))
        }
        return workers[1].completed > before
      }
      try await office.waitUntilDone(asked)
      for worker in workers { worker.send(SIGTERM) }
      for worker in workers { #expect(try await worker.end() == 0, "\(worker.text)") }
      let found = try plans(office.test)
      for (seed, hash) in expected { #expect(found[seed] == hash, "seed \(seed)") }
      #expect(expected.count == Self.count)
      try office.checkInvariants(completed: asked)
      print(
        "\(Self.count) jobs on three hosts, done by them \(workers.map(\.completed)), "
          + "twice in \(started.duration(to: .now).seconds.formatted()) s")
    }

    /// Cuts a worker off while it has a job that is not stored yet; which, when another has taken it.
    private func cutOff(
      _ office: WorkerOffice, cut: () throws -> Void, mend: () throws -> Void,
      _ worker: RunningWorker
    ) async throws -> Int {
      let owner = try office.test.connection()
      while true {
        var held: Int?
        try await office.wait("it has a job") {
          held = try owner.first(
            """
            SELECT job_id FROM jadwal.job WHERE state = 'running'
              AND locked_by LIKE \("%:\(worker.identifier):%")
            """
          ).map { try $0[0] }
          return held != nil
        }
        guard let held else { continue }
        try cut()
        var found = try office.job(held)
        try await office.wait("it is stored already, or taken over") {
          found = try office.job(held)
          return found.state == "completed" || found.attempt > 1
        }
        if found.attempt > 1 { return held }
        try mend()
      }
    }
  }
}
