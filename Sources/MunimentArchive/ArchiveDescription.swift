internal import FoundationEssentials
package import Records

/// `muniment.json`: the file that makes a folder an archive. `init` writes it last.
///
/// It says what the charter says, in one fixed form, so that an audit can compare it byte for byte.
package struct ArchiveDescription: Hashable, Sendable {
    /// The layout on disk; a program refuses one that is later than its own.
    package static let currentFormat = 1
    package static let fileName = "muniment.json"

    package let format: Int
    package let charter: Charter

    /// One JSON object, its fields in a fixed order.
    package var bytes: [UInt8] {
        let fields: [(String, String)] = [
            ("format", String(format)),
            ("origin", quoted(charter.origin)),
            ("verifierKey", quoted(charter.verifierKey)),
            ("timeZone", quoted(charter.timeZone)),
            ("created", quoted(charter.created.description)),
        ]
        return Array(("{\n" + fields.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n").utf8)
    }

    /// - Throws: `.damaged` for anything but such an object, `.newerFormat` for a later one.
    package init(parsing bytes: [UInt8], path: String) throws(MunimentError) {
        let damaged = MunimentError(
            .damaged, path, "is damaged: it is not the description of an archive",
            remedy: "restore it from a backup; filing 0 says the same")
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes)), fields.format >= 1 else {
            throw damaged
        }
        guard fields.format <= Self.currentFormat else {
            throw MunimentError(
                .newerFormat, path,
                "the archive has format \(fields.format), and this program reads up to \(Self.currentFormat)",
                remedy: "use a later version of muniment")
        }
        guard let origin = fields.origin, let verifierKey = fields.verifierKey, let timeZone = fields.timeZone,
            let created = fields.created.flatMap({ Timestamp($0) })
        else { throw damaged }
        format = fields.format
        charter = Charter(origin: origin, verifierKey: verifierKey, timeZone: timeZone, created: created)
    }

    init(charter: Charter) {
        format = Self.currentFormat
        self.charter = charter
    }

    private struct Fields: Decodable {
        var format: Int
        var origin: String?
        var verifierKey: String?
        var timeZone: String?
        var created: String?
    }
}

/// JSON text of a string that has no control characters.
private func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
}
