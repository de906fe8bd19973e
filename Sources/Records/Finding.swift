/// One thing that is wrong with a record or one of its attachments, told so that the author can mend it.
package struct Finding: Hashable, Codable, Sendable {
    /// Which rule was broken; stable, for programs.
    package var rule: String
    /// The file it was found in, as the user named it; the record, or one of its attachments.
    package var file: String
    /// From 1, where the parser knows.
    package var line: Int?
    /// From 1, where the parser knows.
    package var column: Int?
    /// The element, such as `/loan-contract/principal`.
    package var path: String?
    /// What is wrong, in plain words.
    package var problem: String
    /// What would be right; empty when the problem says it all.
    package var expected: String

    package init(
        rule: String, file: String, line: Int? = nil, column: Int? = nil, path: String? = nil, problem: String,
        expected: String = ""
    ) {
        self.rule = rule
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.problem = problem
        self.expected = expected
    }
}
