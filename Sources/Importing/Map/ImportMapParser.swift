internal import RecordXML
internal import Records

/// Reads the text of a map, line by line.
struct ImportMapParser {
    private let name: String
    private var line = 0

    init(name: String) { self.name = name }

    mutating func parse(_ bytes: [UInt8], into map: inout ImportMap) throws(MunimentError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MunimentError(.usage, name, "is not UTF-8", remedy: "save the map as UTF-8")
        }
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            let raw = part.drop { $0 == "\u{FEFF}" }
            let content = String(raw).trimmed
            guard !content.isEmpty, content.first != "#", content.first != "＃" else { continue }
            if raw.first?.isWhitespace == true {
                try parseMeaning(content, &map)
            } else if let condition = Self.after(["only where", "仅当"], content) {
                map.filters.append(try filter(condition))
            } else {
                try parseAssignment(content, &map)
            }
        }
    }

    private func error(_ reason: String, _ remedy: String) -> MunimentError {
        MunimentError(.usage, "\(name), line \(line)", reason, remedy: remedy)
    }

    private static func after(_ keywords: [String], _ text: String) -> String? {
        for keyword in keywords where text.lowercased().hasPrefix(keyword) {
            return String(text.dropFirst(keyword.count)).trimmed
        }
        return nil
    }

    // MARK: - Lines

    private func parseAssignment(_ text: String, _ map: inout ImportMap) throws(MunimentError) {
        guard let equals = text.firstIndex(where: { $0 == "=" || $0 == "＝" }) else {
            throw error("has no =", "a line such as: loan = 贷款编号")
        }
        let left = String(text[..<equals]).trimmed
        let right = String(text[text.index(after: equals)...]).trimmed
        guard !right.isEmpty else {
            throw error(
                "says nothing behind the =",
                "a column, or a value in quotation marks; # before a line that is not wanted")
        }
        switch left.lowercased() {
        case "record kind", "记录类别":
            guard let kind = RecordKind(Self.unquoted(right) ?? right) else {
                throw error("`\(right)` is no kind of record", "such as repayment-record")
            }
            map.kind = kind
        case "rows per record", "每份行数":
            guard let rows = Int(right), (1...5_000).contains(rows) else {
                throw error("`\(right)` is no number of rows", "a number from 1 to 5000")
            }
            map.rowsPerRecord = rows
        default:
            let entry = ImportMap.Entry(line: line, path: try path(left), alternatives: try alternatives(right))
            if let first = map.entries.first(where: { $0.path == entry.path }) {
                throw error(
                    "says what `\(entry.name)` is, as line \(first.line) does",
                    "one line for each element; of several columns the first that is not empty: A / B")
            }
            map.entries.append(entry)
        }
    }

    private func parseMeaning(_ text: String, _ map: inout ImportMap) throws(MunimentError) {
        guard !map.entries.isEmpty else {
            throw error(
                "is indented, and there is no element above it",
                "an element such as `channel = 交易渠道` at the beginning of its line")
        }
        let arrows = ["->", "→", "=>"]
        guard
            let (arrow, range) = arrows.lazy.compactMap({ arrow in Self.range(of: arrow, in: text).map { (arrow, $0) } }
            ).first,
            !arrow.isEmpty
        else { throw error("is indented and has no ->", "what a value of the line above means: 网银 -> transfer") }
        let value = String(text[..<range.lowerBound]).trimmed
        let code = String(text[range.upperBound...]).trimmed
        guard !value.isEmpty, !code.isEmpty else {
            throw error(
                "says half of what a value means",
                #"such as: 网银 -> transfer; "" for an empty one, * for every other one"#)
        }
        let last = map.entries.count - 1
        let meaning = (value: Self.unquoted(value) ?? value, code: Self.unquoted(code) ?? code)
        guard !map.entries[last].meanings.contains(where: { $0.value == meaning.value }) else {
            throw error("says a second time what `\(meaning.value)` means", "one line for each value")
        }
        map.entries[last].meanings.append(meaning)
    }

    private func filter(_ text: String) throws(MunimentError) -> ImportMap.Filter {
        for (sign, isNegated) in [("!=", true), ("≠", true), ("=", false), ("＝", false)] {
            guard let range = Self.range(of: sign, in: text) else { continue }
            let column = String(text[..<range.lowerBound]).trimmed
            let values = try list(String(text[range.upperBound...]))
            guard !column.isEmpty, !values.isEmpty else { break }
            return ImportMap.Filter(line: line, column: try piece(column), values: values, isNegated: isNegated)
        }
        throw error("is no condition", #"only where 借贷标志 = 贷, or only where 贷方金额 != "", 0.00"#)
    }

    // MARK: - Parts of a line

    private func path(_ text: String) throws(MunimentError) -> [ElementStep] {
        var steps: [ElementStep] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            let step = String(part).trimmed
            let parts = step.split(separator: "[", maxSplits: 1)
            let ordinal = parts.count == 2 ? Int(parts[1].dropLast()) ?? 0 : 1
            guard let name = parts.first, parts.count == 1 || parts[1].hasSuffix("]"), (1...1000).contains(ordinal)
            else {
                throw error("`\(text)` is no element", "such as borrower/name, or security[2] for the second one")
            }
            steps.append(ElementStep(String(name), ordinal: ordinal))
        }
        return steps
    }

    private func alternatives(_ text: String) throws(MunimentError) -> [ImportMap.Alternative] {
        var alternatives: [ImportMap.Alternative] = []
        for part in Self.split(text, at: "/") {
            var pieces: [ImportMap.Piece] = []
            var hints: [ValueHint] = []
            for (index, text) in Self.split(part, at: "+").enumerated() {
                let isLast = index == Self.split(part, at: "+").count - 1
                if isLast, let (rest, inner) = ValueHint.bracketed(text), let known = ValueHint.all(inner) {
                    for (index, hint) in known.enumerated() where known[..<index].contains(where: hint.isSort) {
                        throw error("says in two ways how `\(rest)` is to be read: (\(inner))", "one of them")
                    }
                    hints = known
                    guard !rest.isEmpty else { throw error("has brackets without a column before them", "COLUMN (万元)") }
                    var own = try piece(rest)
                    // A table may have just this name: 金额(万元).
                    if case .column(let names) = own, !rest.hasPrefix("[") { own = .column([ColumnName(text)] + names) }
                    pieces.append(own)
                } else {
                    pieces.append(try piece(text))
                }
            }
            alternatives.append(ImportMap.Alternative(pieces: pieces, hints: hints))
        }
        let last = alternatives.last?.hints ?? []
        for index in alternatives.indices where alternatives[index].hints.isEmpty { alternatives[index].hints = last }
        return alternatives
    }

    private func piece(_ text: String) throws(MunimentError) -> ImportMap.Piece {
        if let constant = Self.unquoted(text) { return .constant(constant) }
        if let first = text.first, "\"“”".contains(first) {
            throw error("has a quotation mark that is not closed", #"a value such as "transfer""#)
        }
        if text.hasPrefix("["), text.hasSuffix("]") {
            return .column([ColumnName(String(text.dropFirst().dropLast()))])
        }
        let name = ColumnName(text)
        guard !name.isEmpty else { throw error("has a column without a name", "COLUMN / COLUMN, or COLUMN + COLUMN") }
        return .column([name])
    }

    /// The values of a list, each with or without quotation marks.
    private func list(_ text: String) throws(MunimentError) -> [String] {
        var values: [String] = []
        var value = ""
        var closing: Character?
        for character in text {
            if let mark = closing {
                value.append(character)
                if character == mark { closing = nil }
            } else if ",，、".contains(character) {
                values.append(value.trimmed)
                value = ""
            } else {
                if character == "\"" { closing = "\"" } else if character == "“" { closing = "”" }
                value.append(character)
            }
        }
        guard closing == nil else { throw error("has a quotation mark that is not closed", #"a value such as "贷""#) }
        values.append(value.trimmed)
        return values.filter { !$0.isEmpty }.map { Self.unquoted($0) ?? $0 }
    }

    /// What stands between quotation marks, straight ones or “these”; `nil` where the text is not in them.
    private static func unquoted(_ text: String) -> String? {
        guard text.count >= 2, let first = text.first, let last = text.last, "\"“”".contains(first),
            "\"“”".contains(last)
        else { return nil }
        let inner = text.dropFirst().dropLast()
        return inner.contains { "\"“”".contains($0) } ? nil : String(inner)
    }

    /// The parts between signs that have blanks around them and stand neither in quotation marks nor in [ ].
    private static func split(_ text: String, at sign: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var closing: Character?
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if let mark = closing {
                if character == mark { closing = nil }
            } else if character == "\"" {
                closing = "\""
            } else if character == "“" {
                closing = "”"
            } else if character == "[" {
                closing = "]"
            } else if character == sign, index > 0, characters[index - 1].isWhitespace, index + 1 < characters.count,
                characters[index + 1].isWhitespace
            {
                parts.append(part.trimmed)
                part = ""
                continue
            }
            part.append(character)
        }
        return parts + [part.trimmed]
    }

    private static func range(of sign: String, in text: String) -> Range<String.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(sign) { return start..<text.index(start, offsetBy: sign.count) }
            start = text.index(after: start)
        }
        return nil
    }
}
