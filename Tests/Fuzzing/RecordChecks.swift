import RecordXML
import Records

/// What must be true of every verdict on a record.
enum RecordChecks {
    private static let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)

    /// Findings of the parser: they say where it stood, not which element is wrong.
    private static let parserRules: Set<String> = [
        "not-well-formed", "encoding", "undefined-prefix", "dtd", "too-deep", "too-many-attributes",
        "too-many-elements",
    ]

    static func judge(_ bytes: [UInt8]) -> [String] {
        let validation: Validation
        do throws(MunimentError) {
            validation = try validator.validate(bytes, file: "record.xml")
        } catch {
            require(false, "a shipped schema cannot be used: \(error)")
            return []
        }
        switch validation {
        case .valid(let record):
            check(record, of: bytes)
            return []
        case .invalid(let findings):
            require((1...RecordValidator.findingLimit).contains(findings.count), "\(findings.count) findings")
            for finding in findings { check(finding, of: bytes) }
            return findings.map(\.rule)
        }
    }

    private static func check(_ record: ValidatedRecord, of bytes: [UInt8]) {
        require(record.bytes == bytes, "the record is not verbatim")
        require((try? RecordReader.facts(of: bytes)) == record.facts, "the facts are read differently once filed")
        require(
            isEncodingAllowed(bytes), "an encoding is read that is not ours: \(declaration(of: bytes))")
        // Reading the vocabulary takes longer than all the rest.
        guard bytes.count % 64 == 0 else { return }
        let outline = try? RecordOutline(of: bytes, set: ShippedSchemas.set, content: ShippedSchemas.content)
        require(outline?.rows.isEmpty == false, "the record cannot be shown")
    }

    private static func check(_ finding: Finding, of bytes: [UInt8]) {
        let lengths = [finding.problem, finding.expected, finding.path ?? ""].map(\.utf8.count)
        require(
            !finding.rule.isEmpty && lengths[0] <= 1000 && lengths[1] <= 4000 && lengths[2] <= 4000,
            "the finding \(finding.rule) is as long as \(lengths)")
        guard !parserRules.contains(finding.rule), let path = finding.path,
            let line = finding.line, let column = finding.column, let step = path.split(separator: "/").last,
            !step.contains("…"),
            !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil,
            !declaration(of: bytes).lowercased().contains("gb")
        else { return }
        let name = step.prefix { $0 != "[" }.drop { $0 == "@" }
        let found = markup(at: line, column, in: bytes)
        let isTag = found.first == UInt8(ascii: "<")
        let foundName = (isTag ? found.dropFirst() : found).prefix { !" \t\r\n/>=".utf8.contains($0) }
        let local = foundName.split(separator: UInt8(ascii: ":")).last ?? []
        require(
            isTag && step.first == "@" || local.elementsEqual(name.utf8),
            "line \(line), column \(column) does not have \(path): \(finding)")
    }

    /// What stands at a line and a column, both from 1, of a file in UTF-8.
    private static func markup(at line: Int, _ column: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for _ in 1..<line { rest = rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst() }
        for _ in 1..<column { rest = rest.dropFirst().drop { $0 & 0xC0 == 0x80 } }
        return rest.prefix(4096)
    }

    /// The XML declaration without what is not ASCII; empty for none.
    private static func declaration(of bytes: [UInt8]) -> String {
        // All the rest of a large file would take longer to look at than to judge.
        let start = bytes.prefix(8192).filter { $0 != 0 && $0 < 0x80 }
        guard start.starts(with: "<?xml".utf8), let end = start.firstIndex(of: UInt8(ascii: ">")) else { return "" }
        return String(decoding: start[..<end], as: UTF8.self)
    }

    private static func isEncodingAllowed(_ bytes: [UInt8]) -> Bool {
        let declaration = declaration(of: bytes)
        guard let match = declaration.firstMatch(of: /\sencoding\s*=\s*["']([^"']*)["']/) else { return true }
        return ["utf-8", "utf8", "us-ascii", "ascii", "gb18030", "gbk", "gb2312", "utf-16", "utf-16le", "utf-16be"]
            .contains(match.1.lowercased())
    }
}
