import Foundation
import Store
import Synchronization

/// Solves each job in a child process, and survives whatever becomes of it.
package struct ChildSolver: Solver {
  private let command: [String]

  /// - Parameter command: the program and its arguments; nil for the `solve` of this very executable.
  package init(command: [String]? = nil) {
    self.command = command ?? [Self.ownPath, "solve"]
  }

  /// Stays the executable that runs, also where its file was replaced meanwhile.
  private static var ownPath: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }

  package func solve(
    _ task: SolveTask, control: SolveControl, progress: @escaping @Sendable (JobProgress) -> Void
  ) async -> Result<PlanDraft, SolveFailure> {
    await withCheckedContinuation { continuation in
      // Pipes are read and written by threads that may wait for as long as the search takes.
      Thread.detachNewThread {
        continuation.resume(returning: run(task, control, progress))
      }
    }
  }

  private func run(
    _ task: SolveTask, _ control: SolveControl, _ progress: (JobProgress) -> Void
  ) -> Result<PlanDraft, SolveFailure> {
    let seconds = Int(task.wallLimit.components.seconds)
    let child: ChildProcess
    do {
      // It limits itself before it reads anything.
      let cpuSeconds = (seconds + 1) * (task.request.threads + 1)
      child = try ChildProcess(
        command + ["--memory-bytes", String(task.memory), "--cpu-seconds", String(cpuSeconds)])
    } catch {
      return .failure(.failed("\(error)"))
    }
    let writer = FrameWriter(child.input)
    let isOverdue = Atomic<Bool>(false)
    let watchdog = DispatchSource.makeTimerSource()
    watchdog.schedule(deadline: .now() + .seconds(seconds))
    watchdog.setEventHandler {
      isOverdue.store(true, ordering: .relaxed)
      child.kill()
    }
    watchdog.resume()
    // On a thread of its own: a solver that does not read would hold up whoever wants it to stop.
    control.attach(
      stop: { Thread.detachNewThread { writer.send(Frame(.stop)) } }, kill: { child.kill() })
    Thread.detachNewThread { writer.send(task) }
    let errors = Tail(of: child.errors)
    let parts = Parts(from: child.output, progress)
    // What has told its plan has nothing more to say; what said anything else is not to go on.
    if parts.isComplete { control.detach() } else { child.kill() }
    writer.close()
    let end = child.wait()
    control.detach()
    watchdog.cancel()
    let told = errors.text
    if let refusal = parts.refusal { return .failure(.refused(refusal)) }
    if parts.isComplete, let draft = parts.draft { return .success(draft) }
    if control.wasKilled { return .failure(.killed) }
    if isOverdue.load(ordering: .relaxed) {
      return .failure(.failed("the solver did not end within \(seconds) seconds and was killed"))
    }
    let why =
      child.wasKilled && end?.contains("signal 9 ") == true
      ? "the solver said what is no plan" : end ?? "the solver ended without a plan"
    return .failure(.failed(told.isEmpty ? why : "\(why): \(told)"))
  }
}

/// Writes to a solver from several threads, until it is closed.
private final class FrameWriter: Sendable {
  private let descriptor: Mutex<Int32?>

  init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  func send(_ frame: Frame) {
    descriptor.withLock { descriptor in
      if let descriptor { _ = frame.write(to: descriptor) }
    }
  }

  func send(_ task: SolveTask) {
    guard let request = try? Frame(.request, json: task.request) else { return }
    send(request)
    for file in task.files { send(Frame(file)) }
    send(Frame(.begin))
  }

  func close() {
    descriptor.withLock { descriptor in
      if let descriptor { Foundation.close(descriptor) }
      descriptor = nil
    }
  }
}

/// What a solver has told, gathered until it is done.
private struct Parts {
  private(set) var isComplete = false
  private(set) var refusal: String?
  private var figures: PlanDraft.Figures?
  private var rows: [UInt8] = []
  private var planJSON: [UInt8] = []
  private var boundJSON: [UInt8] = []

  init(from descriptor: Int32, _ progress: (JobProgress) -> Void) {
    while !isComplete, refusal == nil, let frame = Frame.read(from: descriptor) {
      switch frame.kind {
      case .progress: frame.decoded(JobProgress.self).map(progress)
      case .figures: figures = frame.decoded(PlanDraft.Figures.self)
      case .rows where rows.count < Frame.largest: rows += frame.payload
      case .planJSON: planJSON = frame.payload
      case .boundJSON: boundJSON = frame.payload
      case .done: isComplete = figures != nil
      case .refusal: refusal = String(decoding: frame.payload.prefix(8000), as: UTF8.self)
      default: return
      }
    }
  }

  var draft: PlanDraft? {
    figures.map { PlanDraft(figures: $0, rows: rows, planJSON: planJSON, boundJSON: boundJSON) }
  }
}

/// The last words of a process on its standard error.
private final class Tail: Sendable {
  private let kept = Mutex<[UInt8]>([])
  private let ended = DispatchSemaphore(value: 0)

  init(of descriptor: Int32) {
    Thread.detachNewThread { [self] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        kept.withLock { $0 = Array(($0 + buffer[..<count]).suffix(2000)) }
      }
      ended.signal()
    }
  }

  /// To be asked once, when the process is gone.
  var text: String {
    // Something that it left behind may still hold the other end.
    _ = ended.wait(timeout: .now() + 1)
    let text = kept.withLock { String(decoding: $0, as: UTF8.self) }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
    ).trimmingCharacters(in: .whitespaces)
  }
}
