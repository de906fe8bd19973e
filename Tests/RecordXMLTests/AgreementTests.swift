import Foundation
import MunimentTestSupport
import RecordXML
import Records
import Testing

/// Compares our verdict on changed records with that of xmllint, an implementation that shares libxml2's validator but
/// none of our guards, limits and rules.
@Suite struct AgreementTests {
    static let xmllint = "/usr/bin/xmllint"

    /// Findings that a schema cannot give: those that the fuzzers know as ours, and what xmllint says in other words.
    private static func ownRules() throws -> Set<String> {
        let known = try String(contentsOf: packageRoot.appending(path: "Tests/Fuzzing/own-rules.txt"), encoding: .utf8)
        return Set(known.split(separator: "\n").map { String($0.prefix { $0 != " " }) }).union(["not-well-formed"])
    }

    @Test func `changed records are accepted and refused as xmllint does`() throws {
        guard FileManager.default.isExecutableFile(atPath: Self.xmllint) else {
            try Test.cancel("xmllint is not installed")
        }
        let ownRules = try Self.ownRules()
        var random = SeededGenerator()
        let seed = random.description
        print(seed)
        let folder = FileManager.default.temporaryDirectory.appending(path: "agreement-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in ShippedSchemas.files {
            try Data(file.bytes).write(to: folder.appending(path: file.name))
        }
        var counts = (accepted: 0, refused: 0)
        for turn in 0..<160 {
            let kind = try #require(SampleRecords.kinds.randomElement(using: &random))
            let text = changed(SampleRecords.text(kind), using: &random)
            let file = folder.appending(path: "record.xml")
            try Data(text.utf8).write(to: file)
            let findings = try SampleRecords.validator.findings(text)
            let status = try run(
                Self.xmllint, "--noout", "--nonet", "--schema", folder.appending(path: "\(kind).xsd").path, file.path
            ).status
            let isOurs = !findings.isEmpty && findings.allSatisfy { ownRules.contains($0.rule) }
            #expect(
                findings.isEmpty == (status == 0) || status == 0 && isOurs,
                "\(seed), turn \(turn): xmllint \(status), findings \(findings)\n\(text)")
            if findings.isEmpty { counts.accepted += 1 } else { counts.refused += 1 }
        }
        print("\(counts.accepted) accepted, \(counts.refused) refused")
        #expect(counts.accepted > 10 && counts.refused > 50)
    }

    /// The text with one to three changes, each of which leaves many records valid.
    private func changed(_ text: String, using random: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 5..<lines.count - 1, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[index], at: index)
            case 2: lines.swapAt(index, Int.random(in: 5..<lines.count - 1, using: &random))
            case 3: lines[index] = lines[index].replacing(/[0-9]/) { _ in "\(Int.random(in: 0...9, using: &random))" }
            case 4: lines[index] = lines[index].replacing(">", with: "> ", maxReplacements: 1)
            case 5: lines.insert("<!-- a comment -->", at: index)
            case 6: lines[index] += ["x", "&#x4E2D;", "<![CDATA[ ]]>", "<a/>"].randomElement(using: &random) ?? ""
            case 7:
                let characters = lines[index].indices
                guard let place = characters.randomElement(using: &random) else { continue }
                lines[index].replaceSubrange(
                    place...place, with: [".", "-", "9", "中", "A"].randomElement(using: &random) ?? "")
            default: lines[index] = lines[index].replacing(/>([^<]+)</) { ">\($0.1)\($0.1)<" }
            }
        }
        return lines.joined(separator: "\n")
    }
}
