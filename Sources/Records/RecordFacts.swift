/// What a record says of itself and of what it is about, read from its XML: all that the registry needs of it.
package struct RecordFacts: Hashable, Sendable {
    package var kind: RecordKind
    package var header: RecordHeader
    package var effect: RecordEffect
    /// All words of the record's body, one space between elements: what `find` searches.
    package var text: String

    package init(kind: RecordKind, header: RecordHeader, effect: RecordEffect, text: String) {
        self.kind = kind
        self.header = header
        self.effect = effect
        self.text = text
    }
}

extension RecordFacts {
    /// How a filing of this record changes an earlier one.
    package var relation: FilingRelation? {
        if case .withdrawal(let target) = effect { return .withdraws(target) }
        return header.supersedes.map(FilingRelation.supersedes)
    }
}

/// The header that every record kind shares.
package struct RecordHeader: Hashable, Sendable {
    package var identifier: BusinessIdentifier
    package var title: String
    /// The day from which the record holds in the world.
    package var effective: CalendarDate
    package var author: String
    package var department: String
    package var subjects: [Subject]
    package var attachments: [AttachmentDescription]
    package var supersedes: FilingNumber?

    package init(
        identifier: BusinessIdentifier, title: String, effective: CalendarDate, author: String, department: String,
        subjects: [Subject], attachments: [AttachmentDescription], supersedes: FilingNumber?
    ) {
        self.identifier = identifier
        self.title = title
        self.effective = effective
        self.author = author
        self.department = department
        self.subjects = subjects
        self.attachments = attachments
        self.supersedes = supersedes
    }
}

/// What a record is about: a loan, a collateral, a mortgage or a party, by the user's own number.
package struct Subject: Hashable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case loan, collateral, mortgage, party
    }

    package var role: Role
    package var number: BusinessIdentifier

    package init(role: Role, number: BusinessIdentifier) {
        self.role = role
        self.number = number
    }
}

/// A document that a record names.
package struct AttachmentDescription: Hashable, Sendable {
    /// Relative to the record, with `/` between folders.
    package var file: String
    package var mediaType: String
    /// What the document is to the record, such as `contract` or `photograph`.
    package var role: String
    /// As the record states it; the archive compares.
    package var digest: ContentDigest?

    package init(file: String, mediaType: String, role: String, digest: ContentDigest?) {
        self.file = file
        self.mediaType = mediaType
        self.role = role
        self.digest = digest
    }
}

/// What a filing of this record does to the archive beyond being there.
package enum RecordEffect: Hashable, Sendable {
    /// It is evidence; the catalogue lists it.
    case evidence
    /// It founds the archive.
    case charter(Charter)
    /// It adds a schema, its one attachment, for a kind.
    case schema(SchemaDeclaration)
    /// It withdraws a filing made in error.
    case withdrawal(of: FilingNumber)
    /// It opens a loan.
    case loanContract(LoanContract)
    /// Money went out under loans; one row at least, in the order of the record.
    case disbursements([Disbursement])
    /// Money came in for loans; one row at least, in the order of the record.
    case repayments([Repayment])
    /// Money of a repayment went back.
    case reversal(RepaymentReversal)
    /// A loan has new terms from a day on.
    case amendment(TermsAmendment)
    /// A party has new particulars from a day on.
    case partyChange(PartyChange)
    /// Other rules hold from the effective day in the header on.
    case policy(Policy)
    /// Collaterals secure loans.
    case mortgageContract(MortgageContract)
    /// A collateral has a title, or a mortgage over it is registered.
    case certificate(CollateralCertificate)
    /// Collaterals have a value.
    case valuation(ValuationReport)
    /// The titles of collaterals were compared with the property registry.
    case verification(TitleVerification)
    /// Dealing with collaterals is blocked, or no longer.
    case seizure(SeizureNotice)
    /// The claim of a maximum-amount mortgage is fixed.
    case determination(ClaimDetermination)
    /// A mortgage has ended, wholly or over some of its collaterals.
    case extinguishment(Extinguishment)
    /// A series of prices has more values.
    case priceIndex(PriceIndex)
    /// All collaterals of a scope have indexed values.
    case revaluation(IndexedRevaluation)
    /// Loans and collaterals were looked at.
    case inspection(InspectionReport)
    /// An alert is raised or confirmed by hand.
    case warning(RiskWarning)
    /// Something was done about an alert.
    case disposal(DisposalRecord)
}

/// What filing 0 lays down.
package struct Charter: Hashable, Sendable {
    /// The name of the journal: the first line of every checkpoint.
    package var origin: String
    /// The public key of the journal as `name+hex8(key id)+base64(0x01 ‖ public key)`.
    package var verifierKey: String
    /// An IANA name, such as `Asia/Shanghai`: the calendar by which "today" is told.
    package var timeZone: String
    package var created: Timestamp

    package init(origin: String, verifierKey: String, timeZone: String, created: Timestamp) {
        self.origin = origin
        self.verifierKey = verifierKey
        self.timeZone = timeZone
        self.created = created
    }
}

/// What a `schema` record declares about the XSD attached to it.
package struct SchemaDeclaration: Hashable, Sendable {
    package var kind: RecordKind
    package var namespace: String

    package init(kind: RecordKind, namespace: String) {
        self.kind = kind
        self.namespace = namespace
    }
}
