package import Records

/// A record that was made of rows, with the rows that are in it.
package struct ImportedRecord: Sendable {
    package let kind: RecordKind
    package let identifier: String
    /// What is to be filed.
    package let bytes: [UInt8]
    package let rows: [ImportedRow]
    /// In bytes.
    let startOfRows: Int
    let builder: RecordBuilder

    /// The lines of the table that are in it, for a report: such as 2–5001.
    package var lines: ClosedRange<Int> { (rows.first?.line ?? 0)...(rows.last?.line ?? 0) }

    /// The rows of which findings of the archive speak; empty where they speak of the record as a whole, and where its rows
    /// stand only together: without one of them there would be a gap.
    ///
    /// A finding tells its place by a path such as `/repayment-record/repayments/repayment[17]/amount`, or by its line.
    package func reports(for findings: [Finding]) -> [RowReport] {
        if case .observation? = rows.first?.fact { return [] }
        var problems: [Int: [RowProblem]] = [:]
        for finding in findings {
            guard let index = row(of: finding) else { return [] }
            let element = finding.path?.split(separator: "/").last.map(String.init) ?? ""
            problems[index, default: []].append(
                RowProblem(column: element, problem: finding.problem, expected: finding.expected))
        }
        return problems.sorted { $0.key < $1.key }.map { index, problems in
            RowReport(line: rows[index].line, result: .failed, problems: problems, source: rows[index].source)
        }
    }

    /// The rows to which the registry objects, by their place.
    package func reports(for objections: [Int: RowObjection]) -> [RowReport] {
        objections.sorted { $0.key < $1.key }.map { rows[$0.key].report($0.value) }
    }

    /// All rows as failed, where the record as a whole cannot be filed.
    package func reports(problem: RowProblem) -> [RowReport] {
        rows.map { RowReport(line: $0.line, result: .failed, problems: [problem], source: $0.source) }
    }

    /// All rows, where another record of the table cannot be filed.
    package var heldBack: [RowReport] { rows.map(\.heldBack) }

    /// The record of the rows that are not on these lines of the table; `nil` where none remain.
    package func without(lines: Set<Int>) -> ImportedRecord? {
        let remaining = rows.filter { !lines.contains($0.line) }
        return remaining.isEmpty ? nil : builder.record(of: remaining)
    }

    /// The same rows as a record of its own; `nil` where the table says the record's number.
    package func again(after earlier: FilingNumber) -> ImportedRecord? {
        startOfRows == 0 ? nil : builder.record(of: rows, after: earlier)
    }

    private func row(of finding: Finding) -> Int? {
        if startOfRows == 0 { return 0 }
        if let path = finding.path {
            let steps = path.split(separator: "/")
            guard steps.count >= 3, steps[1] != "header" else { return nil }
            let parts = steps[2].split(separator: "[")
            guard let index = parts.count == 2 ? Int(parts[1].dropLast()) : 1, rows.indices.contains(index - 1) else {
                return nil
            }
            return index - 1
        }
        guard let line = finding.line else { return nil }
        return row(atLine: line)
    }

    /// - Parameter line: of the record, from 1.
    private func row(atLine line: Int) -> Int? {
        func lines(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) } }
        var last = lines(bytes[..<startOfRows])
        guard line > last else { return nil }
        for (index, row) in rows.enumerated() {
            last += lines(row.xml)
            if line <= last { return index }
        }
        return nil
    }
}
