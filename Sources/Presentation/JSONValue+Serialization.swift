extension JSONValue {
    /// RFC 8259 in one line without its end: for JSON Lines.
    package var compact: String { text(indentation: nil) }

    /// RFC 8259, two spaces a level, without a line feed at the end.
    package var pretty: String { text(indentation: "\n") }

    private func text(indentation: String?) -> String {
        var output = ""
        write(to: &output, indentation: indentation)
        return output
    }

    /// - Parameter indentation: a line feed and the spaces that begin a line at this level; `nil` for one line.
    private func write(to output: inout String, indentation: String?) {
        switch self {
        case .object(let fields):
            Self.write(fields, between: ("{", "}"), to: &output, indentation) { field, output, inner in
                Self.write(field.name, to: &output)
                output += inner == nil ? ":" : ": "
                field.value.write(to: &output, indentation: inner)
            }
        case .array(let values):
            Self.write(values, between: ("[", "]"), to: &output, indentation) { value, output, inner in
                value.write(to: &output, indentation: inner)
            }
        case .string(let text): Self.write(text, to: &output)
        case .int(let number): output += String(number)
        case .bool(let truth): output += truth ? "true" : "false"
        case .null: output += "null"
        }
    }

    private static func write<Item>(
        _ items: [Item], between brackets: (String, String), to output: inout String, _ indentation: String?,
        each: (Item, inout String, String?) -> Void
    ) {
        let inner = indentation.map { $0 + "  " }
        output += brackets.0
        for (index, item) in items.enumerated() {
            if index > 0 { output += "," }
            output += inner ?? ""
            each(item, &output, inner)
        }
        if !items.isEmpty { output += indentation ?? "" }
        output += brackets.1
    }

    /// Other scripts stand verbatim. Beyond what RFC 8259 demands, whatever a terminal would act on is escaped, for JSON
    /// is looked at on terminals too; to a parser the value is the same.
    private static func write(_ text: String, to output: inout String) {
        output += "\""
        if text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || mayBeginControl($0) }) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": output += #"\""#
                case "\\": output += #"\\"#
                case "\n": output += #"\n"#
                case "\r": output += #"\r"#
                case "\t": output += #"\t"#
                case _ where scalar.isTerminalControl:
                    output += #"\u"# + fourHexDigits(scalar.value, uppercase: false)
                default: output.unicodeScalars.append(scalar)
                }
            }
        } else {
            output += text
        }
        output += "\""
    }
}
