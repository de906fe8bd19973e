package import Records

/// Writes the records that the program makes itself. The same values give the same bytes.
///
/// What it writes validates, unless a value itself is against the schema or holds a character that XML does not have.
package enum RecordWriter {
    /// Filing 0 of an archive.
    package static func charter(_ charter: Charter, header: RecordHeader) -> [UInt8] {
        record(.charter, header) { text in
            text.element("origin", charter.origin)
            text.element("verifier-key", charter.verifierKey)
            text.element("time-zone", charter.timeZone)
            text.element("created", charter.created.description)
        }
    }

    /// The record that brings an XSD, which is the one attachment in its header.
    package static func schema(_ declaration: SchemaDeclaration, header: RecordHeader) -> [UInt8] {
        record(.schema, header) { text in
            text.element("kind", declaration.kind.name)
            text.element("namespace", declaration.namespace)
        }
    }

    /// - Parameters:
    ///   - reason: one of those that `withdrawal.xsd` lists, such as `wrong-document`.
    ///   - explanation: what was wrong, 1–4000 characters.
    package static func withdrawal(
        of filing: FilingNumber, reason: String, explanation: String, header: RecordHeader
    ) -> [UInt8] {
        record(.withdrawal, header) { text in
            text.element("withdraws", filing.description)
            text.element("reason", reason)
            text.element("explanation", explanation)
        }
    }

    /// One repayment, confidential as its loan is.
    ///
    /// - Parameter remarks: who paid and a note, each on one line, where there is something to say.
    package static func repayment(
        _ repayment: Repayment, remarks: (payer: String?, note: String?), header: RecordHeader
    ) -> [UInt8] {
        record(.repaymentRecord, header, confidentiality: "confidential", retention: "30-years") { text in
            let currency = repayment.amount.currency
            text.open("repayments", attributes: " currency=\"\(currency)\" scale=\"\(currency.decimals)\"")
            text.open("repayment")
            text.element("voucher", repayment.voucher.text)
            text.element("loan", repayment.loan.text)
            text.element("received", repayment.received.description)
            if let cleared = repayment.cleared { text.element("cleared", cleared.description) }
            text.element("amount", repayment.amount.plainAmount)
            text.element("channel", repayment.channel)
            text.element("designation", repayment.designation.rawValue)
            if let payer = remarks.payer { text.element("payer", payer) }
            if let note = remarks.note { text.element("note", note) }
            text.close("repayment")
            text.close("repayments")
        }
    }

    /// - Parameter basis: why and by whom it was decided, where there is something to say.
    package static func revaluation(
        _ revaluation: IndexedRevaluation, basis: String?, header: RecordHeader
    ) -> [UInt8] {
        record(.indexedRevaluation, header, retention: "30-years") { text in
            text.element("series", revaluation.series.text)
            text.element("index", revaluation.index.description)
            text.element("value-date", revaluation.valueDate.description)
            for type in revaluation.types { text.element("type", type.rawValue) }
            if let basis { text.element("basis", basis) }
            text.open("regions")
            for rule in revaluation.regions {
                text.open("rule")
                switch rule.scope {
                case .division(let prefix): text.element("division", prefix)
                case .collateral(let number): text.element("collateral", number.text)
                }
                text.element("region", rule.region)
                text.close("rule")
            }
            text.close("regions")
        }
    }

    /// - Parameter description: what was done, 1–4000 characters.
    package static func disposal(
        _ disposal: DisposalRecord, description: String, header: RecordHeader
    ) -> [UInt8] {
        record(.disposalRecord, header, retention: "30-years") { text in
            text.element("alert", disposal.alert.description)
            text.element("action", disposal.action.rawValue)
            text.element("disposed-on", disposal.disposedOn.description)
            if let deadline = disposal.deadline { text.element("deadline", deadline.description) }
            text.element("closes", disposal.closes ? "true" : "false")
            text.element("description", description)
        }
    }

    // What the program writes of the archive itself is no secret within the house, and is never destroyed.
    private static func record(
        _ kind: RecordKind, _ header: RecordHeader, confidentiality: String = "internal",
        retention: String = "permanent", _ body: (inout XMLText) -> Void
    ) -> [UInt8] {
        var text = XMLText()
        text.open(kind.name, attributes: " xmlns=\"\(RecordNamespace.record)\" version=\"1\"")
        write(header, confidentiality, retention, to: &text)
        body(&text)
        text.close(kind.name)
        return text.bytes
    }

    private static func write(
        _ header: RecordHeader, _ confidentiality: String, _ retention: String, to text: inout XMLText
    ) {
        text.open("header")
        text.element("identifier", header.identifier.text)
        text.element("title", header.title)
        text.element("effective", header.effective.description)
        text.element("author", header.author)
        text.element("department", header.department)
        text.open("subjects")
        for role in Subject.Role.allCases {
            for subject in header.subjects where subject.role == role {
                text.element(role.rawValue, subject.number.text)
            }
        }
        text.close("subjects")
        text.element("confidentiality", confidentiality)
        text.element("retention", retention)
        if !header.attachments.isEmpty {
            text.open("attachments")
            for attachment in header.attachments {
                text.open("attachment")
                text.element("file", attachment.file)
                text.element("media-type", attachment.mediaType)
                text.element("role", attachment.role)
                if let digest = attachment.digest { text.element("sha256", digest.hex) }
                text.close("attachment")
            }
            text.close("attachments")
        }
        if let supersedes = header.supersedes { text.element("supersedes", supersedes.description) }
        text.close("header")
    }
}
