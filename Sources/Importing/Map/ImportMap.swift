internal import RecordXML
package import Records

/// Says which column of a table becomes which element of a record: a text that people write.
///
/// ```
/// # a line that begins with # is a comment
/// record kind = repayment-record        the kind that the map is for; may be left out
/// ELEMENT = COLUMN                      borrower/name, header/title, security[2]; header/ may be left out
/// ELEMENT = COLUMN / COLUMN             the first of them that is not empty; blanks stand around the stroke
/// ELEMENT = COLUMN + "-" + COLUMN       put together; empty where one of the columns is
/// ELEMENT = "VALUE"                     the same for all rows
/// ELEMENT = COLUMN (万元)               how to read it: see `ValueHint`
///     网银 -> transfer                  indented: what a value of the line above means; * is every other one
/// currency = 币种                       of all amounts of a row; CNY where nothing is said
/// only where COLUMN = VALUE, VALUE      仅当; also != (≠); "" is empty
/// rows per record = 5000                每份行数; where a record holds many rows
/// ```
///
/// A column name may stand in [ ] when it has brackets, quotation marks, ` / ` or ` + ` in it.
package struct ImportMap: Sendable {
    enum Piece: Hashable, Sendable {
        /// By the names it may have, the best first.
        case column([ColumnName])
        case constant(String)
    }

    /// What a value is made of, and how it is read.
    struct Alternative: Hashable, Sendable {
        var pieces: [Piece]
        var hints: [ValueHint]
    }

    struct Entry: Sendable {
        /// Of the map, from 1; 0 for what the command line says.
        var line: Int
        var path: [ElementStep]
        var alternatives: [Alternative]
        /// What values mean.
        var meanings: [(value: String, code: String)] = []

        var name: String {
            path.map { $0.ordinal == 1 ? $0.name : "\($0.name)[\($0.ordinal)]" }.joined(separator: "/")
        }
    }

    struct Filter: Sendable {
        var line: Int
        var column: Piece
        var values: [String]
        var isNegated: Bool
    }

    /// As the user knows it, for messages.
    package var name: String
    package internal(set) var kind: RecordKind?
    var entries: [Entry] = []
    var filters: [Filter] = []
    var rowsPerRecord: Int?

    /// - Throws: `.usage` with the line that cannot be understood.
    package init(parsing bytes: [UInt8], name: String) throws(MunimentError) {
        self.name = name
        var parser = ImportMapParser(name: name)
        try parser.parse(bytes, into: &self)
    }

    /// Makes an element the same for all rows, whatever the map says of it.
    ///
    /// - Parameter path: such as `author` or `header/author`.
    package mutating func set(_ path: String, to value: String) {
        let steps = path.split(separator: "/").map { ElementStep(String($0)) }
        let plain = steps.first?.name == "header" ? Array(steps.dropFirst()) : steps
        entries.removeAll { $0.path == plain || $0.path == [ElementStep("header")] + plain }
        entries.append(Entry(line: 0, path: steps, alternatives: [Alternative(pieces: [.constant(value)], hints: [])]))
    }

    func error(_ line: Int, _ reason: String, remedy: String = "") -> MunimentError {
        MunimentError(.usage, line > 0 ? "\(name), line \(line)" : "the command line", reason, remedy: remedy)
    }
}
