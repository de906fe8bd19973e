import Records
import Testing

@Suite struct `A filing number` {
    @Test(arguments: ["0", "7", "10", "1234567", "999999999999999999"])
    func `is written in decimal digits`(text: String) throws {
        let number = try #require(FilingNumber(text: text))
        #expect("\(number)" == text)
        #expect(String(number.value) == text)
    }

    @Test(arguments: [
        "", "00", "007", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x1", "1,000", "１", "٣", "1234567890123456789", "#1",
    ])
    func `has one way to be written`(text: String) {
        #expect(FilingNumber(text: text) == nil)
    }

    @Test func `is ordered by value, not by text`() {
        #expect(FilingNumber(9) < FilingNumber(10))
    }
}

@Suite struct `A business identifier` {
    @Test(arguments: ["1", "L-2024_0001.a", "..", String(repeating: "Z", count: 64), "-"])
    func `is 1 to 64 letters, digits and marks`(text: String) {
        #expect(BusinessIdentifier(text)?.text == text)
        #expect(BusinessIdentifier(text).map { "\($0)" } == text)
    }

    @Test(arguments: [
        "", String(repeating: "Z", count: 65), "a b", "a/b", "押品", "é", "a\u{301}", "a\n", "Ａ", "a:b", "a@b", "\0",
        "a+b",
    ])
    func `is nothing else`(text: String) {
        #expect(BusinessIdentifier(text) == nil)
    }

    @Test func `tells capital letters from small ones`() {
        #expect(BusinessIdentifier("a") != BusinessIdentifier("A"))
    }
}

@Suite struct `A record kind` {
    @Test(arguments: ["a", "loan-contract", "x9", "a--b", String(repeating: "k", count: 64)])
    func `is 1 to 64 small letters, digits and inner hyphens`(name: String) {
        #expect(RecordKind(name)?.name == name)
    }

    @Test(arguments: ["", "-a", "a-", "9a", "A", "a_b", "a.b", "贷款", "a b", String(repeating: "k", count: 65)])
    func `is nothing else`(name: String) {
        #expect(RecordKind(name) == nil)
    }

    @Test func `of a shipped schema is one that its own rule allows`() {
        for kind in RecordKind.shipped { #expect(RecordKind(kind.name) == kind) }
        #expect(Set(RecordKind.shipped).count == RecordKind.shipped.count)
        #expect(RecordKind.loanContract.description == "loan-contract")
    }
}

@Suite struct `A relation between filings` {
    @Test func `names the earlier one`() {
        #expect(FilingRelation.supersedes(FilingNumber(3)).target == FilingNumber(3))
        #expect(FilingRelation.withdraws(FilingNumber(4)).target == FilingNumber(4))
        #expect(FilingRelation.supersedes(FilingNumber(3)) != .withdraws(FilingNumber(3)))
    }
}
