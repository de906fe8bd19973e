internal import Records

/// A finding before its line and column are known.
struct PlacedProblem: Error {
    var rule: String
    var place: Place
    var problem: String
    var expected: String

    /// The findings in the order of the file, each place once, with line and column from the file's own bytes.
    static func findings(
        _ problems: [PlacedProblem], in bytes: [UInt8], encoding: RecordEncoding, file: String
    ) -> [Finding] {
        var told: [Place: [PlacedProblem]] = [:]
        let shown = problems.filter { problem in
            let others = told[problem.place] ?? []
            told[problem.place, default: []].append(problem)
            // A wrong value is reported again for its type and by a rule, a key again by a second constraint. Only
            // attributes can be missing twice at one place.
            return !others.contains {
                $0.rule == "wrong-value" || problem.rule == "wrong-value"
                    || $0.rule == problem.rule && problem.rule != "missing-attribute"
            }
        }
        .sorted { $0.place.ordinal < $1.place.ordinal }
        .prefix(RecordValidator.findingLimit)
        let positions = positions(of: shown.map(\.place), in: bytes, encoding: encoding)
        let findings = zip(shown, positions).map { problem, position in
            Finding(
                rule: problem.rule, file: file, line: position?.line, column: position?.column,
                path: problem.place.path, problem: problem.problem, expected: problem.expected)
        }
        return findings.isEmpty
            ? [Finding(rule: "against-schema", file: file, problem: "the record is not what its schema describes")]
            : findings
    }

    /// - Parameter places: by ascending ordinal.
    private static func positions(
        of places: [Place], in bytes: [UInt8], encoding: RecordEncoding
    ) -> [MarkupScanner.Position?] {
        var scanner = MarkupScanner(bytes, encoding: encoding)
        var next = 0
        var tag: MarkupScanner.StartTag?
        var attributes: [String: MarkupScanner.Position] = [:]
        return places.map { place in
            while next <= place.ordinal {
                attributes = [:]
                tag =
                    next == place.ordinal
                    ? scanner.next { attributes[$0] = $1 } : scanner.next()
                next += 1
            }
            return place.attribute.flatMap { attributes[$0] } ?? tag?.position
        }
    }
}
