package import Records

/// The one way in which each value of the records is written in JSON.
extension JSONValue {
    /// 64 lower-case hexadecimal digits.
    package init(_ digest: ContentDigest?) { self.init(digest?.hex) }

    /// A number.
    package init(_ filing: FilingNumber?) { self.init(filing?.value) }

    package init(_ identifier: BusinessIdentifier?) { self.init(identifier?.text) }

    package init(_ kind: RecordKind?) { self.init(kind?.name) }

    /// `YYYY-MM-DD`.
    package init(_ date: CalendarDate?) { self.init(date?.description) }

    /// RFC 3339 in UTC.
    package init(_ time: Timestamp?) { self.init(time?.description) }

    /// `rule`, `file`, `line`, `column`, `path`, `problem`, `expected`; `null` where the parser does not know.
    package init(_ finding: Finding) {
        self = [
            "rule": .string(finding.rule), "file": .string(finding.file), "line": JSONValue(finding.line),
            "column": JSONValue(finding.column), "path": JSONValue(finding.path), "problem": .string(finding.problem),
            "expected": .string(finding.expected),
        ]
    }

    /// `thing`, `reason`, `remedy`.
    package init(_ error: MunimentError) {
        self = [
            "thing": .string(error.thing), "reason": .string(error.reason), "remedy": .string(error.remedy),
        ]
    }
}
