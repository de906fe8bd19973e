import Foundation
import Journaling
import Testing

/// The journal, read and proved by the Go project's packages: software that shares nothing with ours.
@Suite struct IndependentVerificationTests {
    private static let packages = "/usr/share/gocode"

    private static let go = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/go" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private static var isPossible: Bool {
        go != nil && FileManager.default.fileExists(atPath: packages + "/src/golang.org/x/mod/sumdb/tlog")
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(go))
        process.arguments = ["run", packageRoot + "/Tests/Independent/verify_journal.go"] + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["GO111MODULE": "off", "GOPATH": packages]) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test(.enabled(if: isPossible, "needs golang-go and golang-golang-x-mod-dev"))
    func `software that none of us wrote verifies the journal, and finds what was altered`() throws {
        let test = try TestJournal(groups: [1, 99])
        let archive = test.folder + "-archive"
        try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: archive + "/journal", withDestinationPath: test.folder)
        defer { try? FileManager.default.removeItem(atPath: archive) }
        let older = archive + "/older-checkpoint"
        try FileManager.default.copyItem(atPath: test.folder + "/checkpoint", toPath: older)
        for group in [156, 300, 44] { try test.file(group) }

        let key = test.key.verifierKey.text
        let whole = try Self.run(["-key", key, archive, "-since", older])
        #expect(whole.status == 0, "\(whole.output)")
        #expect(whole.output.contains("inclusion: 600 of 600 entries proved"))
        #expect(whole.output.contains("the first 100 entries are those of the older checkpoint"))

        let stranger = try SigningKey(generatingFor: test.key.verifierKey.name).verifierKey.text
        #expect(try Self.run(["-key", stranger, archive]).status == 1)

        for name in ["tile/entries/001", "tile/0/000", "tile/1/000.p/2"] {
            let bytes = try #require(test.read(name))
            var altered = bytes
            altered[bytes.count / 2] ^= 1
            try test.write(altered, to: "journal/" + name)
            #expect(try Self.run(["-key", key, archive]).status == 1, "\(name)")
            try test.write(bytes, to: "journal/" + name)
        }
    }
}
