import RecordXML
import Records
import Testing

/// What XSD 1.0 cannot say.
@Suite struct RuleTests {
    let validator = SampleRecords.validator
    let loan = SampleRecords.text(.loanContract)

    private func withPerson(_ number: String) -> String {
        let start = loan.firstRange(of: "<credit-code>"), end = loan.firstRange(of: "</credit-code>")
        guard let start, let end else { return loan }
        return loan[..<start.lowerBound] + "<identity-number>\(number)</identity-number>" + loan[end.upperBound...]
    }

    @Test func `every wrong check character of a credit code is found`() throws {
        let right = try #require(loan.firstMatch(of: /<credit-code>(.{18})</)?.1)
        for character in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
            let findings = try validator.findings(loan.with("credit-code", "\(right.dropLast())\(character)"))
            #expect(findings.map(\.rule) == (character == right.last ? [] : ["check-digit"]))
        }
    }

    @Test func `check digit and day of birth of an identity number`() throws {
        #expect(try validator.findings(withPerson("310115198001010008")).isEmpty)
        let finding = try validator.finding(withPerson("310115198001010007"))
        #expect(finding.rule == "check-digit")
        #expect(finding.path == "/loan-contract/borrower/identity-number")
        #expect(try validator.finding(withPerson("310115198102290007")).rule == "birth-date")
    }

    @Test(
        arguments: [
            ("CNY", "2", "1000000", "amount-decimals"), ("CNY", "2", "1000000.0", "amount-decimals"),
            ("CNY", "3", "1000000.000", "amount-decimals amount-scale"), ("JPY", "2", "1000000", "amount-scale"),
            ("JPY", "0", "1000000", ""), ("KWD", "3", "1000.000", ""),
            ("KWD", "2", "1000.00", "amount-scale amount-decimals"),
        ])
    func `decimals, scale and currency agree`(currency: String, scale: String, amount: String, rules: String) throws {
        let text = loan.with("principal", amount)
            .replacing(
                "<principal currency=\"CNY\" scale=\"2\">",
                with: "<principal currency=\"\(currency)\" scale=\"\(scale)\">")
        #expect(Set(try validator.findings(text).map(\.rule)) == Set(rules.split(separator: " ").map(String.init)))
    }

    @Test(
        arguments: [
            (RecordKind.loanContract, "end", "2024-03-31", false), (.loanContract, "end", "2024-04-01", true),
            (.loanContract, "signed-on", "2024-04-02", false), (.loanContract, "signed-on", "2024-04-01", true),
            (.valuationReport, "valid-until", "2024-03-15", false),
            (.valuationReport, "issued-on", "2024-03-14", false), (.valuationReport, "issued-on", "2024-03-15", true),
            (.valuationReport, "valid-until", "2024-03-19", false),
            (.inspectionReport, "next-due", "2024-01-01", false),
            (.inspectionReport, "reviewed-on", "2024-01-01", false),
            (.mortgageContract, "determination-date", "2027-03-26", false),
            (.mortgageContract, "determination-date", "2027-03-27", true),
            (.termsAmendment, "end", "2025-03-31", false), (.termsAmendment, "end", "2025-04-01", true),
            (.repaymentReversal, "effective", "2024-05-21", false),
            (.repaymentReversal, "effective", "2024-05-23", true),
            (.repaymentReversal, "reversed-on", "2024-05-23", false),
        ])
    func `days follow each other`(kind: RecordKind, element: String, day: String, isRight: Bool) throws {
        let findings = try validator.findings(SampleRecords.text(kind).with(element, day))
        #expect(findings.map(\.rule) == (isRight ? [] : ["date-order"]), "\(findings)")
    }

    @Test func `a floating rate is the sum of its parts`() throws {
        #expect(loan.contains("<floating-rate>"))
        let finding = try validator.finding(loan.with("annual-rate", "9.999999"))
        #expect(finding.rule == "rate-sum")
        #expect(finding.path == "/loan-contract/annual-rate")
        let sum = loan.with("annual-rate", "3.250000").with("reference-value", "3.45").with("spread", "-20")
        #expect(try validator.findings(sum).isEmpty)
    }

    @Test(
        arguments: [
            "../a.pdf", "a/../b.pdf", "/etc/passwd", "a//b.pdf", "a/", ".", "./a.pdf", "a\\b.pdf", "a/./b", "a\u{85}b",
        ])
    func `an attachment may not lie outside or hide where it lies`(name: String) throws {
        let finding = try validator.finding(loan.with("file", name))
        #expect(["wrong-value", "attachment-name"].contains(finding.rule))
        #expect(finding.path == "/loan-contract/header/attachments/attachment/file")
    }

    @Test func `two names that differ only by Unicode normalisation are one file`() throws {
        func attachment(_ name: String) -> String {
            "<attachment><file>\(name)</file><media-type>application/pdf</media-type><role>other</role></attachment>"
        }
        let names = attachment("r\u{E9}sum\u{E9}.pdf") + attachment("re\u{301}sume\u{301}.pdf")
        let finding = try validator.finding(loan.replacing("</attachments>", with: names + "</attachments>"))
        #expect(finding.rule == "duplicate-value")
        let exact = attachment("a.pdf") + attachment("a.pdf")
        #expect(
            try validator.finding(loan.replacing("</attachments>", with: exact + "</attachments>")).rule
                == "duplicate-value")
    }

    @Test func `a schema record may not take a name of the program`() throws {
        let schema = SampleRecords.text(.schema)
        for kind in ["loan-contract", "common", "xmldsig"] {
            #expect(try validator.finding(schema.with("kind", kind)).rule == "reserved-name")
        }
        for namespace in ["urn:muniment:record:1", "urn:muniment:record:2", "http://www.w3.org/2001/XMLSchema"] {
            #expect(try validator.finding(schema.with("namespace", namespace)).rule == "reserved-name")
        }
    }

    @Test func `money is not there before it came in`() throws {
        let text = SampleRecords.text(.repaymentRecord)
        for (day, isRight) in [("2024-05-19", false), ("2024-05-20", true), (" 2024-05-19 ", false)] {
            let record = text.replacing("</received>", with: "</received><cleared>\(day)</cleared>")
            #expect(try validator.findings(record).map(\.rule) == (isRight ? [] : ["date-order"]))
        }
    }

    @Test(
        arguments: [
            ("JPY", "0", "1000000", ""), ("CNY", "3", "1000000.00", "amount-scale"),
            ("CNY", "2", "1000000", "amount-decimals"), ("CNY", "2", "1000000.000", "amount-decimals"),
            ("KWD", "3", "0.001", ""), ("JPY", "0", "1.00", "amount-decimals"),
        ])
    func `amounts of rows have the decimals of the currency around them`(
        currency: String, scale: String, amount: String, rule: String
    ) throws {
        let text = SampleRecords.text(.disbursement).with("amount", amount)
            .replacing(
                "<payments currency=\"CNY\" scale=\"2\">",
                with: "<payments currency=\"\(currency)\" scale=\"\(scale)\">")
        #expect(try validator.findings(text).map(\.rule) == (rule.isEmpty ? [] : [rule]))
    }

    @Test func `a voucher stands for one payment`() throws {
        let text = SampleRecords.text(.disbursement)
        let start = try #require(text.firstRange(of: "<payment>")),
            end = try #require(text.firstRange(of: "</payment>"))
        let row = text[start.lowerBound..<end.upperBound]
        let finding = try validator.finding(text.replacing("</payments>", with: row + "</payments>"))
        #expect(finding.rule == "duplicate-voucher")
        #expect(finding.path == "/disbursement/payments/payment[2]/voucher")
        let other = row.replacing("FK-20240401-0001", with: "FK-20240401-0002")
        #expect(try validator.findings(text.replacing("</payments>", with: other + "</payments>")).isEmpty)
    }

    @Test(
        arguments: [
            ("extension", "<end>2026-03-31</end>", true), ("extension", "<repayment-day>1</repayment-day>", false),
            ("rate-change", "<annual-rate>3.6</annual-rate><fixed-rate/>", true),
            ("rate-change", "<end>2026-03-31</end>", false), ("restructuring", "", false),
            ("restructuring", "<method>equal-principal</method>", true), ("misuse", "", true),
            ("misuse", "<overdue-uplift>40</overdue-uplift>", true),
        ])
    func `an amendment changes what its ground says`(ground: String, terms: String, isRight: Bool) throws {
        let text = SampleRecords.text(.termsAmendment).with("ground", ground)
            .replacing("<end>2026-03-31</end>", with: terms)
        #expect(try validator.findings(text).map(\.rule) == (isRight ? [] : ["missing-change"]))
    }

    @Test func `a floating rate of an amendment is the sum of its parts, too`() throws {
        let rate = """
            <annual-rate>3.51</annual-rate><floating-rate><reference>lpr-1y</reference>\
            <reference-date>2025-03-20</reference-date><reference-value>3.10</reference-value><spread>40</spread>\
            <repricing>anniversary</repricing></floating-rate><end>
            """
        let text = SampleRecords.text(.termsAmendment).replacing("<end>", with: rate)
        #expect(try validator.finding(text).rule == "rate-sum")
        #expect(try validator.findings(text.replacing("3.51", with: "3.50")).isEmpty)
    }

    @Test(
        arguments: [
            ("<orange>20</orange>", "<orange>10</orange>"), ("<red>30</red>", "<red>19.5</red>"),
            ("<orange-over-cap>10<", "<orange-over-cap>0<"), ("<red>180</red>", "<red>90</red>"),
            ("<red-in-total>6<", "<red-in-total>2<"), ("<red-in-a-row>3<", "<red-in-a-row>7<"),
            ("<loss>13</loss>", "<loss>7</loss>"), ("<substandard>90<", "<substandard>0<"),
            ("<doubtful>270<", "<doubtful>3650<"),
        ])
    func `the steps of a policy rise`(right: String, wrong: String) throws {
        let policy = String(decoding: ShippedSchemas.defaultPolicy, as: UTF8.self)
        #expect(policy.contains(right))
        let findings = try validator.findings(policy.replacing(right, with: wrong, maxReplacements: 1))
        #expect(!findings.isEmpty && findings.allSatisfy { $0.rule == "threshold-order" }, "\(findings)")
        #expect(try validator.findings(policy.replacing("<red-in-a-row>3<", with: "<red-in-a-row>6<")).isEmpty)
    }
}
