/// The place of a filing in the journal: its leaf index, counted from 0, which is the charter.
package struct FilingNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var value: Int

    package init(_ value: Int) { self.value = value }

    /// - Parameter text: decimal digits without sign or leading zeros.
    package init?(text: some StringProtocol) {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            text == "0" || text.utf8.first != UInt8(ascii: "0"), let value = Int(text)
        else { return nil }
        self.value = value
    }

    package var description: String { String(value) }

    package static func < (left: FilingNumber, right: FilingNumber) -> Bool { left.value < right.value }
}

/// A user's own number for a record, a loan, a collateral, a mortgage, a party or an officer.
///
/// 1–64 letters, digits, `-`, `_` and `.` of ASCII (domain table, "Record kinds").
package struct BusinessIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    package var description: String { text }

    package static func < (left: BusinessIdentifier, right: BusinessIdentifier) -> Bool { left.text < right.text }
}

/// What a record is: the local name of its root element, such as `loan-contract`.
///
/// Open, because a lender may add schemas of their own: 1–64 lower-case letters, digits and inner hyphens.
package struct RecordKind: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let name: String

    package init?(_ name: String) {
        let bytes = Array(name.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), last != UInt8(ascii: "-"),
            bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        self.name = name
    }

    private init(shipped name: StaticString) { self.name = "\(name)" }

    package static let charter = RecordKind(shipped: "charter")
    package static let schema = RecordKind(shipped: "schema")
    package static let loanContract = RecordKind(shipped: "loan-contract")
    package static let mortgageContract = RecordKind(shipped: "mortgage-contract")
    package static let collateralCertificate = RecordKind(shipped: "collateral-certificate")
    package static let valuationReport = RecordKind(shipped: "valuation-report")
    package static let inspectionReport = RecordKind(shipped: "inspection-report")
    package static let withdrawal = RecordKind(shipped: "withdrawal")
    package static let disbursement = RecordKind(shipped: "disbursement")
    package static let repaymentRecord = RecordKind(shipped: "repayment-record")
    package static let repaymentReversal = RecordKind(shipped: "repayment-reversal")
    package static let termsAmendment = RecordKind(shipped: "terms-amendment")
    package static let partyChange = RecordKind(shipped: "party-change")
    package static let policy = RecordKind(shipped: "policy")
    package static let titleVerification = RecordKind(shipped: "title-verification")
    package static let seizureNotice = RecordKind(shipped: "seizure-notice")
    package static let claimDetermination = RecordKind(shipped: "claim-determination")
    package static let extinguishment = RecordKind(shipped: "extinguishment")
    package static let priceIndex = RecordKind(shipped: "price-index")
    package static let indexedRevaluation = RecordKind(shipped: "indexed-revaluation")
    package static let riskWarning = RecordKind(shipped: "risk-warning")
    package static let disposalRecord = RecordKind(shipped: "disposal-record")

    /// The kinds that every archive knows from its charter on.
    package static let shipped: [RecordKind] = [
        .charter, .schema, .loanContract, .disbursement, .repaymentRecord, .repaymentReversal, .termsAmendment,
        .mortgageContract, .collateralCertificate, .valuationReport, .inspectionReport, .titleVerification,
        .seizureNotice, .claimDetermination, .extinguishment, .priceIndex, .indexedRevaluation, .riskWarning,
        .disposalRecord, .partyChange, .policy, .withdrawal,
    ]

    package var description: String { name }

    package static func < (left: RecordKind, right: RecordKind) -> Bool { left.name < right.name }
}
