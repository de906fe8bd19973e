/// A table of lending whose rows each come from one filing and stay as they are.
enum LendingTable: Int, CaseIterable {
    case loanNumber, loanContract, loanParty, party, disbursement, repayment, reversal, amendment, policy

    var name: String {
        switch self {
        case .loanNumber: "loan_number"
        case .loanContract: "loan_contract"
        case .loanParty: "loan_party"
        case .party: "party"
        case .disbursement: "disbursement"
        case .repayment: "repayment"
        case .reversal: "reversal"
        case .amendment: "amendment"
        case .policy: "policy"
        }
    }

    /// Its place among all tables.
    var place: Int { rawValue }

    /// In the order in which `LendingRows` gives their values.
    var columns: [String] {
        switch self {
        case .loanNumber: ["loan", "filing", "identifier"]
        case .loanContract:
            [
                "loan", "filing", "signed_on", "currency", "principal", "annual_rate", "day_count", "method",
                "starts_on", "ends_on", "repayment_day", "overdue_uplift", "misuse_uplift", "compound_interest",
                "notice_days", "prepayment_minimum", "minimum_currency", "prepayment_fee", "fee_until", "product",
                "security",
            ]
        case .loanParty: ["loan", "filing", "position", "role", "party"]
        case .party:
            [
                "party", "filing", "position", "from_day", "loan", "name", "document", "document_type",
                "document_number", "phone", "division", "address", "postal_code",
            ]
        case .disbursement:
            ["loan", "filing", "position", "paid_on", "amount", "currency", "purpose", "voucher"]
        case .repayment:
            [
                "loan", "filing", "position", "received", "cleared", "amount", "currency", "designation", "voucher",
                "channel",
            ]
        case .reversal:
            ["loan", "filing", "reversed_on", "amount", "currency", "ground", "repayment", "voucher"]
        case .amendment:
            [
                "loan", "filing", "from_day", "ground", "annual_rate", "ends_on", "method", "repayment_day",
                "overdue_uplift",
            ]
        case .policy: ["filing", "from_day"]
        }
    }

    /// The place of the column `filing`.
    var filingColumn: Int32 { self == .policy ? 0 : 1 }

    /// Its indexes beside the primary key.
    var indexes: [TableIndex] {
        switch self {
        case .loanNumber:
            [TableIndex(name: "loan_number_identifier", table: name, columns: [("identifier", 2), ("loan", 0)])]
        case .loanContract:
            [TableIndex(name: "loan_contract_filing", table: name, columns: [("filing", 1), ("loan", 0)])]
        case .disbursement:
            [
                TableIndex(
                    name: "disbursement_filing", table: name, columns: [("filing", 1), ("loan", 0), ("position", 2)])
            ]
        default: []
        }
    }
}
