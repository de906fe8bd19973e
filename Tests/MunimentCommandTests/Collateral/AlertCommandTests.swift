import Foundation
import MunimentTestSupport
import Testing

/// What has to be acted on, and what was done about it.
@Suite struct `Alerts on the command line` {
    private func alerts(_ sandbox: Sandbox, _ arguments: String...) throws -> [[String: Any]] {
        try sandbox.run(["alerts", "--json"] + arguments).objects().filter { $0["alert"] != nil }
    }

    @Test func `are the same alerts on every day on which the fact holds`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let appraisal = try sandbox.filing(of: "PG-2025-001")
        for day in ["2025-03-05", "2025-04-30", "2025-09-30"] {
            let fall = try #require(try alerts(sandbox, "--as-of", day, "--rule", "value-fall").first)
            #expect(fall.text("alert") == "value-fall:YP-2024-001:\(appraisal)")
            #expect(fall.text("level") == "orange" && fall.text("threshold") == "≥ 20 %")
            #expect((fall["evidence"] as? [Int])?.contains(appraisal) == true)
        }
        #expect(try alerts(sandbox, "--as-of", "2025-03-04", "--rule", "value-fall").isEmpty)
        #expect(
            try alerts(sandbox, "--as-of", "2025-04-30", "--known-at", "\(appraisal - 1)", "--rule", "value-fall")
                .isEmpty)
    }

    @Test func `come gravest first, by level, rule and officer`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let all = try alerts(sandbox, "--as-of", "2025-09-30")
        let levels = all.compactMap { ["red", "orange", "yellow"].firstIndex(of: $0.text("level") ?? "") }
        #expect(levels == levels.sorted() && levels.count == all.count)
        #expect(try alerts(sandbox, "--as-of", "2025-09-30", "--level", "orange").count == levels.count { $0 < 2 })
        let inspections = try alerts(sandbox, "--as-of", "2025-09-30", "--rule", "inspection")
        #expect(inspections.map { $0.text("threshold") } == ["> 30 days", "> 30 days", "overdue"])
        let soon = try alerts(sandbox, "--as-of", "2025-06-30", "--rule", "inspection")
        #expect(soon.first?.text("threshold") == "due within 7 days")
        let titles = try alerts(sandbox, "--as-of", "2025-09-30", "--rule", "title-verification")
        #expect(titles.map { $0.text("threshold") } == ["≥ 90 days", "due"])
        // The officer who wrote the contracts of the third loan.
        let his = try alerts(sandbox, "--as-of", "2025-09-30", "--officer", "钱进").compactMap { $0.text("subject") }
        #expect(Set(his) == ["DK-2024-003", "DY-2024-003", "YP-2024-003"])
        #expect(try alerts(sandbox, "--officer", "Z999").isEmpty)
        let csv = try sandbox.run("alerts", "--as-of", "2025-09-30", "--csv").text
        #expect(csv.components(separatedBy: "\r\n").count == all.count + 2)
    }

    @Test func `by hand have the exposure and the officers of their subject`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let warning = try #require(try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "warning").first)
        #expect(warning.amount("exposure") == "12000000.00")
        let contract = try sandbox.specimen(
            "intake/2024-001 上海子虚精密机械有限公司 流动资金贷款/风险/风险预警通知 2025-04-08.xml",
            [
                "FXYJ-2025-001": "FXYJ-T-1", "<collateral>YP-2024-001</collateral>": "<loan>DK-2024-002</loan>",
                "<level>yellow": "<level>red",
            ])
        let filing = try sandbox.accepted(contract)
        let his = try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "warning", "--officer", "林晓")
        #expect(his.map { $0.text("alert") } == ["warning:DK-2024-002:\(filing)"])
        #expect(his.map { $0.amount("exposure") } == ["3415402.71"])
    }

    @Test func `fail a scheduled job from the level on that it names`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for (arguments, status) in [
            (["--fail-on", "red"], Int32(4)), (["--fail-on", "yellow", "--rule", "warning"], 4),
            (["--fail-on", "red", "--rule", "warning"], 0), (["--fail-on", "red", "--ended"], 0), ([], 0),
            (["--fail-on", "blue"], 64),
        ] {
            #expect(
                try sandbox.run(["alerts", "--as-of", "2025-09-30"] + arguments).status == status, "\(arguments)")
        }
        let json = try sandbox.run("alerts", "--as-of", "2025-09-30", "--fail-on", "red", "--json")
        #expect(json.status == 4)
        #expect(try json.objects().contains { $0["notEvaluated"] as? String == "pledge-ratio" })
        let text = try sandbox.run("alerts", "--as-of", "2025-09-30")
        #expect(text.diagnostics.contains("not evaluated: pledge ratio 抵质押率, as the value is unknown: 1 (DY-2024-002)"))
    }

    @Test func `fail a job whatever level is listed`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let day = ["alerts", "--as-of", "2025-09-30", "--rule", "warning"]
        let job = try sandbox.run(day + ["--level", "red", "--fail-on", "yellow"])
        #expect(job.status == 4 && job.text == "No alerts.\n", "\(job.text)")
        #expect(job.diagnostics.contains("open alerts that are yellow or graver: 1; --level red lists 0 of them"))
        #expect(try sandbox.run(day + ["--level", "red", "--fail-on", "orange"]).status == 0)
        #expect(try sandbox.run(day + ["--level", "yellow", "--fail-on", "red"]).status == 0)
    }

    @Test func `tell programs what they tell people`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let warning = try #require(try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "warning").first)
        #expect(warning.text("figure") == "market, warned on 2025-04-08")
        let shown = try sandbox.object("collateral", "show", "YP-2024-001", "--as-of", "2025-04-30")
        let own = try #require((shown["alerts"] as? [[String: Any]])?.first { $0.text("rule") == "warning" })
        #expect(own.text("figure") == "market, warned on 2025-04-08")
        let alert = try #require(warning.text("alert"))
        #expect(
            try sandbox.run(
                "alerts", "dispose", alert, "--date", "2025-04-30", "--action", "rectification", "--text", "限期核实",
                "--deadline", "2025-07-31"
            ).status == 0)
        for (day, isOverdue) in [("2025-07-31", false), ("2025-08-01", true)] {
            let listed = try #require(try alerts(sandbox, "--as-of", day, "--rule", "warning").first)
            #expect(listed.text("deadline") == "2025-07-31" && listed["overdue"] as? Bool == isOverdue)
            let csv = try sandbox.run("alerts", "--as-of", day, "--rule", "warning", "--csv").text
            let lines = csv.components(separatedBy: "\r\n")
            #expect(lines[0].hasSuffix(",overdue") && lines[1].hasSuffix(",\(isOverdue)"), "\(csv)")
        }
    }

    @Test func `that have ended have no level that nobody stated`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let closed = try #require(
            try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "missed-instalments", "--ended").first)
        #expect(closed.text("alert") == "missed-instalments:DK-2024-001:2024-04-20")
        #expect(closed["level"] is NSNull && closed["required"] is NSNull && closed["figure"] is NSNull)
        let closing = try sandbox.filing(of: "CZJL-2024-001")
        #expect(closed.text("state") == "closed" && closed["closedBy"] as? Int == closing)
        for level in ["yellow", "red"] {
            #expect(
                try alerts(
                    sandbox, "--as-of", "2025-04-30", "--rule", "missed-instalments", "--ended", "--level", level
                ).isEmpty)
        }
        let table = try sandbox.run("alerts", "--as-of", "2025-04-30", "--rule", "missed-instalments", "--ended")
        #expect(table.text.contains("\n–  "), "\(table.text)")
    }

    @Test func `are part of the story of a collateral, those that were closed and those in hand too`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        func show(_ day: String) throws -> String {
            try sandbox.run("collateral", "show", "YP-2024-001", "--as-of", day).text
        }
        let fall = try #require(
            try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "value-fall").first?.text("alert"))
        let dispose = ["alerts", "dispose", fall, "--text", "已处理", "--json"]
        let held = try sandbox.run(
            dispose + ["--action", "rectification", "--date", "2025-04-30", "--deadline", "2025-05-31"])
        let inHand = try #require(try held.objects().first?["filing"] as? Int)
        #expect(try show("2025-05-31").contains("in hand 处置中 by filing \(inHand), to be done by 2025-05-31"))
        #expect(try show("2025-06-01").contains("to be done by 2025-05-31, passed 逾期"))
        let done = try sandbox.run(dispose + ["--action", "further-security", "--close", "--date", "2025-06-02"])
        let closing = try #require(try done.objects().first?["filing"] as? Int)
        #expect(try show("2025-06-02").contains("closed by filing \(closing) 已关闭"))
        let story = try sandbox.object("collateral", "show", "YP-2024-001", "--as-of", "2025-06-02")
        let closed = try #require(story["closedAlerts"] as? [[String: Any]])
        #expect(closed.map { $0.text("alert") } == [fall])
        #expect(closed.map { $0["closedBy"] as? Int } == [closing])
        #expect((story["alerts"] as? [[String: Any]])?.contains { $0.text("alert") == fall } == false)
    }

    @Test func `that do not exist yet are not closed`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let path = "intake/2024-001 上海子虚精密机械有限公司 流动资金贷款/风险/处置记录 2024-05-27.xml"
        let loan = "DK-2024-001"
        for (alert, told) in [
            ("missed-instalments:\(loan):2030-01-20", "on 2024-05-27 yet"), ("inspection:\(loan):9999", "is not filed"),
        ] {
            let record = try sandbox.specimen(
                path, ["CZJL-2024-001": "CZJL-T", "missed-instalments:\(loan):2024-04-20": alert])
            let outcome = try sandbox.file(record)
            #expect(outcome.status == 3 && outcome.text.contains(told), "\(outcome.text)")
        }
    }

    @Test func `are disposed of by a record, once`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let alert = try #require(
            try alerts(sandbox, "--as-of", "2025-04-30", "--rule", "value-fall").first?.text("alert"))
        let dispose = [
            "alerts", "dispose", alert, "--date", "2025-04-30", "--action", "rectification", "--text", "限期补充担保",
        ]
        let undated = try sandbox.run(dispose)
        #expect(undated.status == 64 && undated.diagnostics.contains("--deadline"))
        #expect(try sandbox.run(dispose + ["--deadline", "2025-04-29"]).status == 64)
        let filed = try sandbox.run(dispose + ["--deadline", "2025-07-31"])
        #expect(filed.status == 0 && filed.text.hasPrefix("filed"), "\(filed.diagnostics)")
        #expect(try sandbox.run(dispose + ["--deadline", "2025-07-31"]).text.hasPrefix("already"))
        let open = try #require(try alerts(sandbox, "--as-of", "2025-05-01", "--rule", "value-fall").first)
        #expect(open.text("state") == "in-hand")
        for (day, isLate) in [("2025-07-31", false), ("2025-08-01", true)] {
            let list = try sandbox.run("alerts", "--as-of", day, "--rule", "value-fall").text
            #expect(list.contains("passed 逾期") == isLate, "\(list)")
        }
        let mild = try sandbox.run(
            "alerts", "dispose", alert, "--action", "explanation", "--text", "已核实", "--close", "--date", "2025-05-01")
        #expect(mild.status == 64 && mild.diagnostics.contains("does not end an alert that is"), "\(mild.diagnostics)")
        #expect(try alerts(sandbox, "--as-of", "2025-04-29", "--rule", "value-fall").first?.text("state") == "open")
        let close = ["alerts", "dispose", alert, "--action", "further-security", "--text", "已追加保证金", "--close"]
        #expect(try sandbox.run(close + ["--date", "2025-07-20"]).status == 0)
        // Another collateral has fallen meanwhile.
        let left = try alerts(sandbox, "--as-of", "2025-07-20", "--rule", "value-fall")
        #expect(left.map { $0.text("subject") } == ["YP-2024-004"])
        let ended = try alerts(sandbox, "--as-of", "2025-07-20", "--rule", "value-fall", "--ended")
        #expect(ended.map { $0.text("state") } == ["closed"])
        let again = try sandbox.run(close + ["--date", "2025-07-21"])
        #expect(again.status == 3 && again.text.contains("was closed by filing"))
        // Withdrawn, it is done again as a record of its own.
        let closing = try #require(
            try sandbox.rows("find", "--kind", "disposal-record").compactMap {
                $0["filing"] as? Int
            }.max())
        try sandbox.accepted(SampleRecord.withdrawal(of: closing, "CX-1").text)
        #expect(try sandbox.run(close + ["--date", "2025-07-20"]).text.hasPrefix("filed"))
        #expect(try alerts(sandbox, "--as-of", "2025-07-20", "--rule", "value-fall", "--ended").count == 1)
    }

    @Test func `that do not hold are not disposed of`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        for (alert, status, told) in [
            ("value-fall:YP-2024-002:1", Int32(1), "does not hold"),
            ("missed-instalments:DK-2024-001:2024-04-20", 3, "was closed by filing"), ("nonsense", 64, "invalid"),
        ] {
            let outcome = try sandbox.run(
                "alerts", "dispose", alert, "--action", "explanation", "--text", "核实", "--date", "2025-04-30")
            #expect(outcome.status == status, "\(outcome.diagnostics)")
            #expect((outcome.text + outcome.diagnostics).contains(told), "\(outcome.diagnostics)")
        }
        // Only one that has grown graver is closed once more.
        let graver = try sandbox.run(
            "alerts", "dispose", "missed-instalments:DK-2024-001:2024-04-20", "--action", "recall", "--text", "提前收回",
            "--close", "--date", "2025-04-30")
        #expect(graver.status == 5 && graver.diagnostics.contains("is no graver since"), "\(graver.diagnostics)")
    }
}

@Suite struct `A policy that is not filed` {
    private let policy = "intake/2025-押品政策/押品政策 2025.xml"

    @Test func `is previewed by the alerts that it would create, change and clear`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let size = try sandbox.size()
        let lax = try sandbox.specimen(policy, ["YPZC-2025-001": "YPZC-T", "<cap>60</cap>": "<cap>70</cap>"])
        try sandbox.folder.write(lax, to: "lax.xml")
        let cleared = try sandbox.rows("policy", "preview", "lax.xml", "--as-of", "2025-09-30")
        #expect(Set(cleared.compactMap { $0.text("change") }) == ["changed", "cleared"])
        #expect(cleared.allSatisfy { $0.text("alert")?.hasPrefix("pledge-ratio") == true })
        let strict = try sandbox.specimen(
            policy, ["YPZC-2025-001": "YPZC-T", "<yellow>10</yellow>": "<yellow>3</yellow>"])
        try sandbox.folder.write(strict, to: "strict.xml")
        let outcome = try sandbox.run("policy", "preview", "strict.xml", "--as-of", "2025-09-30")
        #expect(outcome.text.contains("value-fall:YP-2024-003"))
        #expect(outcome.diagnostics.contains("1 created, 0 changed, 0 cleared; nothing was filed"))
        var bare = try sandbox.specimen(policy, ["YPZC-2025-001": "YPZC-T"])
        bare.replace(#/<collateral-rule>\s*<type>residential-building(.|\n)*?<\/collateral-rule>/#, with: "")
        try sandbox.folder.write(bare, to: "bare.xml")
        let programs = try sandbox.run("policy", "preview", "bare.xml", "--as-of", "2025-09-30", "--json")
        #expect(try programs.objects().contains { $0.text("reason") == "no-rule-for-type" })
        #expect(!programs.diagnostics.contains("not evaluated"))
        let same = try sandbox.run("policy", "preview", "\(Sandbox.specimens)/\(policy)", "--as-of", "2025-09-30")
        #expect(same.text == "It would change no alert.\n")
        #expect(try sandbox.size() == size)
    }

    @Test func `must be a valid policy`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        try sandbox.folder.write(try sandbox.specimen(policy, ["<cap>60</cap>": "<cap>600</cap>"]), to: "wrong.xml")
        let contract = "\(Sandbox.specimens)/intake/2024-002 贾明远 甄若兰 个人住房贷款/个人住房抵押合同.xml"
        for (file, status, told) in [
            ("wrong.xml", Int32(3), "cap"), (contract, 64, "is no policy"),
            ("nowhere.xml", 1, "nowhere.xml: does not exist; name a policy record"),
            ("archive", 1, "archive: is a folder; name a policy record"),
            ("", 64, "FILE: names no file; name a policy record"),
        ] {
            let outcome = try sandbox.run("policy", "preview", file)
            #expect(outcome.status == status, "\(file): \(outcome.diagnostics)")
            #expect(outcome.diagnostics.contains(told), "\(outcome.diagnostics)")
            #expect(outcome.bytes.isEmpty)
        }
    }
}
