import Foundation
import RecordXML
import Records
import Testing

/// Records to test with: the shipped templates with each blank filled by the example of its comment.
enum SampleRecords {
    static let kinds = RecordKind.shipped.filter { ShippedSchemas.template(for: $0) != nil }

    static let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)

    static func text(_ kind: RecordKind) -> String {
        let template = String(decoding: ShippedSchemas.template(for: kind) ?? [], as: UTF8.self)
        return template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.contains("___"), let example = line.ranges(of: "e.g. ").last,
                let end = line.ranges(of: " -->").last, let comment = line.firstRange(of: "<!--")
            else { return String(line) }
            let filled = line[..<comment.lowerBound].replacing("___", with: line[example.upperBound..<end.lowerBound])
            return String(filled)
        }.joined(separator: "\n")
    }

    static func bytes(_ kind: RecordKind) -> [UInt8] { Array(text(kind).utf8) }
}

/// The root of the package.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

extension RecordValidator {
    /// The findings of a record; none where it is valid.
    func findings(_ text: String) throws -> [Finding] { try findings(Array(text.utf8)) }

    func findings(_ bytes: [UInt8]) throws -> [Finding] {
        switch try validate(bytes, file: "record.xml") {
        case .valid: []
        case .invalid(let findings): findings
        }
    }

    /// The one finding of a record that must have exactly one.
    func finding(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Finding {
        try finding(Array(text.utf8), sourceLocation: sourceLocation)
    }

    func finding(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> Finding {
        let findings = try findings(bytes)
        #expect(findings.count == 1, "\(findings)", sourceLocation: sourceLocation)
        return try #require(findings.first, sourceLocation: sourceLocation)
    }

    func record(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> ValidatedRecord {
        switch try validate(bytes, file: "record.xml") {
        case .valid(let record): return record
        case .invalid(let findings):
            return try #require(nil, "\(findings)", sourceLocation: sourceLocation)
        }
    }
}

extension String {
    /// With the text of the first element of this name replaced.
    func with(_ element: String, _ value: String) -> String {
        guard let open = firstRange(of: "<\(element)") ?? nil,
            let start = self[open.upperBound...].firstIndex(of: ">"),
            let end = self[start...].firstRange(of: "</\(element)>")
        else { return self }
        return self[...start] + value + self[end.lowerBound...]
    }

    /// Without the first line that contains this.
    func without(_ part: String) -> String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false)
        if let index = lines.firstIndex(where: { $0.contains(part) }) { lines.remove(at: index) }
        return lines.joined(separator: "\n")
    }
}
