// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "jadwal",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "jadwal", targets: ["jadwal"]),
    .executable(name: "jadwal-bench", targets: ["jadwal-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Activities get a time option and resources for their roles; knows no trainer, no date, no file.
    .target(name: "Engine"),
    // Programme, cohorts, trainers, venues, sessions, plans, local time: values of the domain.
    .target(name: "Training"),
    // Every rule of the contract; programme to problem, solution to plan, plan to explanation.
    .target(
      name: "Planning",
      dependencies: ["Engine", "Training"]),
    // The C library that inflates what a zip holds.
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Reads a dataset folder or zip, finds its faults, writes a plan folder.
    .target(
      name: "Files",
      dependencies: [
        "CZlib", "Training", "Yams",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Page"), .embedInCode("Schema")]),
    // The C library that talks to PostgreSQL.
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    // A small face for it: connections, bound parameters, transactions, COPY; knows no training.
    .target(name: "Postgres", dependencies: ["CPostgres"]),
    // Datasets and plans as versions in tables that nobody can double-book; who may see them.
    .target(
      name: "Store",
      dependencies: [
        "Postgres", "Training",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      resources: [.embedInCode("sql")]),
    // Takes a job, has it solved in a child process, keeps the lease alive, stops cleanly.
    .target(
      name: "Worker",
      dependencies: [
        "Postgres", "Store",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    // The board: stored plans to look at, approve and follow in a browser, and the same as an API.
    .target(
      name: "Web",
      dependencies: [
        "Files", "Postgres", "Store", "Training", "Yams",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Page")]),
    // The command line as a library.
    .target(
      name: "Commands",
      dependencies: [
        "Files", "Planning", "Postgres", "Store", "Training", "Web", "Worker",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Journeys"],
      resources: [.embedInCode("Example")]),
    // The command a coordinator runs.
    .executableTarget(name: "jadwal", dependencies: ["Commands"]),
    // Other worlds on the same engine, and datasets drawn at random to measure with.
    .target(name: "Benchmarks", dependencies: ["Engine"], exclude: ["README.md"]),
    // The inner loop of course timetabling in C, to see what the hardware allows.
    .target(
      name: "CKernel", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    // Servers that may be killed and networks that fail, for tests and measurements.
    .target(name: "Faults"),
    // The command a developer measures with.
    .executableTarget(
      name: "jadwal-bench",
      dependencies: [
        "Benchmarks", "CKernel", "Engine", "Faults", "Files", "Planning", "Postgres", "Store",
        "Training", "Worker",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ]),

    // Builders with defaults, and tiny datasets.
    .target(
      name: "TestSupport",
      dependencies: ["Engine", "Faults", "Files", "Planning", "Postgres", "Store", "Training"],
      path: "Tests/TestSupport"),
    .testTarget(name: "EngineTests", dependencies: ["Engine", "TestSupport"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training", "TestSupport"]),
    .testTarget(
      name: "PlanningTests",
      dependencies: ["Engine", "Files", "Planning", "TestSupport", "Training", "jadwal-bench"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "PostgresTests", dependencies: ["Faults", "Postgres", "TestSupport"]),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Faults", "Files", "Planning", "Postgres", "Store", "TestSupport", "Training",
      ],
      exclude: ["mutations.sql"]),
    .testTarget(
      name: "WorkerTests",
      dependencies: [
        "Commands", "Faults", "Files", "Planning", "Postgres", "Store", "TestSupport", "Training",
        "Worker", "jadwal",
      ]),
    .testTarget(name: "WebTests", dependencies: ["Store", "TestSupport", "Training", "Web"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Faults", "Postgres", "Store", "TestSupport", "jadwal", "jadwal-bench",
      ]),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: ["Benchmarks", "Engine", "Files", "Planning", "TestSupport", "jadwal-bench"]),
  ],
  swiftLanguageModes: [.v6]
)

// A warning in a target of ours is an error; dependencies keep theirs.
for target in package.targets where target.type != .system {
  target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
}
