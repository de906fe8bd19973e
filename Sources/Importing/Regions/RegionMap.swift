package import Records

/// Reads which collaterals belong to which region of a price index: a table with a column `region`, and `division`,
/// `collateral` or both, of which each row fills one.
///
/// A division is 2, 4 or 6 digits that the division code of an address begins with (GB/T 2260); a row for a collateral is
/// stronger than one for a division, a longer division than a shorter.
package enum RegionMap {
    private enum Column: String, CaseIterable {
        case division, collateral, region

        var words: [String] {
            switch self {
            case .division: ["division", "行政区划", "区划代码"]
            case .collateral: ["collateral", "押品编号", "押品"]
            case .region: ["region", "指数地区", "地区"]
            }
        }
    }

    /// - Throws: `.usage` for what is no such table, with the line.
    package static func rules(of file: TableFile) throws(MunimentError) -> [RegionRule] {
        let survey: TableSurvey
        do throws(MunimentError) {
            survey = try TableSurvey(of: file)
        } catch {
            guard error.remedy.isEmpty else { throw error }
            throw MunimentError(error.code, error.thing, error.reason, remedy: remedy)
        }
        let transcoder = survey.encoding == .gb18030 ? try TextTranscoder(from: .gb18030, to: .utf8) : nil
        var reader = TableReader(file, survey, delimiter: UInt8(ascii: ","))
        var row = TableRow()
        func fields() throws(MunimentError) -> [String] {
            if let fault = row.fault {
                throw file.refusal("line \(row.line): \(fault.problem)", remedy: fault.expected)
            }
            return (0..<row.count).map { field in
                let bytes = Array(row.text[row.range(field)])
                guard let transcoder else { return String(decoding: bytes, as: UTF8.self).withoutBlanks }
                var text: [UInt8] = []
                _ = transcoder.append(bytes.span, to: &text)
                return String(decoding: text, as: UTF8.self).withoutBlanks
            }
        }
        guard try reader.next(&row) else { throw file.refusal("is empty", remedy: Self.remedy) }
        var places: [Column: Int] = [:]
        for (place, name) in try fields().enumerated() {
            for column in Column.allCases where column.words.contains(name.lowercased()) { places[column] = place }
        }
        guard let region = places[.region], places[.division] != nil || places[.collateral] != nil else {
            throw file.refusal("line \(row.line) does not name the columns of a region map", remedy: Self.remedy)
        }
        var rules: [RegionRule] = []
        var known: [RegionRule.Scope: Int] = [:]
        while try reader.next(&row) {
            let fields = try fields()
            func text(_ column: Column) -> String {
                places[column].flatMap { fields.indices.contains($0) ? fields[$0] : nil } ?? ""
            }
            guard fields.indices.contains(region), !text(.region).isEmpty else {
                throw file.refusal("line \(row.line) names no region", remedy: Self.remedy)
            }
            let scope = try scope(text(.division), text(.collateral), line: row.line, file)
            if let first = known[scope] {
                throw file.refusal(
                    "line \(row.line) has the same \(text(.collateral).isEmpty ? "division" : "collateral") as line \(first)",
                    remedy: "write each once")
            }
            known[scope] = row.line
            rules.append(RegionRule(scope: scope, region: text(.region)))
        }
        guard !rules.isEmpty else { throw file.refusal("has no rows", remedy: Self.remedy) }
        return rules
    }

    private static func scope(
        _ division: String, _ collateral: String, line: Int, _ file: TableFile
    ) throws(MunimentError) -> RegionRule.Scope {
        switch (division.isEmpty, collateral.isEmpty) {
        case (false, true):
            guard [2, 4, 6].contains(division.utf8.count), division.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw file.refusal("line \(line): a division is 2, 4 or 6 digits", remedy: Self.remedy)
            }
            return .division(division)
        case (true, false):
            guard let name = BusinessIdentifier(collateral) else {
                throw file.refusal(
                    "line \(line): a collateral's number has 1 to 64 letters, digits, '-', '_' and '.'",
                    remedy: Self.remedy)
            }
            return .collateral(name)
        default:
            throw file.refusal("line \(line) must name a division or a collateral, not both", remedy: Self.remedy)
        }
    }

    /// What a region map is.
    package static let remedy = "write a table (CSV) with the columns division,region or collateral,region"
}

extension String {
    fileprivate var withoutBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" || $0 == "\u{3000}" }
        return start.lastIndex { $0 != " " && $0 != "\t" && $0 != "\u{3000}" }.map { String(start[...$0]) } ?? ""
    }
}
