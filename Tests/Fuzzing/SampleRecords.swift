import Foundation
import RecordXML
import Records

/// Records to begin with: the specimens, and the templates with each blank filled by the example of its comment.
enum SampleRecords {
    static var all: [(name: String, bytes: [UInt8])] {
        let kinds = RecordKind.shipped.filter { ShippedSchemas.template(for: $0) != nil }
        return kinds.map { ("template-\($0)", Array(text($0).utf8)) } + specimens
    }

    static func text(_ kind: RecordKind) -> String {
        let template = String(decoding: ShippedSchemas.template(for: kind) ?? [], as: UTF8.self)
        let lines = template.split(separator: "\n").map { line in
            line.replacing(/___(.*?)<!--.*e\.g\. (.*) -->/) { "\($0.2)\($0.1)" }
        }
        return lines.joined(separator: "\n")
    }

    private static var specimens: [(name: String, bytes: [UInt8])] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "archive/specimens")
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.sorted().filter { $0.hasSuffix(".xml") }.compactMap { path in
            guard let data = try? Data(contentsOf: folder.appending(path: path)) else { return nil }
            return ("specimen-\(path)", Array(data))
        }
    }
}
