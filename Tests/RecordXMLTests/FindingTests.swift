import RecordXML
import Records
import Testing

/// Each way to be wrong against the schema, by the words that its author reads.
@Suite struct FindingTests {
    let validator = SampleRecords.validator
    let loan = SampleRecords.text(.loanContract)

    /// The line and column at which a text first stands.
    private func position(of part: String, in text: String) -> [Int] {
        guard let range = text.firstRange(of: part) else { return [] }
        let lines = text[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        return [lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1]
    }

    @Test func `a missing element is named, with its label and hint, where the next one stands`() throws {
        let text = loan.without("<principal")
        let finding = try validator.finding(text)
        #expect(finding.rule == "missing-element")
        #expect(finding.file == "record.xml")
        #expect([finding.line, finding.column] == position(of: "<annual-rate", in: text))
        #expect(finding.path == "/loan-contract/annual-rate")
        #expect(finding.problem == "`principal` is missing before `annual-rate`")
        #expect(finding.expected.hasPrefix("`principal` (贷款本金 · Principal): an amount greater than zero"))
    }

    @Test func `an element missing at the end is found at the element around`() throws {
        let finding = try validator.finding(loan.without("<misuse-uplift"))
        #expect(finding.rule == "missing-element")
        #expect(finding.path == "/loan-contract/penalty")
        #expect(finding.problem == "`misuse-uplift` is missing at the end of `penalty`")
    }

    @Test func `a misspelt element is told what it was probably meant to be`() throws {
        let text = loan.replacing("principal", with: "princpal")
        let finding = try validator.finding(text)
        #expect(finding.rule == "unexpected-element")
        #expect(finding.problem == "`princpal` is no element of `loan-contract`; was `principal` meant?")
    }

    @Test func `elements in the wrong order and elements given twice are told apart`() throws {
        let swapped = loan.replacing("<purpose>", with: "<penalty/><purpose>")
        #expect(try validator.findings(swapped).first?.problem == "`penalty` stands before `purpose`")
        let twice = loan.replacing("<purpose>", with: "<purpose>x</purpose><purpose>")
        let finding = try validator.finding(twice)
        #expect(finding.problem == "`purpose` is there once too often")
        #expect(finding.path == "/loan-contract/purpose[2]")
    }

    @Test func `a choice that was not made lists what may stand`() throws {
        let text = SampleRecords.text(.mortgageContract).replacing("maximum-amount>", with: "minimum-amount>")
        let finding = try validator.finding(text)
        #expect(finding.expected.contains("`ordinary` (一般抵押 · Ordinary mortgage)"))
        #expect(finding.expected.contains("`maximum-amount` (最高额抵押 · Maximum-amount mortgage)"))
    }

    @Test func `a value of the wrong form is quoted once, with the hint of its type`() throws {
        let finding = try validator.finding(loan.with("principal", "1,000,000"))
        #expect(finding.rule == "wrong-value")
        #expect(finding.problem == "`1,000,000` does not have the right form")
        #expect(finding.expected.hasPrefix("an amount greater than zero"))
        #expect([finding.line, finding.column] == position(of: "<principal", in: loan))
    }

    @Test func `an amount with too many digits is told how many it may have`() throws {
        for (amount, told) in [
            ("1000000000000000.00", "has 16 digits before the point, and an amount has at most 15"),
            ("1000000000000000,00", "does not have the right form"),
        ] {
            let finding = try validator.finding(loan.with("principal", amount))
            #expect(finding.problem == "`\(amount)` \(told)")
        }
    }

    @Test func `a value that is not listed gets the list with its labels`() throws {
        let finding = try validator.finding(loan.with("method", "equal-principle"))
        #expect(
            finding.problem == "`equal-principle` is none of the allowed values; was `equal-principal` meant?")
        #expect(finding.expected.contains("`equal-principal` (等额本金 · Equal principal)"))
    }

    @Test(
        arguments: [
            ("signed-on", "2024-02-30", "`2024-02-30` is no day of the calendar"),
            ("purpose", "", "`purpose` is empty"), ("purpose", " 采购 ", "`采购` has blanks before or after it"),
            ("repayment-day", "32", "`32` is too large"),
            ("title", String(repeating: "长", count: 201), "with 201 characters"),
        ])
    func `a wrong value is told in plain words`(element: String, value: String, problem: String) throws {
        let finding = try validator.finding(loan.with(element, value))
        #expect(finding.rule == "wrong-value")
        #expect(finding.problem.contains(problem))
        #expect(!finding.expected.isEmpty)
    }

    @Test func `a wrong attribute is found at the attribute`() throws {
        let text = loan.replacing("currency=\"CNY\"", with: "currency=\"CNX\"")
        let findings = try validator.findings(text)
        #expect(findings.map(\.path) == ["/loan-contract/principal/@currency"])
        #expect([findings[0].line, findings[0].column] == position(of: "currency=\"CNX\"", in: text))
        #expect(findings[0].problem.hasPrefix("`CNX` is none of the allowed values"))
    }

    @Test func `a missing attribute and an unknown one are named`() throws {
        let missing = try validator.finding(loan.replacing(" scale=\"2\"", with: ""))
        #expect(missing.rule == "missing-attribute")
        #expect(missing.problem == "`principal` has no attribute `scale`")
        let unknown = try validator.finding(loan.replacing("scale=", with: "skale=\"2\" scale="))
        #expect(unknown.rule == "unknown-attribute")
        #expect(unknown.problem == "`principal` may not have an attribute `skale`; was `scale` meant?")
        #expect(unknown.path == "/loan-contract/principal/@skale")
    }

    @Test func `another version is a wrong value`() throws {
        let finding = try validator.finding(loan.replacing("version=\"1\">", with: "version=\"2\">"))
        #expect(finding.rule == "wrong-value")
        #expect(finding.path == "/loan-contract/@version")
        #expect(finding.problem == "`2` does not have the right form")
    }

    @Test func `text where only elements may be, and elements where only text may be`() throws {
        let text = try validator.finding(loan.replacing("<term>", with: "<term>x"))
        #expect(text.rule == "unexpected-text")
        #expect(text.path == "/loan-contract/term")
        let element = try validator.finding(loan.with("purpose", "<b>x</b>"))
        #expect(element.rule == "unexpected-element")
        #expect(element.problem == "`purpose` contains an element, where only text may be")
    }

    @Test func `a number given twice is a duplicate`() throws {
        let text = SampleRecords.text(.valuationReport)
            .replacing("<collateral>", with: "<collateral>YP-2024-001</collateral><collateral>", maxReplacements: 1)
        let finding = try validator.finding(text)
        #expect(finding.rule == "duplicate-value")
        #expect(finding.problem == "`YP-2024-001` is given twice")
        #expect(finding.path == "/valuation-report/header/subjects/collateral[2]")
    }

    @Test func `a number that the subjects lack is found where it stands`() throws {
        let text = loan.replacing("<number>KH", with: "<number>XX")
        let finding = try validator.finding(text)
        #expect(finding.rule == "unmatched-reference")
        #expect(finding.path == "/loan-contract/borrower/number")
        #expect(finding.problem == "`XX-10086` is not named in `header/subjects/party`")
        #expect(finding.line == position(of: "<number>XX", in: text).first)
    }

    @Test func `a record in no namespace or a wrong one is told the right one`() throws {
        for wrong in ["", "xmlns=\"urn:muniment:record:2\""] {
            let finding = try validator.finding(loan.replacing("xmlns=\"urn:muniment:record:1\"", with: wrong))
            #expect(finding.rule == "wrong-namespace")
            #expect(finding.expected.contains("xmlns=\"urn:muniment:record:1\""))
        }
        let inner = try validator.findings(loan.replacing("<term>", with: "<term xmlns=\"urn:x\">"))
        #expect(inner.first?.rule == "wrong-namespace")
        #expect(inner.first?.problem == "`term` is in the namespace urn:x")
    }

    @Test func `an unknown kind gets the known ones and the nearest`() throws {
        let finding = try validator.finding(loan.replacing("loan-contract", with: "loan-contrat"))
        #expect(finding.rule == "unknown-kind")
        #expect(finding.problem.hasSuffix("was `loan-contract` meant?"))
        for kind in RecordKind.shipped { #expect(finding.expected.contains("`\(kind)`")) }
        #expect(try validator.finding("<common xmlns=\"urn:muniment:record:1\"/>").rule == "unknown-kind")
        let xsd = try validator.finding(ShippedSchemas.files[0].bytes)
        #expect(xsd.problem.contains("this is an XSD"))
    }

    @Test func `several faults are told in the order of the file, at most twenty`() throws {
        let text = loan.with("signed-on", "x").with("principal", "x").with("title", "")
        #expect(
            try validator.findings(text).map(\.path) == [
                "/loan-contract/header/title", "/loan-contract/signed-on", "/loan-contract/principal",
            ])
        let subjects = (0..<50).map { "<loan>? \($0)</loan>" }.joined()
        let many = loan.replacing("<subjects>", with: "<subjects>" + subjects)
        #expect(try validator.findings(many).count == RecordValidator.findingLimit)
    }
}
