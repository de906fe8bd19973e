import Foundation
import MunimentTestSupport
import Testing

/// `collateral revalue`: the flat of the specimens, appraised at 5,600,000.00 in June 2024, by a quarterly index of Shanghai.
@Suite struct `A revaluation by index` {
    private let flat = "YP-2024-002"

    private func sandbox() throws -> (sandbox: Sandbox, command: [String]) {
        let sandbox = try Sandbox.ofSpecimens()
        try FileManager.default.copyItem(
            atPath: "\(Sandbox.specimens)/import/地区对照.csv", toPath: sandbox.folder["regions.csv"])
        let index = try sandbox.filing(of: "JGZS-2025-002")
        return (sandbox, ["collateral", "revalue", "--index", "\(index)", "--region-map", "regions.csv"])
    }

    @Test func `goes on from the index that was filed with the other specimens`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let filed = try sandbox.run("file", "\(Sandbox.specimens)/revaluation")
        #expect(filed.status == 0, "\(filed.text)\(filed.diagnostics)")
        let values = try sandbox.rows("collateral", "history", flat, "--values", "--as-of", "2025-07-31")
        #expect(values.map { $0.amount("value") } == ["5600000.00", "5373539.42"])
    }

    @Test func `is shown first, and files nothing`() throws {
        let (sandbox, command) = try sandbox()
        let shown = try sandbox.run(command + ["--as-of", "2025-04-30"])
        // 5,600,000.00 × 99.83 ÷ 102.87: the quarters that ended with March 2025 and with June 2024.
        #expect(shown.text.contains("CNY 5,600,000.00 → 5,434,509.58 (-165,490.42)"))
        #expect(shown.diagnostics.contains("nothing was filed"))
        let json = try #require(try sandbox.run(command + ["--as-of", "2025-04-30", "--json"]).objects().first)
        #expect(json["revalued"] as? Int == 1 && json["fell"] as? Int == 1)
        #expect(json.text("valueDate") == "2025-03-31")
        #expect(try sandbox.rows("find", "--kind", "indexed-revaluation").isEmpty)
        // Its appraisal has expired by then: an index does not bring it back.
        let late = try #require(try sandbox.run(command + ["--as-of", "2025-09-30", "--json"]).objects().first)
        #expect(late["revalued"] as? Int == 0)
        #expect((late["withoutValue"] as? [String: Any])?["expired"] as? Int == 1)
        #expect(try sandbox.run(command + ["--as-of", "2025-04-30", "--csv"]).status == 0)
    }

    @Test func `is one filing, which the same command does not file twice`() throws {
        let (sandbox, command) = try sandbox()
        let apply = command + ["--as-of", "2025-04-30", "--apply", "--basis", "季度重估"]
        #expect(try sandbox.run(apply).text.hasPrefix("filed"))
        #expect(try sandbox.run(apply).text.hasPrefix("already"))
        let filing = try #require(
            try sandbox.rows("find", "--kind", "indexed-revaluation").first?["filing"] as? Int)
        let shown = try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30")
        #expect(shown.amount("value") == "5434509.58" && shown.text("valueDate") == "2025-03-31")
        let drop = try sandbox.rows(
            "collateral", "drops", "--as-of", "2025-04-30", "--type", "residential-building", "--at-least", "0%")
        #expect(drop.map { $0.text("toKind") } == ["indexed"])
        #expect(drop.map { $0["toFiling"] as? Int } == [filing])
        let before = try sandbox.object(
            "collateral", "show", flat, "--as-of", "2025-04-30", "--known-at", "\(filing - 1)")
        #expect(before.amount("value") == "5600000.00")
        #expect(try sandbox.run(apply + ["--known-at", "\(filing)"]).status == 64)
    }

    @Test func `is filed again when it was withdrawn`() throws {
        let (sandbox, command) = try sandbox()
        let apply = command + ["--as-of", "2025-04-30", "--apply"]
        #expect(try sandbox.run(apply).text.hasPrefix("filed"))
        let filing = try #require(
            try sandbox.rows("find", "--kind", "indexed-revaluation").first?["filing"] as? Int)
        try sandbox.folder.write(SampleRecord.withdrawal(of: filing, "CX-1").text, to: "withdrawal.xml")
        #expect(try sandbox.run("file", "withdrawal.xml").status == 0)
        let before = try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30")
        #expect(before.amount("value") == "5600000.00")
        #expect(try sandbox.run(apply).text.hasPrefix("filed"))
        #expect(try sandbox.run(apply).text.hasPrefix("already"))
        let after = try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30")
        #expect(after.amount("value") == "5434509.58")
    }

    @Test func `of one date by a new version of the index replaces the one before only where that is said`() throws {
        let (sandbox, command) = try sandbox()
        let apply = command + ["--as-of", "2025-04-30", "--apply"]
        #expect(try sandbox.run(apply).status == 0)
        let first = try #require(
            try sandbox.rows("find", "--kind", "indexed-revaluation").first?["filing"] as? Int)
        let index = try sandbox.filing(of: "JGZS-2025-002")
        let version = try sandbox.accepted(
            sandbox.specimen(
                "intake/2025-价格指数/长三角城市住宅价格指数 2025年第二季度.xml",
                ["99.83": "92.583", "</retention>": "</retention><supersedes>\(index)</supersedes>"]))
        let preview = command + ["--as-of", "2025-04-30", "--index", "\(version)"]
        #expect(try sandbox.run(preview).diagnostics.contains("add --apply --supersedes \(first),"))
        #expect(try sandbox.run(preview + ["--json"]).objects().first?["standing"] as? Int == first)
        let again = apply + ["--index", "\(version)"]
        let refused = try sandbox.run(again)
        #expect(refused.status == 3)
        #expect(refused.text.contains("filing \(first) revalued collaterals of these types"), "\(refused.text)")
        #expect(refused.text.contains("--supersedes \(first)"))
        #expect(
            try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30").amount("value") == "5434509.58")
        let replacing = again + ["--supersedes", "\(first)"]
        #expect(try sandbox.run(replacing).text.hasPrefix("filed"))
        #expect(try sandbox.run(replacing).text.hasPrefix("already"))
        // Not what revalued another day, and not just any filing.
        for wrong in ["--as-of 2024-12-31 --supersedes \(first)", "--as-of 2025-04-30 --supersedes 2"] {
            let outcome = try sandbox.run(
                command + ["--apply", "--index", "\(version)"] + wrong.split(separator: " ").map(String.init))
            #expect(
                outcome.status == 64 && outcome.diagnostics.contains("is no revaluation in force"),
                "\(outcome.diagnostics)")
        }
        // 5,600,000.00 × 92.583 ÷ 102.87.
        #expect(
            try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30").amount("value") == "5040000.00")
    }

    @Test func `tells whoever files it why collaterals get no value, as the preview did`() throws {
        let (sandbox, command) = try sandbox()
        func expect(_ day: String, revalued: Int, without reason: String) throws {
            let preview = try #require(try sandbox.run(command + ["--as-of", day, "--json"]).objects().first)
            #expect(preview["inScope"] as? Int == revalued + 1 && preview["revalued"] as? Int == revalued)
            #expect(preview["withoutValue"] as? [String: Int] == [reason: 1])
            let filed = try sandbox.run(command + ["--as-of", day, "--apply"])
            #expect(filed.status == 0, "\(filed.diagnostics)")
            #expect(filed.diagnostics.contains("without a new value: 1, \(reason)"), "\(filed.diagnostics)")
        }
        try expect("2025-09-30", revalued: 0, without: "expired")
        // A shop that was mortgaged after the date: the region map need not know where it is.
        try sandbox.accepted(
            sandbox.specimen(
                "intake/2024-002 贾明远 甄若兰 个人住房贷款/个人住房抵押合同.xml",
                [
                    "DYHT-2024-002": "DYHT-2025-009", "DY-2024-002": "DY-2025-009", "YP-2024-002": "YP-2025-009",
                    "<signed-on>2024-06-12": "<signed-on>2025-04-05",
                ]))
        try sandbox.appraise("YP-2025-009", "900000.00", on: "2025-01-10", until: "2025-12-31")
        try expect("2025-04-30", revalued: 1, without: "no-region")
    }

    @Test func `follows the region of its date, and not that of a later title`() throws {
        let (sandbox, command) = try sandbox()
        try sandbox.accepted(retitled(on: "2025-04-10", division: "440305"))
        #expect(try sandbox.run(command + ["--as-of", "2025-04-30", "--apply"]).status == 0)
        #expect(
            try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30").amount("value") == "5434509.58")
    }

    @Test func `goes by a title that was registered after its date, where none was before`() throws {
        let (sandbox, command) = try sandbox()
        let title = try sandbox.filing(of: "QZ-2024-002")
        try sandbox.accepted(SampleRecord.withdrawal(of: title, "CX-1").text)
        let registration = try sandbox.filing(of: "DJ-2024-002")
        try sandbox.accepted(SampleRecord.withdrawal(of: registration, "CX-2").text)
        try sandbox.accepted(retitled(on: "2025-07-01", division: "310112"))
        let json = try #require(try sandbox.run(command + ["--as-of", "2025-04-30", "--json"]).objects().first)
        #expect(json["revalued"] as? Int == 1, "\(json)")
        #expect(try sandbox.run(command + ["--as-of", "2025-04-30", "--apply"]).status == 0)
        #expect(
            try sandbox.object("collateral", "show", flat, "--as-of", "2025-04-30").amount("value") == "5434509.58")
    }

    /// Another title of the flat.
    private func retitled(on day: String, division: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <collateral-certificate xmlns="urn:muniment:record:1" version="1">
          <header>
            <identifier>QZ-\(day)</identifier><title>不动产权证书</title><effective>\(day)</effective>
            <author>陈静</author><department>风险管理部</department>
            <subjects><collateral>\(flat)</collateral><party>KH-200351</party></subjects>
            <confidentiality>internal</confidentiality><retention>30-years</retention>
          </header>
          <collateral>\(flat)</collateral>
          <certificate-number>新字第\(day)号</certificate-number>
          <registered-on>\(day)</registered-on>
          <authority>登记中心</authority>
          <owner><number>KH-200351</number><name>贾明远</name>\
        <identity-number>310104198804120009</identity-number></owner>
          <title-certificate><ownership>sole</ownership></title-certificate>
          <real-estate>
            <real-estate-unit-number>310112012004GB00131F00080020</real-estate-unit-number>
            <address><division>\(division)</division><line>示例路1号</line></address>
            <right-type>land-and-building</right-type><right-nature>granted</right-nature><use>residential</use>
          </real-estate>
        </collateral-certificate>

        """
    }

    @Test func `says what a region map is where there is none`() throws {
        let (sandbox, command) = try sandbox()
        try sandbox.folder.write("", to: "empty.csv")
        for (map, status, told) in [
            ("nowhere.csv", Int32(1), "nowhere.csv: does not exist"), ("archive", 1, "archive: is a folder"),
            ("empty.csv", 64, "empty.csv: is empty"), ("", 64, "--region-map: names no file"),
        ] {
            let outcome = try sandbox.run(command + ["--region-map", map])
            #expect(outcome.status == status, "\(map): \(outcome.diagnostics)")
            #expect(
                outcome.diagnostics.contains("\(told); write a table (CSV) with the columns division,region"),
                "\(outcome.diagnostics)")
        }
    }

    @Test func `never silences a stale appraisal, nor changes the identity of its alert`() throws {
        let (sandbox, command) = try sandbox()
        func alert() throws -> [String?] {
            try sandbox.rows("alerts", "--as-of", "2025-06-04", "--rule", "valuation").filter { $0["alert"] != nil }
                .map { $0.text("alert") }
        }
        let before = try alert()
        #expect(before == ["valuation:\(flat):\(try sandbox.filing(of: "PG-2024-002"))"])
        #expect(try sandbox.run(command + ["--as-of", "2025-04-30", "--apply"]).status == 0)
        let stale = try sandbox.rows("collateral", "stale", "--as-of", "2025-06-04")
        #expect(stale.map { $0.text("valueState") } == ["stale"])
        #expect(stale.map { $0.text("valueKind") } == ["indexed"])
        #expect(try alert() == before)
    }

    @Test(arguments: [
        ("division,region\n31,杭州\n", "has no region 杭州"),
        ("division,region\n32,苏州\n", "no rule for collateral YP-2024-002"),
        ("place,region\n31,上海\n", "line 1"), ("division,region\n3a,上海\n", "line 2"),
        ("division,region\n31,苏州\n31,上海\n", "line 3"), ("", "is empty"), ("division,region\n", "has no rows"),
    ])
    func `is refused with a region map that is wrong`(map: String, told: String) throws {
        let (sandbox, command) = try sandbox()
        try sandbox.folder.write(map, to: "regions.csv")
        for arguments in [[], ["--apply"]] {
            let outcome = try sandbox.run(command + ["--as-of", "2025-04-30"] + arguments)
            #expect(outcome.status == 64 && outcome.diagnostics.contains(told), "\(outcome.diagnostics)")
            #expect(outcome.bytes.isEmpty)
        }
        #expect(try sandbox.rows("find", "--kind", "indexed-revaluation").isEmpty)
    }

    @Test func `is refused without an index, a map or a period for it`() throws {
        let (sandbox, command) = try sandbox()
        let contract = try sandbox.filing(of: "JKHT-2024-001")
        for (arguments, status, told) in [
            (["--as-of", "2023-12-31"], Int32(64), "has no value for 上海"),
            (["--type", "land"], 64, "does not speak of land"),
            (["--index", "\(contract)"], 64, "no price index"), (["--region-map", "nowhere.csv"], 1, "does not exist"),
        ] {
            // The later of two options of one name counts.
            let outcome = try sandbox.run(command + arguments + ["--apply"])
            #expect(outcome.status == status && outcome.diagnostics.contains(told), "\(outcome.diagnostics)")
        }
        #expect(try sandbox.rows("find", "--kind", "indexed-revaluation").isEmpty)
    }
}
