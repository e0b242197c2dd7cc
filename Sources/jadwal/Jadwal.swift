import Commands
import Foundation

/// The command that a coordinator runs.
@main
struct Jadwal {
  static func main() { exit(JadwalCommand.launch()) }
}
