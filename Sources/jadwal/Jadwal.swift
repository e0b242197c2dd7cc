import Commands

/// The command that a coordinator runs.
@main
struct Jadwal {
  static func main() async { await JadwalCommand.main() }
}
