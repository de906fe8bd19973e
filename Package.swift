// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "muniment",
    products: [.executable(name: "muniment", targets: ["MunimentCommand"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CShippedSchemas"),
        .target(name: "CSQLiteSettings", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "Records", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "RecordXML", dependencies: ["Records", "CLibXML2", "CShippedSchemas"]),
        .target(name: "ContentStorage", dependencies: ["Records", "CLinux"]),
        .target(
            name: "Journaling",
            dependencies: ["Records", "ContentStorage", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(name: "Servicing", dependencies: ["Records"], exclude: ["README.md", "Collateral/README.md"]),
        .target(name: "Importing", dependencies: ["Records", "RecordXML"]),
        .target(
            name: "RegistryProjection",
            dependencies: [
                "CSQLiteSettings", "Records", "Servicing", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(name: "Presentation", dependencies: ["Records"]),
        .target(
            name: "MunimentArchive",
            dependencies: ["Records", "RecordXML", "Importing", "ContentStorage", "Journaling", "RegistryProjection"]
        ),
        .executableTarget(
            name: "MunimentCommand",
            dependencies: [
                "CLinux", "MunimentArchive", "Importing", "Presentation", "Servicing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(
            name: "MunimentTestSupport",
            dependencies: ["MunimentArchive", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Tests/MunimentTestSupport"
        ),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "MunimentTestSupport"]),
        .testTarget(name: "RecordXMLTests", dependencies: ["RecordXML", "MunimentTestSupport"]),
        .testTarget(name: "ContentStorageTests", dependencies: ["ContentStorage", "MunimentTestSupport"]),
        .testTarget(name: "JournalingTests", dependencies: ["Journaling", "MunimentTestSupport"]),
        .testTarget(name: "ImportingTests", dependencies: ["Importing", "MunimentTestSupport"]),
        .testTarget(name: "ServicingTests", dependencies: ["Servicing", "MunimentTestSupport"]),
        .testTarget(name: "RegistryProjectionTests", dependencies: ["RegistryProjection", "MunimentTestSupport"]),
        .testTarget(name: "PresentationTests", dependencies: ["Presentation", "MunimentTestSupport"]),
        .testTarget(name: "MunimentArchiveTests", dependencies: ["MunimentArchive", "MunimentTestSupport"]),
        .testTarget(
            name: "MunimentCommandTests", dependencies: ["MunimentCommand", "MunimentTestSupport"],
            exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)

// The fuzzers link with libFuzzer, which only `swift build --sanitize fuzzer` does: `scripts/fuzz` asks for them.
if Context.environment["MUNIMENT_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzzing",
            dependencies: ["RecordXML", "Journaling", .product(name: "Crypto", package: "swift-crypto")],
            path: "Tests/Fuzzing", exclude: ["Corpus", "own-rules.txt", "words.dict"],
            swiftSettings: [.enableExperimentalFeature("Extern")]))
}

// Prints what Servicing computes, for `scripts/check-arithmetic` to compare with other people's arithmetic.
if Context.environment["MUNIMENT_ARITHMETIC"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ArithmeticProbe", dependencies: ["Records", "Servicing"], path: "Tests/ArithmeticProbe"))
}

let inC = ["CLinux", "CShippedSchemas", "CSQLiteSettings"]
for target in package.targets where target.type != .system && !inC.contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
