import Foundation
import MunimentTestSupport
import Testing

/// What a clerk does with a loan, from its contract to its payoff figure.
@Suite struct `Loans on the command line` {
    /// The specimens: the first loan is 12,000,000.00 at 3.85 % by ACT/360, paid out on 2024-04-01, interest on the 20th.
    private func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox()
        #expect(try sandbox.run("file", "\(packageRoot)/archive/specimens/intake").status == 0)
        return sandbox
    }

    @Test func `are paid back with one command, which files nothing twice`() throws {
        let sandbox = try sandbox()
        func received() throws -> Int? {
            let shown = try sandbox.run("loan", "show", "DK-2024-001", "--as-of", "2025-05-20", "--json").object()
            let balances = try #require(shown["balances"] as? [String: Any])
            return (balances["received"] as? [String: Any])?["minorUnits"] as? Int
        }
        let before = try #require(try received())
        let repay = ["repay", "DK-2024-001", "--amount", "24383.33", "--date", "2025-05-20", "--cleared", "2025-05-20"]
        #expect(try sandbox.run(repay).text.hasPrefix("filed"))
        let again = try sandbox.run(repay)
        #expect(again.status == 0)
        #expect(again.text.hasPrefix("already"))
        #expect(try received() == before + 2_438_333)
    }

    @Test func `are paid back by money that clears later`() throws {
        let sandbox = try sandbox()
        func balance(_ name: String) throws -> Int? {
            let shown = try sandbox.run("loan", "show", "DK-2024-001", "--as-of", "2025-05-25", "--json").object()
            let balances = try #require(shown["balances"] as? [String: Any])
            return (balances[name] as? [String: Any])?["minorUnits"] as? Int
        }
        let repay = [
            "repay", "DK-2024-001", "--amount", "900.00", "--date", "2025-05-20", "--voucher", "HK-7", "--json",
        ]
        let filed = try sandbox.run(repay).objects()
        let filing = try #require(filed.compactMap { $0["filing"] as? Int }.first)
        #expect(try balance("pending") == 90_000)
        let cleared = try sandbox.run(repay + ["--cleared", "2025-05-22", "--supersedes", "\(filing)"])
        #expect(cleared.status == 0, "\(cleared.text)")
        #expect(try balance("pending") == 0)
    }

    @Test func `tell the filings of money that no account can count`() throws {
        let sandbox = try sandbox()
        for number in 1...12 {
            let repay = [
                "repay", "DK-2024-001", "--amount", "999999999999999.99", "--date", "2025-05-20", "--voucher",
                "HK-\(number)", "--cleared", "2025-05-20",
            ]
            #expect(try sandbox.run(repay).status == 0)
        }
        let day = ["DK-2024-001", "--as-of", "2025-05-20"]
        let shown = try sandbox.run(["loan", "show"] + day + ["--json"]).object()
        let setAside = try #require(shown["setAside"] as? [Int])
        #expect(setAside.count == 1)
        let filing = try #require(setAside.first)
        #expect(try sandbox.run(["loan", "show"] + day).text.contains("filing \(filing): amounts"))
        let lines = try sandbox.run(["loan", "statement"] + day + ["--json"]).objects()
        let line = try #require(lines.first { ($0["posting"] as? String)?.hasPrefix("set aside") == true })
        #expect(line["filing"] as? Int == filing)
        let before = try sandbox.run("loan", "show", "DK-2024-001", "--as-of", "2025-05-19", "--json").object()
        #expect(before["setAside"] as? [Int] == [])
    }

    @Test(arguments: [
        (["DK-2024-001", "--amount", "5.0", "--date", "2024-05-20"], Int32(64), "2 decimals"),
        (["DK-2024-001", "--amount", "0.00", "--date", "2024-05-20"], 64, "greater than zero"),
        (["DK-2024-001", "--amount", "5.00", "--date", "2024-02-30"], 64, "date"),
        (["DK-2024-001", "--amount", "5.00", "--date", "2024-05-20", "--cleared", "2024-05-19"], 64, "before"),
        (["DK-0000", "--amount", "5.00", "--date", "2024-05-20"], 1, "loan list"),
        (["DK-2024-001", "--amount", "5.00", "--date", "2023-05-20"], 3, "2024-04-01"),
    ])
    func `are not paid back by what cannot be`(arguments: [String], status: Int32, told: String) throws {
        let sandbox = try sandbox()
        let outcome = try sandbox.run(["repay"] + arguments)
        #expect(outcome.status == status)
        #expect((outcome.text + outcome.diagnostics).contains(told), "\(outcome.text) \(outcome.diagnostics)")
    }

    @Test func `have a payoff figure of which every part names its basis and its filings`() throws {
        let sandbox = try sandbox()
        let quote = try sandbox.run(
            "payoff", "quote", "DK-2024-001", "--date", "2024-04-11", "--good-through", "2024-04-13", "--json"
        ).object()
        // 12,000,000.00 × 3.85 % × 10 ÷ 360 = 12,833.33, and 1,283.33 a day.
        #expect((quote["payoff"] as? [String: Any])?["minorUnits"] as? Int == 1_201_283_333)
        #expect((quote["perDiem"] as? [String: Any])?["minorUnits"] as? Int == 128_333)
        let days = try #require(quote["days"] as? [[String: Any]])
        #expect(
            days.map { ($0["payoff"] as? [String: Any])?["minorUnits"] as? Int }
                == [1_201_283_333, 1_201_411_667, 1_201_540_000])
        for component in try #require(quote["components"] as? [[String: Any]]) {
            #expect((component["filings"] as? [Int])?.isEmpty == false)
        }
        let shown = try sandbox.run("payoff", "quote", "DK-2024-001", "--date", "2024-04-11")
        #expect(shown.text.contains("12,000,000.00 × 3.85 % × 10 d (2024-04-01 – 2024-04-11)"))
    }

    @Test func `are asked about as of any day and as known at any filing`() throws {
        let sandbox = try sandbox()
        let repayments = try sandbox.run("find", "--kind", "repayment-record", "--json").objects()
        let first = try #require(repayments.compactMap { $0["filing"] as? Int }.min())
        func overdueInterest(_ arguments: String...) throws -> Int? {
            let loans = try sandbox.run(["loan", "arrears", "--as-of", "2024-04-25", "--json"] + arguments).objects()
            let loan = loans.first { $0["loan"] as? String == "DK-2024-001" }
            return (loan?["interest"] as? [String: Any])?["minorUnits"] as? Int
        }
        #expect(try overdueInterest("--known-at", "\(first - 1)") == 2_438_333)
        // Paid two days late, of which compound interest took 7.82 first.
        #expect(try overdueInterest("--known-at", "\(first)") == 782)
        #expect(try overdueInterest() == 782)
        #expect(try sandbox.run("loan", "list", "--known-at", "1").text == "No loans found.\n")
        let policies = try sandbox.run("find", "--kind", "policy", "--json").objects()
        let policy = try #require(policies.first?["filing"] as? Int)
        #expect(try sandbox.run("policy", "diff", "\(policy)", "\(policy)").status == 0)
        let unknown = try sandbox.run("policy", "diff", "\(policy)", "\(policy)", "--known-at", "\(policy - 1)")
        #expect(unknown.status == 1 && unknown.diagnostics.contains("is not known at filing \(policy - 1)"))
        let quotes = try ["--date", "--as-of"].map { option in
            try sandbox.run("payoff", "quote", "DK-2024-001", option, "2024-04-11", "--json").text
        }
        #expect(quotes[0] == quotes[1])
    }

    @Test func `are not asked about at a time that is none`() throws {
        let sandbox = try sandbox()
        let loan = "DK-2024-001"
        let questions = [
            ["find"], ["show", "1"], ["loan", "list"], ["loan", "show", loan], ["loan", "schedule", loan],
            ["loan", "statement", loan], ["loan", "arrears"], ["payoff", "quote", loan],
            ["party", "show", "KH-100217"],
            ["party", "history", "KH-100217"], ["policy", "show"], ["policy", "list"], ["policy", "diff", "1"],
        ]
        let times = [
            ("--known-at", "99999", "there is no filing 99999"), ("--known-at", "1999-01-01", "nothing had been filed"),
            ("--known-at", "2024-02-30", "invalid"), ("--as-of", "2024-02-30", "--as-of"),
        ]
        for question in questions {
            for (option, time, told) in times {
                let outcome = try sandbox.run(question + [option, time])
                #expect(outcome.status == 64, "\(question) \(option) \(time): \(outcome.diagnostics)")
                #expect(outcome.bytes.isEmpty, "\(question) \(option) \(time)")
                #expect(
                    outcome.diagnostics.contains(told), "\(question) \(option) \(time): \(outcome.diagnostics)")
            }
        }
    }

    @Test func `come as tables, as CSV and as JSON with the same figures`() throws {
        let sandbox = try sandbox()
        for command in [
            ["loan", "list"], ["loan", "schedule", "DK-2024-001"], ["loan", "statement", "DK-2024-001"],
            ["loan", "arrears"], ["loan", "arrears", "DK-2024-001"], ["party", "history", "KH-100217"],
            ["policy", "list"],
        ] {
            let moment = command[0] == "loan" ? ["--as-of", "2024-09-30"] : []
            let (csv, json) = try (
                sandbox.run(command + moment + ["--csv"]), sandbox.run(command + moment + ["--json"])
            )
            #expect(csv.status == 0 && json.status == 0, "\(command)")
            let rows = csv.text.components(separatedBy: "\r\n").dropLast()
            #expect(rows.count == 1 + (try json.objects().count), "\(command)")
            #expect(try sandbox.run(command + moment).status == 0)
        }
    }
}

extension ProgramOutcome {
    /// The one object that was printed.
    fileprivate func object() throws -> [String: Any] {
        let first = try objects().first
        return try #require(first, "\(diagnostics)")
    }
}
