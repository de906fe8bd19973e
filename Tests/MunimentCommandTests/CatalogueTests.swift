import Foundation
import MunimentTestSupport
import Testing

/// `find` and `show` at other times than now.
@Suite struct `The catalogue on the command line` {
    private let sandbox: Sandbox

    /// Filing 2 supersedes filing 1 and is withdrawn by filing 3; filing 4 takes its place.
    init() throws {
        sandbox = try Sandbox()
        let test = try sandbox.archive()
        try test.file(SampleRecord("HT-1"))
        try test.file(SampleRecord("HT-1", title: "更正", supersedes: 1))
        try test.file(SampleRecord.withdrawal(of: 2, "CX-1"))
        try test.file(SampleRecord("HT-1", title: "再更正", supersedes: 1))
    }

    private func find(_ arguments: String...) throws -> [Int] {
        try sandbox.run(["find", "--json"] + arguments).objects().compactMap { $0["filing"] as? Int }
    }

    private func state(_ filing: Int, knownAt: Int) throws -> String {
        let shown = try sandbox.run("show", "\(filing)", "--known-at", "\(knownAt)")
        #expect(shown.status == 0, "\(shown.diagnostics)")
        #expect(shown.text.contains("known at filing \(knownAt)\n"))
        let line = shown.text.split(separator: "\n").first { $0.hasPrefix("state") }
        return line?.dropFirst("state".count).trimmingCharacters(in: .whitespaces) ?? ""
    }

    @Test func `finds what was known then`() throws {
        for last in 0...4 {
            #expect(try find("--known-at", "\(last)") == (0...last).reversed())
        }
        #expect(try find("HT-1", "--known-at", "2") == [2, 1])
        #expect(try find("再更正", "--known-at", "3") == [])
        #expect(try find("--known-at", "9999-12-31") == [4, 3, 2, 1, 0])
    }

    @Test func `tells of a filing what had become of it then`() throws {
        #expect(try state(1, knownAt: 1) == "in force")
        #expect(try state(1, knownAt: 2) == "superseded by 2")
        #expect(try state(1, knownAt: 3) == "in force")
        #expect(try state(1, knownAt: 4) == "superseded by 4")
        #expect(try state(2, knownAt: 2) == "in force")
        #expect(try state(2, knownAt: 3) == "withdrawn by 3")
        let found = try sandbox.run("find", "HT-1", "--known-at", "2", "--json").objects()
        #expect(found.map { $0["state"] as? String } == ["in-force", "superseded"])
        #expect(try sandbox.run("show", "1", "--known-at", "2", "--json").objects().first?["knownAt"] as? Int == 2)
    }

    @Test func `does not show a filing that was not known yet`() throws {
        let outcome = try sandbox.run("show", "4", "--known-at", "3")
        #expect(outcome.status == 1)
        #expect(outcome.bytes.isEmpty)
        #expect(outcome.diagnostics.contains("filing 4: is not known at filing 3, as it was filed on "))
    }

    @Test func `finds what is in force on a day`() throws {
        let effective = try #require(
            try sandbox.run("find", "HT-1", "--json").objects().first?["effective"] as? String)
        #expect(try find("HT-1", "--as-of", effective) == [4])
        #expect(try find("HT-1", "--as-of", effective, "--known-at", "3") == [1])
        #expect(try find("HT-1", "--as-of", "1999-12-31") == [])
        #expect(try find("HT-1", "--from", effective, "--as-of", effective) == [4])
    }
}
