import MunimentTestSupport
import Testing

/// What a collateral is worth, where it is easily got wrong: seen from the command line.
@Suite struct `The value of a collateral` {
    private let shop = "YP-2024-001"

    private func value(_ sandbox: Sandbox, on day: String, _ arguments: String...) throws -> String? {
        let options = ["collateral", "show", shop, "--as-of", day, "--json"] + arguments
        let shown = try #require(try sandbox.run(options).objects().first)
        return shown.amount("value") ?? shown.text("valueState")
    }

    @Test func `is unknown and red when all valuations have expired, not a ratio of zero`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let coverage = try sandbox.rows("collateral", "coverage", "--as-of", "2026-11-01")
        #expect(coverage.count == 3)
        for row in coverage {
            for field in ["value", "lendable", "pledgeRatio", "shortfall"] {
                #expect(row.text(field) == nil && row.amount(field) == nil, "\(field)")
            }
            #expect(row.text("values") == "unknown")
        }
        let red = try sandbox.rows("alerts", "--as-of", "2026-11-01", "--rule", "valuation", "--level", "red")
        #expect(Set(red.compactMap { $0.text("subject") }) == ["YP-2024-001", "YP-2024-002", "YP-2024-003"])
        let told = try sandbox.run("collateral", "coverage", "--as-of", "2026-11-01").diagnostics
        #expect(told.contains("unknown for 3 of them"))
        #expect(try sandbox.run("collateral", "show", shop, "--as-of", "2026-11-01").text.contains("unknown: expired"))
    }

    @Test func `does not fall back to an older one that is valid for longer`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        try sandbox.appraise(shop, "18000000.00", on: "2025-06-01", until: "2025-07-01", kind: "triggered")
        #expect(try value(sandbox, on: "2025-05-31") == "19200000.00")
        #expect(try value(sandbox, on: "2025-07-01") == "18000000.00")
        #expect(try value(sandbox, on: "2025-07-02") == "expired")
    }

    @Test func `is that of the valuation before again when one is withdrawn`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let filing = try sandbox.filing(of: "PG-2025-001")
        let withdrawal = try sandbox.accepted(SampleRecord.withdrawal(of: filing, "CX-1").text)
        #expect(try value(sandbox, on: "2025-03-10") == "24000000.00")
        #expect(try value(sandbox, on: "2025-03-11") == "expired")
        #expect(try value(sandbox, on: "2025-03-10", "--known-at", "\(withdrawal - 1)") == "19200000.00")
    }

    @Test func `is unknown and red where two of one date differ, until one is withdrawn`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let other = try sandbox.appraise(shop, "19000000.00", on: "2025-03-05", until: "2026-03-09")
        #expect(try value(sandbox, on: "2025-04-30") == "contradictory")
        let alert = try sandbox.rows("alerts", "--as-of", "2025-04-30", "--rule", "valuation").first
        #expect(alert?.text("level") == "red")
        #expect((alert?["evidence"] as? [Int])?.contains(other) == true)
        #expect(alert?.text("figure") == "two different values for 2025-03-05")
        try sandbox.accepted(SampleRecord.withdrawal(of: other, "CX-1").text)
        #expect(try value(sandbox, on: "2025-04-30") == "19200000.00")
    }

    @Test func `changes in the past by a back-dated filing, but not as it was known then`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let committee = try #require(try sandbox.size()) - 1
        let before = try sandbox.run("collateral", "coverage", "--as-of", "2025-02-28", "--csv").bytes
        try sandbox.appraise(shop, "20000000.00", on: "2025-02-01", until: "2026-02-01", kind: "triggered")
        #expect(try value(sandbox, on: "2025-02-28") == "20000000.00")
        #expect(try value(sandbox, on: "2025-02-28", "--known-at", "\(committee)") == "24000000.00")
        let then = ["collateral", "coverage", "--as-of", "2025-02-28", "--known-at", "\(committee)", "--csv"]
        #expect(try sandbox.run(then).bytes == before)
    }
}

/// Records about collaterals that cannot be: refused with the rule, and nothing is filed.
@Suite struct `A record of a collateral that cannot be` {
    private static let shop = "intake/2024-001 上海子虚精密机械有限公司 流动资金贷款"
    private static let plant = "intake/2024-003 昆山凭虚智能装备有限公司 固定资产贷款"
    private static let index = "intake/2025-价格指数/长三角城市住宅价格指数 2025年第二季度.xml"

    /// A record, what is changed in it, the rule by which it is refused, and what is told.
    struct Fault: Sendable {
        var path: String
        var changes: [String: String]
        var rule: String
        var told: String
    }

    @Test(arguments: [
        Fault(
            path: "\(shop)/估值/年度重估 2025-03.xml", changes: ["PG-2025-001": "PG-T", "YP-2024-001": "YP-0000"],
            rule: "unknown-collateral", told: "YP-0000"),
        Fault(
            path: "\(shop)/估值/年度重估 2025-03.xml", changes: ["PG-2025-001": "PG-T", "\"CNY\"": "\"USD\""],
            rule: "other-currency", told: "is in CNY"),
        Fault(
            path: "\(shop)/估值/年度重估 2025-03.xml",
            changes: ["PG-2025-001": "PG-T", "<valid-until>2026-03-09": "<valid-until>2025-03-01"], rule: "date-order",
            told: "2025-03-05"),
        Fault(
            path: "\(shop)/押品/不动产登记证明.xml", changes: ["DJ-2024-001": "DJ-T"], rule: "certificate-twice",
            told: "is registered by filing"),
        Fault(
            path: "\(plant)/抵押合同.xml", changes: ["DYHT-2024-003": "DYHT-T", "DY-2024-003": "DY-T"], rule: "rank-twice",
            told: "rank 1 on collateral YP-2024-003 has mortgage DY-2024-003"),
        Fault(
            path: "\(shop)/债权确定书 2025-06-09.xml",
            changes: [
                "ZQQD-2025-001": "ZQQD-T", "DY-2024-001": "DY-2024-003", "DK-2024-001": "DK-2024-003",
            ], rule: "not-maximum-amount", told: "Civil Code 423"),
        Fault(path: index, changes: ["JGZS-2025-002": "JGZS-T"], rule: "index-period-twice", told: "2024-03-31"),
        Fault(
            path: index, changes: ["JGZS-2025-002": "JGZS-T", "101.66": "-101.66"], rule: "wrong-value", told: "-101.66"
        ),
        Fault(
            path: index, changes: ["JGZS-2025-002": "JGZS-T", "2025-06-30": "2025-12-31"], rule: "index-gap",
            told: "2025 Q3"),
    ])
    func `is refused with its rule`(fault: Fault) throws {
        let sandbox = try Sandbox.ofSpecimens()
        try refuses(sandbox.specimen(fault.path, fault.changes), fault.rule, fault.told, in: sandbox)
    }

    @Test func `is a mortgage over nothing`() throws {
        let sandbox = try Sandbox.ofSpecimens()
        let contract = try sandbox.specimen(
            "\(Self.plant)/抵押合同.xml", ["DYHT-2024-003": "DYHT-T", "DY-2024-003": "DY-T"])
        let bare = contract.replacing(#/<collateral>\s*<number>(.|\n)*<\/collateral>\s*<scope>/#, with: "<scope>")
        try refuses(bare, "missing-element", "`collateral` is missing", in: sandbox)
    }

    private func refuses(_ record: String, _ rule: String, _ told: String, in sandbox: Sandbox) throws {
        let before = try sandbox.size()
        let outcome = try sandbox.file(record)
        #expect(outcome.status == 3)
        let findings = try outcome.objects().compactMap { $0["findings"] as? [[String: Any]] }.flatMap { $0 }
        let found = findings.contains { $0.text("rule") == rule && $0.text("problem")?.contains(told) == true }
        #expect(
            found || findings.contains { $0.text("rule") == rule && outcome.text.contains(told) }, "\(outcome.text)")
        #expect(try sandbox.size() == before)
    }
}
