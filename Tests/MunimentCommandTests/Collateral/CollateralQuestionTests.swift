import Foundation
import MunimentTestSupport
import Testing

/// What a risk officer asks of collaterals and mortgages, of the specimens.
@Suite struct `Collaterals on the command line` {
    @Test func `come as tables, as CSV and as JSON with the same rows`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for question in [
            ["collateral", "list"], ["collateral", "history", "YP-2024-001"], ["collateral", "drops"],
            ["collateral", "coverage"], ["collateral", "stale"],
            ["collateral", "stress", "--shock", "residential=-20%"], ["mortgage", "list"],
            ["mortgage", "unregistered"],
        ] {
            let question = question + ["--as-of", "2025-09-30"]
            let (csv, json) = try (sandbox.run(question + ["--csv"]), sandbox.run(question + ["--json"]))
            #expect(csv.status == 0 && json.status == 0, "\(question)")
            let rows = csv.text.components(separatedBy: "\r\n").dropLast()
            #expect(rows.count == 1 + (try json.objects().count), "\(question)")
            #expect(try sandbox.run(question).status == 0)
        }
    }

    @Test func `are listed by type, region, owner, loan and state`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for (filter, expected) in [
            ([], ["YP-2024-001", "YP-2024-002", "YP-2024-003", "YP-2024-004"]),
            (["--type", "land"], ["YP-2024-003"]), (["--region", "3101"], ["YP-2024-001", "YP-2024-002"]),
            (["--region", "昆山"], ["YP-2024-003", "YP-2024-004"]), (["--owner", "KH-200351"], ["YP-2024-002"]),
            (["--owner", "凭虚"], ["YP-2024-003", "YP-2024-004"]), (["--loan", "DK-2024-003"], ["YP-2024-003"]),
            (["--state", "released"], ["YP-2024-004"]), (["--type", "vehicle"], []),
        ] {
            let listed = try sandbox.run(["collateral", "list", "--as-of", "2025-09-30", "--json"] + filter)
            #expect(try listed.objects().compactMap { $0.text("collateral") } == expected, "\(filter)")
        }
        #expect(try sandbox.run("collateral", "list", "--type", "house").status == 64)
        // The equipment was released when it was lost, and the seizure of the shop was lifted.
        let then = try sandbox.rows("collateral", "list", "--as-of", "2025-07-01").map { $0.text("state") }
        #expect(then == ["seized", "registered", "registered", "registered"])
    }

    @Test func `tell their whole story on one screen`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let shown = try sandbox.run("collateral", "show", "YP-2024-001", "--as-of", "2025-04-30").text
        for told in [
            "上海子虚精密机械有限公司 (KH-100217)", "沪(2019)浦字不动产权第076412号", "DY-2024-001, rank 1", "2025-03-20: agrees",
            "19,200,000.00 (-20.00 %)", "沪(2024)浦字不动产证明第14016235号",
            "62.50 % of at most 60.00 %: 12,000,000.00 secured by 19,200,000.00", "480,000.00",
            "fell by 20.00 % against the previous value of 2024-03-06 (≥ 20 %)", "market, warned on 2025-04-08",
        ] { #expect(shown.contains(told), "\(told)") }
        // Others' warnings are not its own.
        #expect(
            !(try sandbox.run("collateral", "show", "YP-2024-002", "--as-of", "2025-04-30").text).contains("warned"))
        let known = try sandbox.filing(of: "PG-2025-001")
        let before = try sandbox.object(
            "collateral", "show", "YP-2024-001", "--as-of", "2025-03-09", "--known-at", "\(known - 1)")
        #expect(before.amount("value") == "24000000.00")
        let unknown = try sandbox.run("collateral", "show", "YP-0000")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("collateral list"))
        #expect(unknown.bytes.isEmpty)
    }

    @Test func `say so where no policy is in force`() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.run("file", "\(Sandbox.specimens)/intake").status == 0)
        let shown = try sandbox.run("collateral", "show", "YP-2024-001", "--as-of", "2024-12-31")
        #expect(shown.status == 0)
        #expect(shown.text.contains("none in force on 2024-12-31"))
        #expect(
            try sandbox.run("mortgage", "show", "DY-2024-001", "--as-of", "2024-12-31").text.contains("none in force"))
        let alerts = try sandbox.run("alerts", "--as-of", "2024-12-31", "--fail-on", "red")
        #expect(alerts.status == 4, "nobody is told that all is well where nothing was judged")
        #expect(alerts.diagnostics.contains("no policy is in force"))
        #expect(try sandbox.run("alerts", "--as-of", "2024-12-31").status == 0)
        let coverage = try sandbox.rows("collateral", "coverage", "--as-of", "2024-12-31")
        #expect(coverage.map { $0.amount("shortfall") } == [nil, nil, nil])
        #expect(
            try sandbox.run("collateral", "coverage", "--as-of", "2024-12-31").text.components(
                separatedBy: "unknown 未知"
            )
            .count > 3)
    }

    @Test func `are listed from the day on which something holds of them`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        #expect(try sandbox.rows("collateral", "list", "--as-of", "2000-01-01").isEmpty)
        #expect(try sandbox.rows("collateral", "list", "--as-of", "2025-09-30").count > 2)
    }

    @Test func `of a mortgage are shown to programs as to people`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let shown = try sandbox.object("mortgage", "show", "DY-2024-001", "--as-of", "2025-09-30")
        let determination = try #require(shown["determination"] as? [String: Any])
        #expect(determination.amount("claim") != nil && determination["filing"] is Int)
        #expect(shown.text("from") != nil && shown.text("until") != nil)
        let collaterals = try #require(shown["collaterals"] as? [[String: Any]])
        #expect(collaterals.map { $0.amount("value") } == ["19200000.00"])
        #expect(collaterals.map { $0.text("valueState") } == ["fresh"])
        let principal = try #require(shown["principal"] as? [[String: Any]])
        #expect(principal.map { $0.amount("principal") } == ["12000000.00"])
    }

    @Test func `have no change against the other value of a day that contradicts itself`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        try sandbox.appraise("YP-2024-001", "18000000.00", on: "2025-06-01", until: "2025-12-01")
        try sandbox.appraise("YP-2024-001", "16000000.00", on: "2025-06-01", until: "2025-12-01")
        try sandbox.appraise("YP-2024-001", "15000000.00", on: "2025-07-01", until: "2025-12-01")
        let rows = try sandbox.rows(
            "collateral", "history", "YP-2024-001", "--values", "--as-of", "2025-09-30")
        #expect(rows.suffix(3).map { $0.text("change") } == ["-6.25", "-16.666666", nil])
    }

    @Test func `have a history of values and events`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let rows = try sandbox.rows("collateral", "history", "YP-2024-001", "--as-of", "2025-09-30")
        #expect(rows.compactMap { $0.text("day") } == rows.compactMap { $0.text("day") }.sorted())
        #expect(rows.contains { $0.text("text") == "seized · CF-2025-001" })
        let values = try sandbox.rows("collateral", "history", "YP-2024-001", "--values")
        #expect(values.map { $0.amount("value") } == ["24000000.00", "19200000.00"])
        #expect(values.map { $0.text("change") } == [nil, "-20"])
    }

    @Test func `fall against the value before, the initial one or the peak, within a window`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        try sandbox.appraise("YP-2024-001", "21600000.00", on: "2025-06-10", until: "2026-06-09")
        try sandbox.appraise("YP-2024-001", "20520000.00", on: "2025-08-10", until: "2026-08-09")
        func fall(_ arguments: String...) throws -> String? {
            let options = ["collateral", "drops", "--as-of", "2025-09-30", "--type", "commercial-building", "--json"]
            return try sandbox.run(options + ["--at-least", "0%"] + arguments).objects().first?.text("fall")
        }
        #expect(try fall() == "5")
        #expect(try fall("--against", "initial") == "14.5")
        #expect(try fall("--window", "1y") == "14.5")
        #expect(try fall("--since", "2025-06-01") == nil, "it rose since")
        #expect(try fall("--since", "2025-06-01", "--against", "peak") == "5")
        #expect(try fall("--at-least", "5%") == "5")
        #expect(try fall("--at-least", "5.000001") == nil)
        #expect(try sandbox.run("collateral", "drops", "--since", "2025-01-01", "--window", "1y").status == 64)
        #expect(try sandbox.run("collateral", "drops", "--window", "1w").status == 64)
        #expect(try sandbox.run("collateral", "drops", "--since", "2025-10-01", "--as-of", "2025-09-30").status == 64)
        let warned = try sandbox.rows("collateral", "drops", "--as-of", "2025-09-11")
        #expect(warned.map { $0.text("collateral") } == ["YP-2024-004"], "the policy warns from 10 % on")
        #expect(try sandbox.rows("collateral", "drops", "--as-of", "2025-09-30").isEmpty, "it perished on the 12th")
        let drop = try #require(try sandbox.rows("collateral", "drops", "--as-of", "2025-04-30").first)
        #expect(drop.amount("from") == "24000000.00" && drop.amount("to") == "19200000.00")
        #expect(drop.text("toValuer") == "上海安处房地产估价有限公司" && drop.text("toKind") == "periodic")
        #expect(drop.text("level") == "orange" && drop.text("loans") == "DK-2024-001")
    }

    @Test func `are shown as fields for a spreadsheet`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for (arguments, line) in [
            (["collateral", "show", "YP-2024-001"], "mortgages.1.collaterals.1.rank,1"),
            (["mortgage", "show", "DY-2024-001"], "amount.currency,CNY"),
            (["loan", "show", "DK-2024-001"], "loan,DK-2024-001"),
            (["party", "show", "KH-100217"], "loans.1.role,borrower"), (["policy", "show"], "filing,29"),
        ] {
            let lines = try sandbox.run(arguments + ["--as-of", "2025-09-30", "--csv"]).text
                .replacing("\r\n", with: "\n").split(separator: "\n")
            #expect(lines.first == "field,value" && lines.contains(Substring(line)), "\(lines)")
        }
    }

    @Test func `are covered by rank and cap, the worst first`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let outcome = try sandbox.run("collateral", "coverage", "--as-of", "2025-09-30")
        #expect(
            outcome.diagnostics.contains(
                "CNY 23,282,069.38 secured, 17,760,000.00 lendable, shortfall 2,106,666.67; unknown for 1 of them, with"
                    + " 3,415,402.71 secured"))
        let rows = try sandbox.rows("collateral", "coverage", "--as-of", "2025-09-30")
        #expect(rows.map { $0.text("mortgage") } == ["DY-2024-002", "DY-2024-003", "DY-2024-001"])
        #expect(rows.map { $0.amount("shortfall") } == [nil, "1626666.67", "480000.00"])
        #expect(rows.map { $0.text("pledgeRatio") } == [nil, "75.641026", "62.5"])
        #expect(rows.map { $0.text("values") } == ["unknown", "", ""])
        let totals = try sandbox.rows("collateral", "coverage", "--as-of", "2025-09-30", "--totals")
        #expect(totals.map { $0.amount("shortfall") } == ["2106666.67"])
        #expect(totals.map { $0.amount("unknownSecured") } == ["3415402.71"])
        let before = try sandbox.rows("collateral", "coverage", "--as-of", "2025-04-30")
        #expect(before.map { $0.text("mortgage") } == ["DY-2024-001", "DY-2024-002", "DY-2024-003"])
        let short = try sandbox.rows("collateral", "coverage", "--as-of", "2025-04-30", "--short")
        #expect(short.map { $0.text("mortgage") } == ["DY-2024-001"])
        #expect(try sandbox.rows("collateral", "coverage", "--officer", "Z999").isEmpty)
        // Nothing was known yet.
        #expect(try sandbox.rows("collateral", "coverage", "--known-at", "1").isEmpty)
    }

    @Test func `must be revalued by the interval of their type`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        #expect(try sandbox.rows("collateral", "stale", "--as-of", "2025-04-30").isEmpty)
        let soon = try sandbox.rows("collateral", "stale", "--as-of", "2025-04-30", "--within", "90")
        #expect(soon.compactMap { $0.text("due") } == ["2025-06-03", "2025-07-15", "2025-07-15"])
        // Its report says that it is valid for a day longer than the policy's year: for that day it is stale, and counts.
        let stale = try sandbox.rows("collateral", "stale", "--as-of", "2025-06-04")
        #expect(stale.map { $0.text("valueState") } == ["stale"])
        #expect(stale.map { $0.amount("value") } == ["5600000.00"])
        let expired = try sandbox.rows("collateral", "stale", "--as-of", "2025-09-30")
        #expect(expired.map { $0.text("valueState") } == ["expired"])
        #expect(expired.map { $0.text("level") } == ["red"])
    }

    @Test func `would breach their caps under shocks`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let size = try sandbox.size()
        func stress(_ shock: String) throws -> [String?] {
            try sandbox.rows("collateral", "stress", "--shock", shock, "--as-of", "2025-04-30").map {
                $0.text("mortgage")
            }
        }
        #expect(try stress("residential=-20%") == ["DY-2024-002"])
        #expect(Set(try stress("residential=-20%,region:昆山=-30%")) == ["DY-2024-002", "DY-2024-003"])
        #expect(try stress("land=-1%") == [])
        let unknown = try sandbox.run("collateral", "stress", "--shock", "land=-1%", "--as-of", "2025-09-30")
        #expect(unknown.diagnostics.contains("unknown for 1 mortgage, with 3,415,402.71 secured"))
        let totals = try sandbox.rows(
            "collateral", "stress", "--shock", "land=-1%", "--as-of", "2025-09-30", "--totals")
        #expect(totals.map { $0.amount("shortfall") } == ["2106666.67"])
        #expect(totals.map { $0.amount("unknownSecured") } == ["3415402.71"])
        for (shock, told) in [
            ("house=-20%", "no type of collateral"), ("residential", "no shock"), ("residential=-20", "no change"),
            ("residential=-120%", "no change"), ("region:三亚=-30%", "no collateral lies in 三亚"), ("", "missing"),
        ] {
            let outcome = try sandbox.run("collateral", "stress", "--shock", shock)
            #expect(outcome.status == 64 && outcome.diagnostics.contains(told), "\(shock): \(outcome.diagnostics)")
        }
        #expect(try sandbox.size() == size)
    }

    @Test func `are not asked about at a time that is none`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let questions = [
            ["collateral", "list"], ["collateral", "show", "YP-2024-001"], ["collateral", "history", "YP-2024-001"],
            ["collateral", "drops"], ["collateral", "coverage"], ["collateral", "stale"],
            ["collateral", "stress", "--shock", "land=-1%"], ["mortgage", "list"],
            ["mortgage", "show", "DY-2024-001"],
            ["mortgage", "unregistered"], ["alerts"], ["chart", "coverage", "--out", "c.svg"],
            ["chart", "history", "YP-2024-001", "--out", "c.svg"], ["chart", "drops", "--out", "c.svg"],
        ]
        for question in questions {
            for (option, time) in [("--known-at", "99999"), ("--known-at", "1999-01-01"), ("--as-of", "2024-02-30")] {
                let outcome = try sandbox.run(question + [option, time])
                #expect(outcome.status == 64, "\(question) \(option) \(time): \(outcome.diagnostics)")
                #expect(outcome.bytes.isEmpty, "\(question) \(option) \(time)")
            }
        }
    }
}

@Suite struct `Mortgages on the command line` {
    @Test func `are listed by state and loan, in order of number`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        func listed(_ arguments: String...) throws -> [String?] {
            try sandbox.run(["mortgage", "list", "--as-of", "2025-09-30", "--json"] + arguments).objects().map {
                $0.text("mortgage")
            }
        }
        #expect(try listed() == ["DY-2024-001", "DY-2024-002", "DY-2024-003"])
        #expect(try listed("--state", "determined") == ["DY-2024-001"])
        #expect(try listed("--loan", "DK-2024-003") == ["DY-2024-003"])
        #expect(try listed("--officer", "钱进") == ["DY-2024-003"])
        #expect(try listed("--state", "agreed") == [])
    }

    @Test func `are shown with what is known of them, each thing once`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let alive = try sandbox.run("mortgage", "show", "DY-2024-003", "--as-of", "2025-04-30").text
        for told in ["10,800,000.00, fresh", "5,200,000.00, fresh", "49.16 %, cap 55.12 %", "8,586,000.00"] {
            #expect(alive.contains(told), "\(told)")
        }
        let expired = try sandbox.run("mortgage", "show", "DY-2024-001", "--as-of", "2026-11-01").text
        #expect(expired.contains("unknown: expired 已失效"))
        #expect(!expired.contains("unknown 未知, unknown"))
        let json = try sandbox.object("mortgage", "show", "DY-2024-001", "--as-of", "2025-09-30")
        #expect(json.text("state") == "determined")
        let unknown = try sandbox.run("mortgage", "show", "DY-0000")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("mortgage list"))
    }

    @Test func `tell what they no longer cover, since when and by which filing`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let shown = try sandbox.run("mortgage", "show", "DY-2024-003", "--as-of", "2025-09-30")
        let line = try #require(shown.text.split(separator: "\n").first { $0.contains("released 解除") })
        #expect(line.contains("YP-2024-004") && line.contains("loss"))
        let json = try sandbox.object("mortgage", "show", "DY-2024-003", "--as-of", "2025-09-30")
        let released = try #require(json["released"] as? [[String: Any]])
        #expect(released.map { $0.text("collateral") } == ["YP-2024-004"])
        let filing = try #require(released.first?["filing"] as? Int)
        #expect(line.contains("filing \(filing)") && line.contains(released.first?.text("on") ?? "?"))
        let collateral = try sandbox.run("collateral", "show", "YP-2024-004", "--as-of", "2025-09-30").text
        #expect(collateral.contains("DY-2024-003, released 已解除") && collateral.contains("filing \(filing)"))
    }

    @Test func `that are not registered are listed with their principal`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        #expect(try sandbox.run("mortgage", "unregistered").text == "Every mortgage is registered.\n")
        let registration = try sandbox.filing(of: "DJ-2024-001")
        let then = ["mortgage", "unregistered", "--as-of", "2024-12-31", "--known-at", "\(registration - 1)"]
        let outcome = try sandbox.run(then)
        #expect(outcome.diagnostics.contains("1 mortgage not registered: CNY 12,000,000.00 secured"))
        let row = try #require(try sandbox.run(then + ["--json"]).objects().first)
        #expect(row.text("mortgage") == "DY-2024-001" && row["daysUnregistered"] as? Int == 284)
        #expect(row.text("level") == "red")
    }
}
