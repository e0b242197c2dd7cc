@main struct JadwalBench { static func main() {} }
