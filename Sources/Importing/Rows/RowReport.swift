/// One thing that is wrong with a row.
package struct RowProblem: Error, Hashable, Sendable {
    /// The column, or the element where that comes from no column; empty for the row as a whole.
    package var column: String
    package var problem: String
    /// What would be right; empty when the problem says it all.
    package var expected: String

    package init(column: String = "", problem: String, expected: String = "") {
        self.column = column
        self.problem = problem
        self.expected = expected
    }

    /// Such as `交易金额: “12.345” has more decimals than CNY has; right: …`.
    package var text: String {
        (column.isEmpty ? "" : "\(column): ") + problem + (expected.isEmpty ? "" : "; right: \(expected)")
    }
}

/// What became of a row that is not in a record.
package struct RowReport: Sendable {
    package enum Result: String, Sendable {
        /// It is filed already.
        case already
        /// It is none of the rows that are wanted: a total, an empty one, one that the map keeps out.
        case skipped
        /// It has to be mended.
        case failed
    }

    /// Of the table, from 1.
    package var line: Int
    package var result: Result
    /// What is wrong, or why it was skipped.
    package var problems: [RowProblem]
    /// The row as it stands in the table.
    var source: [UInt8]

    package var problem: String { problems.map(\.text).joined(separator: " | ") }
}

/// What the registry has against a row, beyond what a table can show: a loan that is not there, a voucher used before.
package struct RowObjection: Hashable, Sendable {
    /// Whether the very same row is filed: then nothing is wrong.
    package var isAlreadyFiled: Bool
    package var problem: RowProblem

    package init(isAlreadyFiled: Bool, problem: RowProblem) {
        self.isAlreadyFiled = isAlreadyFiled
        self.problem = problem
    }
}
