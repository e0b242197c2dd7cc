@main struct Jadwal { static func main() {} }
