import MunimentArchive
import MunimentTestSupport
import Records
import RegistryProjection
import Testing

/// What a filing may do to an earlier one.
@Suite struct `A filing` {
    private let test: TestArchive

    init() throws { test = try TestArchive() }

    private func filed(
        _ record: SampleRecord, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Int {
        let result = try test.file(record)
        return try #require(result.filed, "\(result.result)", sourceLocation: sourceLocation)
    }

    /// The one finding of a record that must be rejected.
    private func rejected(
        _ record: SampleRecord, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Finding {
        let result = try test.file(record)
        #expect(result.findings.count == 1, "\(result.result)", sourceLocation: sourceLocation)
        return try #require(result.findings.first, sourceLocation: sourceLocation)
    }

    // MARK: Superseding

    @Test func `supersedes its earlier version, and both remain`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let second = try filed(SampleRecord("HT-1", title: "更正", supersedes: first))
        #expect(try test.state(of: first) == .superseded(by: FilingNumber(second)))
        #expect(try test.state(of: second) == .inForce)
        #expect(try test.find("HT-1") == [second, first])
        #expect(try test.archive.content(of: FilingNumber(first)).entry.record.digest == SampleRecord("HT-1").digest)
    }

    @Test func `that supersedes what another superseded is rejected and told of the first`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let second = try filed(SampleRecord("HT-1", title: "更正", supersedes: first))
        let finding = try rejected(SampleRecord("HT-1", title: "另一更正", supersedes: first))
        #expect(finding.rule == "superseded-twice")
        #expect(finding.problem.contains("filing \(second)"))
        #expect(finding.expected.contains("<supersedes>\(second)</supersedes>"))
        #expect(try test.size() == 3)
    }

    @Test func `supersedes only an earlier version of itself`() throws {
        let first = try filed(SampleRecord("HT-1"))
        #expect(try rejected(SampleRecord("HT-2", supersedes: first)).rule == "supersedes-another-record")
        #expect(try rejected(SampleRecord("HT-1", title: "更正", supersedes: 0)).rule == "supersedes-another-record")
        #expect(try rejected(SampleRecord("HT-1", title: "更正", supersedes: 77)).rule == "unknown-filing")
        #expect(try test.state(of: first) == .inForce)
    }

    @Test func `may go on superseding, version after version`() throws {
        var last = try filed(SampleRecord("HT-1"))
        for version in 2...6 { last = try filed(SampleRecord("HT-1", title: "第\(version)版", supersedes: last)) }
        #expect(try (1...last).map { try test.state(of: $0) == .inForce } == [false, false, false, false, false, true])
    }

    // MARK: Identifiers

    @Test func `with an identifier in use must say what it supersedes`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let finding = try rejected(SampleRecord("HT-1", title: "更正"))
        #expect(finding.rule == "identifier-in-use")
        #expect(finding.problem.contains("filing \(first)"))
        #expect(finding.expected.contains("<supersedes>\(first)</supersedes>"))
    }

    @Test func `with the same bytes and a changed attachment must say so too`() throws {
        let first = try filed(SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]))
        let changed = SampleRecord("HT-1", documents: [.init("合同.txt", "改过的正本")])
        let results = try test.file([changed.write(to: test.folder, as: "intake/elsewhere/record.xml")])
        #expect(results.first?.rules == ["identifier-in-use"])
        #expect(try test.size() == first + 1)
    }

    @Test func `may have an identifier that another kind of record has`() throws {
        let first = try filed(SampleRecord("HT-1"))
        _ = try filed(.withdrawal(of: first, "HT-1"))
    }

    @Test func `with the same bytes is the same filing, whoever files it and from where`() throws {
        let record = SampleRecord("HT-1", documents: [.init("合同.txt", "正本")])
        let first = try filed(record)
        let path = try record.write(to: test.folder, as: "intake/b/copy.xml")
        #expect(try test.file([path], by: "B002").first?.already == first)
        #expect(try test.size() == 2)
    }

    // MARK: Withdrawing

    @Test func `is withdrawn by a withdrawal, and its identifier is free again`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let withdrawal = try filed(.withdrawal(of: first, "CX-1"))
        #expect(try test.state(of: first) == .withdrawn(by: FilingNumber(withdrawal)))
        let again = try filed(SampleRecord("HT-1", title: "重新归档"))
        #expect(try test.state(of: again) == .inForce)
    }

    @Test func `that is withdrawn gives its predecessor back its force`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let second = try filed(SampleRecord("HT-1", title: "更正", supersedes: first))
        _ = try filed(.withdrawal(of: second, "CX-1"))
        #expect(try test.state(of: first) == .inForce)
        #expect(try rejected(SampleRecord("HT-1", title: "第三版")).rule == "identifier-in-use")
        let third = try filed(SampleRecord("HT-1", title: "第三版", supersedes: first))
        #expect(try test.state(of: first) == .superseded(by: FilingNumber(third)))
    }

    @Test func `that was withdrawn can neither be superseded nor withdrawn again`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let withdrawal = try filed(.withdrawal(of: first, "CX-1"))
        let finding = try rejected(.withdrawal(of: first, "CX-2"))
        #expect(finding.rule == "withdrawn-twice")
        #expect(finding.problem.contains("filing \(withdrawal)"))
        #expect(try rejected(SampleRecord("HT-1", title: "更正", supersedes: first)).rule == "supersedes-withdrawn")
    }

    @Test func `that was superseded is withdrawn only after its successor`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let second = try filed(SampleRecord("HT-1", title: "更正", supersedes: first))
        let finding = try rejected(.withdrawal(of: first, "CX-1"))
        #expect(finding.rule == "withdraws-superseded")
        #expect(finding.expected.contains("filing \(second)"))
        _ = try filed(.withdrawal(of: second, "CX-2"))
        _ = try filed(.withdrawal(of: first, "CX-1"))
        #expect(try test.state(of: first)?.isInForce == false)
    }

    @Test func `that is the charter, or a withdrawal, stays`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let withdrawal = try filed(.withdrawal(of: first, "CX-1"))
        #expect(try rejected(.withdrawal(of: 0, "CX-2")).rule == "not-withdrawable")
        #expect(try rejected(.withdrawal(of: withdrawal, "CX-3")).rule == "not-withdrawable")
        #expect(try rejected(.withdrawal(of: 99, "CX-4")).rule == "unknown-filing")
    }

    @Test func `keeps its relations through a rebuild, and the audit finds them in order`() throws {
        let first = try filed(SampleRecord("HT-1"))
        let second = try filed(SampleRecord("HT-1", title: "更正", supersedes: first))
        _ = try filed(.withdrawal(of: second, "CX-1"))
        _ = try filed(SampleRecord("HT-1", title: "第三版", supersedes: first))
        let rows = try RegistryFile(test.registryPath).rows()
        try test.rebuild()
        #expect(try RegistryFile(test.registryPath).rows() == rows)
        #expect(try test.audit().faults == [])
    }
}

extension FilingState {
    fileprivate var isInForce: Bool { self == .inForce }
}
