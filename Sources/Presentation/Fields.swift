/// A block of labels and values, for the description of one thing: values in one column, long ones wrapped below their
/// beginning.
///
/// Every label and value is made printable when it is shown; a line feed in a value begins a new line of it.
package struct Fields: Sendable {
    private struct Field: Sendable {
        let label: String
        let value: String
        let tone: Style.Tone?
        let depth: Int
    }

    private static let indentation = 2
    private static let gap = 2
    /// However narrow the terminal, a value has this many columns.
    private static let narrowest = 20

    private var fields: [Field] = []

    package init() {}

    /// - Parameters:
    ///   - value: an empty one makes the label a heading.
    ///   - depth: how far the label is indented, in steps from 0; values stay in their column.
    package mutating func append(_ label: String, _ value: String, _ tone: Style.Tone? = nil, depth: Int = 0) {
        fields.append(Field(label: printable(label), value: value, tone: tone, depth: depth))
    }

    /// The block, each line ended by a line feed.
    ///
    /// - Parameters:
    ///   - width: the columns of the terminal; `nil` wraps nothing.
    ///   - style: with colour, labels are dim and headings bold.
    package func text(width: Int? = nil, style: Style = .plain) -> String {
        let start = fields.filter { !$0.value.isEmpty }.reduce(0) { start, field in
            max(start, field.depth * Self.indentation + DisplayWidth.of(field.label) + Self.gap)
        }
        let room = width.map { max($0 - start, Self.narrowest) }
        var output = ""
        for field in fields {
            let indent = field.depth * Self.indentation
            output += String(repeating: " ", count: indent)
            output += style.applying(field.value.isEmpty ? .bold : .dim, to: field.label)
            var owed = start - indent - DisplayWidth.of(field.label)
            for line in lines(of: field.value, room) {
                if !line.isEmpty {
                    output += String(repeating: " ", count: owed) + style.applying(field.tone, to: line)
                }
                output += "\n"
                owed = start
            }
        }
        return output
    }

    /// At least one line.
    private func lines(of value: String, _ room: Int?) -> [String] {
        value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
            let text = DisplayWidth.trimmed(printable(line))
            guard let room, !text.isEmpty else { return [text] }
            return DisplayWidth.wrapped(text, to: room)
        }
    }
}
