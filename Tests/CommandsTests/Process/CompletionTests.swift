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
