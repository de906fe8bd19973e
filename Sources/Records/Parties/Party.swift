/// A borrower, guarantor or owner as a record describes them (借款人, 保证人, 所有权人).
package struct Party: Hashable, Sendable {
    /// The customer number with the lender.
    package var number: BusinessIdentifier
    package var name: String
    package var document: IdentityDocument
    package var phone: String?
    package var address: Address?

    package init(
        number: BusinessIdentifier, name: String, document: IdentityDocument, phone: String?, address: Address?
    ) {
        self.number = number
        self.name = name
        self.document = document
        self.phone = phone
        self.address = address
    }
}

/// By what a party is known to the state.
package enum IdentityDocument: Hashable, Sendable {
    /// 居民身份证: a person of 18 characters with a check digit.
    case identityNumber(String)
    /// 统一社会信用代码: an organisation of 18 characters with a check digit.
    case creditCode(String)
    /// Such as a passport; the type is one of those that `common.xsd` lists.
    case other(type: String, number: String)
}

/// Where a party can be reached.
package struct Address: Hashable, Sendable {
    /// Six digits: the administrative division of county level (GB/T 2260).
    package var division: String
    /// The whole address on one line, as the document states it.
    package var line: String
    package var postalCode: String?

    package init(division: String, line: String, postalCode: String?) {
        self.division = division
        self.line = line
        self.postalCode = postalCode
    }
}
