internal import Records

/// Reads what the registry needs from a record's tree.
///
/// The shipped schemas guarantee that it is all there; a lender's own schema or an unvalidated record may lack it.
struct FactsExtraction {
    /// Blanks around days, instants and namespaces mean nothing to their types, so they are dropped.
    ///
    /// - Throws: a part without which a record cannot be filed.
    static func facts(of root: RecordElement, withText: Bool = true) throws(PlacedProblem) -> RecordFacts {
        guard let kind = RecordKind(root.localName) else {
            throw PlacedProblem(
                rule: "unknown-kind", place: Place(of: root), problem: "the root element's name is no record kind",
                expected: "")
        }
        guard let header = root.child("header") else {
            throw PlacedProblem(
                rule: "missing-element", place: Place(of: root), problem: "the record has no `header`",
                expected: "`header` of the namespace \(RecordNamespace.record) as the first element")
        }
        return RecordFacts(
            kind: kind, header: try self.header(header), effect: try effect(of: root, kind: kind),
            text: withText ? SearchText.text(of: root) : "")
    }

    private static func header(_ node: RecordElement) throws(PlacedProblem) -> RecordHeader {
        var header = RecordHeader(
            identifier: try required("identifier", in: node, BusinessIdentifier.init),
            title: try required("title", in: node) { $0 },
            effective: try day("effective", in: node),
            author: try required("author", in: node) { $0 },
            department: try required("department", in: node) { $0 },
            subjects: [], attachments: [], supersedes: nil)
        if let supersedes = node.child("supersedes") {
            header.supersedes = try value(of: supersedes) { FilingNumber(text: $0) }
        }
        if let subjects = node.child("subjects") {
            for subject in subjects.elements {
                header.subjects.append(
                    Subject(
                        role: try value(of: subject) { _ in role(of: subject) },
                        number: try value(of: subject, BusinessIdentifier.init)))
            }
        }
        if let attachments = node.child("attachments") {
            for attachment in attachments.elements {
                var description = AttachmentDescription(
                    file: try required("file", in: attachment) { $0 },
                    mediaType: try required("media-type", in: attachment) { $0 },
                    role: try required("role", in: attachment) { $0 }, digest: nil)
                if let digest = attachment.child("sha256") {
                    description.digest = try value(of: digest) { ContentDigest(hex: $0) }
                }
                header.attachments.append(description)
            }
        }
        return header
    }

    private static func role(of subject: RecordElement) -> Subject.Role? {
        if subject.isNamed("loan") { return .loan }
        if subject.isNamed("collateral") { return .collateral }
        if subject.isNamed("mortgage") { return .mortgage }
        return subject.isNamed("party") ? .party : nil
    }

    private static func effect(of root: RecordElement, kind: RecordKind) throws(PlacedProblem) -> RecordEffect {
        guard root.isOurs else { return .evidence }
        switch kind {
        case .charter:
            return .charter(
                Charter(
                    origin: try required("origin", in: root) { $0 },
                    verifierKey: try required("verifier-key", in: root) { $0 },
                    timeZone: try required("time-zone", in: root) { $0 },
                    created: try required("created", in: root) { Timestamp($0.collapsed) }))
        case .schema:
            return .schema(
                SchemaDeclaration(
                    kind: try required("kind", in: root, RecordKind.init),
                    namespace: try required("namespace", in: root) { $0.collapsed }))
        case .withdrawal:
            return .withdrawal(of: try required("withdraws", in: root) { FilingNumber(text: $0) })
        case .loanContract: return .loanContract(try loanContract(root))
        case .disbursement: return .disbursements(try disbursements(root))
        case .repaymentRecord: return .repayments(try repayments(root))
        case .repaymentReversal: return .reversal(try reversal(root))
        case .termsAmendment: return .amendment(try amendment(root))
        case .partyChange: return .partyChange(try partyChange(root))
        case .policy: return .policy(try policy(root))
        case .mortgageContract: return .mortgageContract(try mortgageContract(root))
        case .collateralCertificate: return .certificate(try certificate(root))
        case .valuationReport: return .valuation(try valuation(root))
        case .inspectionReport: return .inspection(try inspection(root))
        case .titleVerification: return .verification(try verification(root))
        case .seizureNotice: return .seizure(try seizure(root))
        case .claimDetermination: return .determination(try determination(root))
        case .extinguishment: return .extinguishment(try extinguishment(root))
        case .priceIndex: return .priceIndex(try priceIndex(root))
        case .indexedRevaluation: return .revaluation(try revaluation(root))
        case .riskWarning: return .warning(try warning(root))
        case .disposalRecord: return .disposal(try disposal(root))
        default: return .evidence
        }
    }
}
