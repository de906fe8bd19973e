package import Records

/// Why a record, or one row of it, may not be filed now.
package struct Objection: Hashable, Sendable {
    /// Which rule is broken; stable, for programs.
    package var rule: String
    package var problem: String
    /// What would be right.
    package var expected: String
    /// The filing that it collides with.
    package var filing: FilingNumber?
    /// Another record, perhaps of the same batch, may mend it: then the record is tried again.
    package var isMendable = false
    /// The filing that it collides with says the very same.
    package var isAlreadyFiled = false
}

extension Objection {
    var admission: Admission {
        isMendable
            ? .unresolved(rule: rule, problem: problem, expected: expected)
            : .rejected(rule: rule, problem: problem, expected: expected, filing: filing)
    }

    static func unknownLoan(_ loan: BusinessIdentifier) -> Objection {
        Objection(
            rule: "unknown-loan", problem: "there is no contract of loan \(loan)",
            expected: "the number of a loan whose contract is filed (see `muniment loan list`)", isMendable: true)
    }

    static func notPositive(_ amount: Money) -> Objection {
        Objection(
            rule: "amount-not-positive", problem: "the amount is \(amount)", expected: "an amount greater than zero")
    }

    static func otherCurrency(_ amount: Money, _ currency: String, _ contract: FilingNumber) -> Objection {
        Objection(
            rule: "other-currency",
            problem: "the amount is in \(amount.currency), and the loan is in \(currency) (filing \(contract))",
            expected: "an amount in \(currency)", filing: contract)
    }

    /// - Parameter filing: that of the other one; `nil` where it is a row of the same record.
    static func voucherTwice(_ voucher: BusinessIdentifier, _ filing: FilingNumber?) -> Objection {
        Objection(
            rule: "voucher-twice",
            problem: filing.map { "voucher \(voucher) of this loan is in filing \($0) already" }
                ?? "voucher \(voucher) of this loan is in an earlier row already",
            expected: filing.map {
                "another voucher number, or <supersedes>\($0)</supersedes> if this is its new version"
            }
                ?? "each voucher once",
            filing: filing)
    }

    /// Filings in force rest on one that would no longer be, or would no longer fit.
    static func restsOnIt(
        _ filings: [FilingNumber], _ target: FilingNumber?, _ what: String, isSuperseded: Bool
    ) -> Objection {
        let filings = Set(filings).sorted()
        let list = filings.prefix(10).map(\.description).joined(separator: ", ")
        let more = filings.count > 10 ? " and \(filings.count - 10) more" : ""
        let names = "filing\(filings.count == 1 ? "" : "s") \(list)\(more)"
        return Objection(
            rule: "filings-rest-on-it",
            problem: "\(what): \(names)\(target.map { " rest\(filings.count == 1 ? "s" : "") on filing \($0)" } ?? "")",
            expected: "withdraw \(names) first\(isSuperseded ? ", or file a version that still carries them" : "")",
            filing: filings.first, isMendable: true)
    }
}

extension [Int: Objection] {
    /// What is to be said of a record of which these rows are wrong: it is rejected as a whole. `nil` where none is.
    ///
    /// - Parameter rows: how many the record has.
    func ofWholeRecord(rows: Int) -> Objection? {
        // What nothing can mend comes first.
        guard
            let worst = self.min(by: { ($0.value.isMendable ? 1 : 0, $0.key) < ($1.value.isMendable ? 1 : 0, $1.key) })
        else { return nil }
        guard rows > 1 else { return worst.value }
        var objection = worst.value
        let others = count - 1
        objection.problem =
            "row \(worst.key + 1): \(objection.problem)"
            + (others > 0 ? "; \(others) more row\(others == 1 ? " is" : "s are") wrong" : "")
        return objection
    }
}
