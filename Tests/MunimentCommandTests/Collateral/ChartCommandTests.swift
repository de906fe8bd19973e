import Foundation
import MunimentTestSupport
import Testing

@Suite struct `Charts on the command line` {
    @Test func `are SVG files that say what they are of`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for (chart, told) in [
            (["history", "YP-2024-001"], ["1,920", "2,400"]), (["coverage"], ["DY-2024-001", "75.64 %"]),
            (["drops"], ["合计"]), (["drops", "--since", "2024-12-31", "--percentage"], ["合计"]),
        ] {
            let outcome = try sandbox.run(["chart"] + chart + ["--out", "c.svg", "--force", "--as-of", "2025-09-30"])
            #expect(outcome.status == 0, "\(chart): \(outcome.diagnostics)")
            let svg = String(decoding: try #require(sandbox.folder.bytes(of: "c.svg")), as: UTF8.self)
            #expect(svg.contains("<svg") && svg.contains("2025-09-30"))
            for text in told { #expect(svg.contains(text), "\(chart): \(text)") }
        }
    }

    @Test func `have the figures of the lists`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let day = ["--as-of", "2025-09-30", "--out", "c.svg", "--force"]
        // One of the values expired before the window begins: what it was is compared all the same.
        let falls = try sandbox.rows(
            "collateral", "drops", "--window", "2y", "--at-least", "1%", "--as-of", "2025-09-30")
        let drawn = try #require(try sandbox.run(["chart", "drops", "--window", "2y", "--json"] + day).objects().first)
        let regions = try #require(drawn["rows"] as? [[String: Any]])
        func sum(_ rows: [[String: Any]], _ field: String) -> Int {
            rows.compactMap { ($0[field] as? [String: Any])?["minorUnits"] as? Int }.reduce(0, +)
        }
        #expect(!falls.isEmpty)
        #expect(sum(regions, "before") - sum(regions, "after") == sum(falls, "amount"))
        let coverage = try sandbox.run(["chart", "coverage", "--csv"] + day).text
        #expect(coverage.hasPrefix("mortgage,pledgeRatio,cap,bare,unknownCollaterals\r\n"))
        #expect(coverage.contains("DY-2024-003,75.641026,60,false,0"))
        #expect(coverage.contains("DY-2024-002,,"))
    }

    @Test func `draw the principal from the day on which it was paid out`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let drawn = try sandbox.run(
            "chart", "history", "YP-2024-001", "--as-of", "2025-09-30", "--out", "c.svg", "--csv"
        ).text
        let steps = drawn.components(separatedBy: "\r\n").filter { $0.contains(",,,,") && !$0.hasSuffix(",") }
        #expect(steps.first?.hasPrefix("2024-04-01,") == true, "\(drawn)")
    }

    @Test func `replace no file unless they may, and none of the archive's`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        try sandbox.folder.write("kept", to: "c.svg")
        for (name, status, told) in [
            ("c.svg", Int32(5), "already exists; name another file, or replace it by --force"),
            ("archive/registry.sqlite.svg", 5, "archive's own"), ("nowhere/c.svg", 1, "does not exist"),
            ("archive/muniment.json", 64, "ends in .svg"), ("c.png", 64, "ends in .svg"), ("", 64, "ends in .svg"),
        ] {
            let outcome = try sandbox.run("chart", "coverage", "--out", name)
            #expect(outcome.status == status && outcome.diagnostics.contains(told), "\(name): \(outcome.diagnostics)")
        }
        #expect(sandbox.folder.bytes(of: "c.svg") == Array("kept".utf8))
        for (name, status) in [("archive/registry.sqlite.svg", Int32(5)), ("archive/muniment.json", 64)] {
            #expect(try sandbox.run("chart", "coverage", "--out", name, "--force").status == status)
        }
        #expect(sandbox.folder.bytes(of: "c.png") == nil)
        #expect(try sandbox.run("chart", "coverage", "--out", "c.svg", "--force", "--json").objects().count == 1)
    }

    @Test func `are not made of what is not known`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        #expect(try sandbox.run("chart", "history", "YP-0000", "--out", "c.svg").status == 1)
        #expect(try sandbox.run("chart", "drops", "--currency", "YUAN", "--out", "c.svg").status == 64)
        #expect(sandbox.folder.bytes(of: "c.svg") == nil)
    }
}
