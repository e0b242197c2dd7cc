import Foundation
import Testing

extension ExecutableTests {
  /// Completions are made from the commands themselves.
  @Suite struct Completions {
    @Test(arguments: ["bash", "zsh", "fish"])
    func nameEveryCommandThatHelpNames(shell name: String) async throws {
      let scratch = try Scratch()
      let script = try await jadwal("--generate-completion-script", name, in: scratch)
      #expect(script.status == 0 && script.errors.isEmpty)
      let help = try await jadwal("--help", in: scratch).output
      let listed = try #require(help.range(of: "SUBCOMMANDS:"))
      let names = help[listed.upperBound...].matches(of: /\n  ([a-z-]+)/).map { String($0.1) }
      #expect(names.contains("plan") && names.contains("doctor"))
      for command in names { #expect(script.output.contains(command), "\(command)") }
    }

    /// What `--help` of every command names, down to its subcommands.
    @Test(arguments: ["bash", "zsh", "fish"])
    func nameEveryFlagThatHelpNames(shell name: String) async throws {
      let scratch = try Scratch()
      let script = try await jadwal("--generate-completion-script", name, in: scratch).output
      var waiting: [[String]] = [[]]
      var flags = 0
      while let command = waiting.popLast() {
        let process = try JadwalProcess(command + ["--help"], in: scratch)
        try process.start()
        let help = try await process.end().output
        let options = help.range(of: "\nOPTIONS:").map { help[$0.upperBound...] } ?? ""
        for flag in options.matches(of: /\n  (?:-[a-z], )?--([a-z-]+)/) {
          // fish names a long option by `-l` and without its dashes.
          let told = name == "fish" ? "-l '\(flag.1)'" : "--\(flag.1)"
          #expect(
            script.contains(told) || script.contains("-l \(flag.1)"), "\(command) \(flag.1)")
          flags += 1
        }
        guard let listed = help.range(of: "SUBCOMMANDS:") else { continue }
        for word in help[listed.upperBound...].matches(of: /\n  ([a-z-]+)/) {
          #expect(script.contains(String(word.1)), "\(command) \(word.1)")
          waiting.append(command + [String(word.1)])
        }
      }
      #expect(flags > 100)
    }

    /// Whether a shell of that name is on this machine.
    private static func isThere(_ shell: String) -> Bool {
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)")
      }
    }

    @Test(.enabled(if: isThere("bash"), "bash is not installed"))
    func areReadByBash() async throws { try await expectRead(by: "bash") }

    @Test(.enabled(if: isThere("zsh"), "zsh is not installed"))
    func areReadByZsh() async throws { try await expectRead(by: "zsh") }

    @Test(.enabled(if: isThere("fish"), "fish is not installed"))
    func areReadByFish() async throws { try await expectRead(by: "fish") }

    private func expectRead(by name: String) async throws {
      let scratch = try Scratch()
      let result = try await shell(
        "\"$jadwal\" --generate-completion-script \(name) > script && \(name) -n script",
        in: scratch)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    }

    @Test(arguments: [
      ("jadwal pl", ["plan", "plans"]), ("jadwal plan --iter", ["--iterations"]),
      ("jadwal plans pub", ["publish"]), ("jadwal show --tr", ["--trainer"]),
    ])
    func areOfferedByBash(line: String, offered: [String]) async throws {
      let scratch = try Scratch()
      let result = try await shell(
        """
        bash -c '
          PATH="$(dirname "$jadwal"):$PATH"
          . <("$jadwal" --generate-completion-script bash)
          COMP_LINE="\(line)" COMP_POINT=${#COMP_LINE} COMP_TYPE=9 COMP_KEY=9
          COMP_POINT=${#COMP_LINE}
          read -ra COMP_WORDS <<<"$COMP_LINE"
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          "$(complete -p jadwal | sed "s/.*-F \\([^ ]*\\).*/\\1/")"  \
            jadwal "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
          printf "%s\\n" "${COMPREPLY[@]}"'
        """, in: scratch)
      let words = result.output.split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(words.sorted() == offered, "\(result.output)\(result.errors)")
    }
  }
}
