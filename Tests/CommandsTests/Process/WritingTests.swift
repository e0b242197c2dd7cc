import Foundation
import Testing

extension ExecutableTests {
  /// Where plans go, where they may not, and that they appear whole or not at all.
  @Suite struct Writing {
    private let quick = "--iterations 100"

    @Test func aPlanIsReplacedAsASetAndStrangersStay() async throws {
      let scratch = try Scratch("small")
      try await shell("$jadwal plan small --out p \(quick)", in: scratch)
      try scratch.write("mine", to: "p/notes.txt")
      try scratch.write("old", to: "p/alternative-1.csv")
      let result = try await shell("$jadwal plan small --out p \(quick)", in: scratch)
      #expect(result.status == 0)
      #expect(try scratch.names("p") == (planFiles + ["notes.txt"]).sorted())
      #expect(try scratch.text("p/notes.txt") == "mine")
      #expect(try scratch.names() == ["p", "small"])
    }

    @Test(arguments: ["p", "p/", "empty", "link", "./empty/../p", "small/plan", "empty/p"])
    func newAndEmptyFoldersAndLinksToThemAreTaken(_ out: String) async throws {
      let scratch = try Scratch("small")
      try await shell("mkdir empty aside && ln -s aside link", in: scratch)
      let result = try await shell("$jadwal plan small --out \(out) \(quick)", in: scratch)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(try scratch.names(out) == planFiles)
      if out == "link" { #expect(try scratch.names("aside") == planFiles) }
      #expect(try scratch.names().allSatisfy { !$0.hasPrefix(".") })
    }

    @Test(arguments: ["full", "small", ".", "full/notes.txt", "none/p", "dangling", "tofull"])
    func otherFoldersAre73BeforeTheSearch(_ out: String) async throws {
      let scratch = try Scratch("small")
      try scratch.write("mine", to: "full/notes.txt")
      try await shell("ln -s nowhere dangling; ln -s full tofull", in: scratch)
      let before = try await shell("ls -lRA .", in: scratch).output
      let result = try await shell("$jadwal plan small --out \(out)", in: scratch)
      #expect(result.status == 73 && result.output.isEmpty)
      #expect(result.errors.hasPrefix("\(out): "))
      #expect(try await shell("ls -lRA .", in: scratch).output == before)
    }

    /// Root may write everywhere, so it gives that up; where it cannot, there is nothing to try.
    @Test(arguments: ["locked/p", "locked/plan"])
    func aFolderOfSomebodyElseIs73BeforeTheSearch(_ out: String) async throws {
      let scratch = try Scratch("small")
      try scratch.write("{}", to: "locked/plan/plan.json")
      let result = try await shell(
        """
        chmod 555 locked
        if [ "$(id -u)" = 0 ]; then
          as='setpriv --reuid=65534 --regid=65534 --clear-groups'
          $as "$jadwal" --version > /dev/null 2>&1 || exit 99
        fi
        $as "$jadwal" plan small --seconds 600 --out \(out)
        """, in: scratch)
      try await shell("chmod 755 locked", in: scratch)
      guard result.status != 99 else { return }
      #expect(result.status == 73 && result.errors.contains("cannot be written: Permission denied"))
      #expect(try scratch.names("locked") == ["plan"])
    }

    @Test func aFolderThatOneStandsInIsToldOf() async throws {
      let scratch = try Scratch("small")
      let result = try await shell(
        "mkdir p && cd p && $jadwal plan ../small --out . \(quick)", in: scratch)
      #expect(result.status == 0 && result.errors.contains("cd ."))
      #expect(try scratch.names("p") == planFiles)
    }

    @Test func aFullDiskIs73AndTheEarlierPlanStands() async throws {
      let scratch = try Scratch("small")
      try await shell("$jadwal plan small --out p \(quick)", in: scratch)
      let before = try scratch.bytes("p/plan.json")
      // Files may not grow beyond 8 blocks: the page is larger.
      let result = try await shell(
        "ulimit -f 8; exec $jadwal plan small --out p --seed 2 \(quick)", in: scratch)
      #expect(result.status == 73 && !result.wasKilled && result.output.isEmpty)
      #expect(result.errors.contains("cannot be written"))
      #expect(try scratch.bytes("p/plan.json") == before)
      #expect(try scratch.names() == ["p", "small"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root mounts"))
    func aDiskWithoutRoomIs73AndKeepsNoHalfPlan() async throws {
      let scratch = try Scratch("small")
      let mount = try await shell("mkdir disk && mount -t tmpfs -o size=48k none disk", in: scratch)
      guard mount.status == 0 else { return }
      let result = try await shell("$jadwal plan small --out disk/p \(quick)", in: scratch)
      let names = try scratch.names("disk")
      let onto = try await shell("$jadwal plan small --out disk \(quick)", in: scratch)
      try await shell("umount disk", in: scratch)
      #expect(result.status == 73 && result.errors.contains("No space left"), "\(result.errors)")
      #expect(names.isEmpty)
      #expect(onto.status == 73 && onto.errors.contains("mount point"), "\(onto.errors)")
    }

    @Test func standardOutputWithoutRoomIs73() async throws {
      let scratch = try Scratch("small")
      for line in ["check small", "show small small/greedy.csv", "check small --json", "--help"] {
        let result = try await shell("$jadwal \(line) > /dev/full", in: scratch)
        #expect(result.status == 73 && result.errors.contains("standard output"), "\(line)")
      }
    }

    @Test func aReaderThatIsGoneDoesNotLoseThePlan() async throws {
      let scratch = try Scratch("small")
      let process = try JadwalProcess(
        ["plan", "small", "--out", "p", "--iterations", "100"], in: scratch)
      let (output, errors) = (Pipe(), Pipe())
      process.process.standardOutput = output
      process.process.standardError = errors
      try output.fileHandleForReading.close()
      try errors.fileHandleForReading.close()
      try process.start()
      let result = try await process.end()
      #expect(result.status == 0 && !result.wasKilled)
      #expect(try scratch.names("p") == planFiles)
    }

    @Test func closedStreamsGetNoPartInThePlan() async throws {
      let scratch = try Scratch("small")
      let result = try await shell(
        "exec $jadwal plan small --out p \(quick) <&- >&- 2>&-", in: scratch)
      #expect(result.status == 0)
      let verified = try await jadwal("verify", "small", "p", in: scratch)
      #expect(verified.status == 0)
    }

    @Test func initTakesNewAndEmptyFoldersOnly() async throws {
      let scratch = try Scratch("small")
      let before = try scratch.names("small")
      let refused = try await jadwal("init", "small", in: scratch)
      #expect(refused.status == 73 && refused.output.isEmpty)
      #expect(try scratch.names("small") == before)
      let file = try await jadwal("init", "small/cities.csv", in: scratch)
      #expect(file.status == 73)
      try await shell("mkdir empty", in: scratch)
      #expect(try await jadwal("init", "empty", in: scratch).status == 0)
      #expect(try await jadwal("check", "empty", in: scratch).status == 0)
    }
  }
}
