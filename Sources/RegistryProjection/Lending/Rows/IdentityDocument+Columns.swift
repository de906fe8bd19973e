internal import Records

/// What a party is to a loan.
package enum LoanRole: String, CaseIterable, Sendable {
    /// 借款人
    case borrower
    /// 保证人
    case guarantor
}

/// A document in three columns: what it is, which type of the others, and its number.
extension IdentityDocument {
    var word: String {
        switch self {
        case .identityNumber: "identity-number"
        case .creditCode: "credit-code"
        case .other: "other"
        }
    }

    var type: String? { if case .other(let type, _) = self { type } else { nil } }

    var number: String {
        switch self {
        case .identityNumber(let number), .creditCode(let number), .other(_, let number): number
        }
    }

    /// `nil` for columns that no document has.
    init?(word: String, type: String?, number: String) {
        switch (word, type) {
        case ("identity-number", nil): self = .identityNumber(number)
        case ("credit-code", nil): self = .creditCode(number)
        case ("other", let type?): self = .other(type: type, number: number)
        default: return nil
        }
    }
}
