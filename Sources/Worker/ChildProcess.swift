import Foundation
import Synchronization

/// A process of ours that reads from us and writes to us, and knows nothing else of us: no other
/// file, and of the environment only what says where libraries and zones are, and what they should log.
final class ChildProcess: Sendable {
  let identifier: pid_t
  /// Where to write what it reads, and where to read what it writes.
  let input: Int32
  let output: Int32
  let errors: Int32

  private struct State {
    var wasKilled = false
    var isBuried = false
  }

  private let state = Mutex(State())

  struct Refusal: Error, CustomStringConvertible {
    var description: String
  }

  private static let starting = NSLock()
  private static let kept = [
    "PATH", "TZ", "TZDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "LIBDISPATCH_LOG", "HOME", "TMPDIR",
  ]

  init(_ command: [String]) throws(Refusal) {
    // What is open between a pipe and its mark would be open in a process started meanwhile.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    let pipes = try Self.pipes(3)
    let theirs = [pipes[0].read, pipes[1].write, pipes[2].write]
    let ours = [pipes[0].write, pipes[1].read, pipes[2].read]
    defer { for descriptor in theirs { close(descriptor) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in theirs.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    // Ours are closed by their marks; this is for those that somebody else has left to us.
    for descriptor in Self.inherited() { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that what a terminal sends to ours does not reach it, and all signals
    // as they were: some of ours are blocked or ignored.
    var all = sigset_t()
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    let environment = ProcessInfo.processInfo.environment.filter { Self.kept.contains($0.key) }
      .map { "\($0)=\($1)" }.sorted()
    var identifier = pid_t()
    let code = Self.withStrings(command) { arguments in
      Self.withStrings(environment) { variables in
        posix_spawn(&identifier, command[0], &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else {
      for descriptor in ours { close(descriptor) }
      throw Refusal(description: "the solver cannot be started: \(String(cString: strerror(code)))")
    }
    self.identifier = identifier
    (input, output, errors) = (ours[0], ours[1], ours[2])
  }

  deinit {
    close(output)
    close(errors)
  }

  /// Ends it and whatever it has started; nothing where it has ended, for then its number may be
  /// another's.
  func kill() {
    state.withLock { state in
      guard !state.isBuried else { return }
      state.wasKilled = true
      Foundation.kill(-identifier, SIGKILL)
    }
  }

  var wasKilled: Bool { state.withLock { $0.wasKilled } }

  /// Waits for its end; what that was, for people; nil where all went well.
  func wait() -> String? {
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 {
      guard errno == EINTR else { break }
    }
    let status = state.withLock { state in
      // Whatever it has started and left behind.
      Foundation.kill(-identifier, SIGKILL)
      var status: Int32 = 0
      state.isBuried = waitpid(identifier, &status, 0) == identifier
      return state.isBuried ? status : nil
    }
    guard let status else { return "the solver is gone" }
    if status & 0x7F == 0 {
      let code = (status >> 8) & 0xFF
      return code == 0 ? nil : "the solver ended with status \(code)"
    }
    let signal = status & 0x7F
    return "the solver was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
  }

  /// All that is open beyond the three that every process has; those that close meanwhile do no harm.
  private static func inherited() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let open = names.compactMap { Int32($0) }.filter { $0 > 2 }
    return open.isEmpty ? Array(3..<1024) : open
  }

  /// Closed in whatever another thread starts meanwhile.
  private static func pipes(_ count: Int) throws(Refusal) -> [(read: Int32, write: Int32)] {
    var made: [(read: Int32, write: Int32)] = []
    for _ in 0..<count {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else {
        for pair in made {
          close(pair.read)
          close(pair.write)
        }
        throw Refusal(description: "there is no pipe left: \(String(cString: strerror(errno)))")
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      made.append((ends[0], ends[1]))
    }
    return made
  }

  private static func withStrings<T>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
  ) -> T {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
