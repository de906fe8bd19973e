import Foundation
import RecordXML
import Records

/// Compares our verdicts with those of xmllint, which shares libxml2 but none of our guards, limits and rules.
///
/// A document that we accept must be valid to xmllint. One that we reject and xmllint accepts must have been rejected by
/// rules of our own alone, which `own-rules.txt` lists.
enum Agreement {
    private struct Verdict {
        var bytes: [UInt8]
        var rules: [String]
    }

    nonisolated(unsafe) private static var batch: [Verdict] = []
    nonisolated(unsafe) private static var batchBytes = 0
    /// Starting xmllint for each kind takes as long as some hundred documents.
    private static let batchSize = 2000
    private static let byteLimit = 64 << 20

    static func note(_ bytes: [UInt8], rules: [String]) {
        batch.append(Verdict(bytes: bytes, rules: rules))
        batchBytes += bytes.count
        if batch.count == batchSize || batchBytes > byteLimit { judgeBatch() }
    }

    static func judgeBatch() {
        guard !batch.isEmpty else { return }
        do {
            let accepted = try placesOfValid(batch.map(\.bytes))
            for (place, verdict) in batch.enumerated() {
                let isAccepted = accepted.contains(place)
                let isOurs = !verdict.rules.isEmpty && verdict.rules.allSatisfy { ownRules[$0] != nil }
                if verdict.rules.isEmpty == isAccepted || isAccepted && isOurs { continue }
                let file = "\(environment("MUNIMENT_FUZZ_FAILURES") ?? ".")/agreement-\(verdict.bytes.hashValue).xml"
                try Data(verdict.bytes).write(to: URL(filePath: file))
                fail("xmllint \(isAccepted ? "accepts" : "rejects") \(file), we say \(verdict.rules)")
            }
        } catch {
            fail("\(error)")
        }
        batch = []
        batchBytes = 0
    }

    /// Not `abort`, which would save an input that has nothing to do with it.
    private static func fail(_ problem: String) -> Never {
        tell("FAILED agreement: \(problem)")
        _exit(77)
    }

    /// Rules that are stricter than the schemas, each with the reason.
    private static let ownRules: [String: String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "own-rules.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        return Dictionary(lines.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
    }()

    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "muniment-agreement-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in ShippedSchemas.files { try Data(file.bytes).write(to: folder.appending(path: file.name)) }
        } catch {
            fail("\(error)")
        }
        return folder
    }()

    /// - Returns: the places of the documents that are valid.
    private static func placesOfValid(_ documents: [[UInt8]]) throws -> Set<Int> {
        var files: [RecordKind: [String]] = [:]
        for (place, bytes) in documents.enumerated() {
            guard let kind = kind(of: bytes) else { continue }
            let name = "\(place).xml"
            try Data(bytes).write(to: folder.appending(path: name))
            files[kind, default: []].append(name)
        }
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        // What xmllint finds wrong is longer than the documents.
        let script = "xmllint --noout --nonet --schema \"$0\" \"$@\" 2>&1 | grep -a '^[0-9]*[.]xml validates$' >>output"
        for (kind, files) in files {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script, "\(kind).xsd"] + files
            process.currentDirectoryURL = folder
            try process.run()
            process.waitUntilExit()
        }
        let lines = try Data(contentsOf: output).split(separator: UInt8(ascii: "\n"))
        return Set(lines.compactMap { Int(String(decoding: $0.dropLast(".xml validates".count), as: UTF8.self)) })
    }

    /// The kind of a record, or of what looks like one: the first name after a `<` or a prefix that is a kind's.
    private static func kind(of bytes: [UInt8]) -> RecordKind? {
        if let facts = try? RecordReader.facts(of: bytes) { return facts.kind }
        let text = String(decoding: bytes.lazy.filter { $0 != 0 && $0 < 0x80 }.prefix(4096), as: UTF8.self)
        for match in text.matches(of: /[<:]([a-z-]+)/) {
            if let kind = RecordKind.shipped.first(where: { $0.name == match.1 }) { return kind }
        }
        return nil
    }
}
