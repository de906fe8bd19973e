internal import Foundation
package import Records

/// A valid record to test with, and the documents that lie beside it.
package struct SampleRecord: Sendable {
    package struct Document: Sendable {
        /// Relative to the record.
        package var name: String
        package var bytes: [UInt8]
        /// The digest that the record states, whether it is the document's or not.
        package var stated: ContentDigest?

        package init(_ name: String, _ bytes: [UInt8], stated: ContentDigest? = nil) {
            self.name = name
            self.bytes = bytes
            self.stated = stated
        }

        package init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    }

    package var identifier: String
    package var title: String
    package var effective = "2024-05-08"
    package var loan: String
    package var borrower = "甄友鑫"
    package var purpose = "家庭装修"
    package var documents: [Document] = []
    package var supersedes: Int?
    private var withdraws: Int?

    /// A loan contract.
    package init(_ identifier: String, title: String? = nil, documents: [Document] = [], supersedes: Int? = nil) {
        self.identifier = identifier
        self.title = title ?? "个人消费借款合同（\(identifier)）"
        loan = "DK-\(identifier.prefix(60))"
        self.documents = documents
        self.supersedes = supersedes
    }

    package static func withdrawal(of filing: Int, _ identifier: String) -> SampleRecord {
        var record = SampleRecord(identifier, title: "撤销归档号\(filing)的记录")
        record.withdraws = filing
        return record
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    package var digest: ContentDigest { ContentDigest(hashing: bytes) }

    /// The record as XML.
    package var text: String {
        let kind = withdraws == nil ? "loan-contract" : "withdrawal"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <\(kind) xmlns="urn:muniment:record:1" version="1">
              <header>
                <identifier>\(identifier)</identifier>
                <title>\(title)</title>
                <effective>\(effective)</effective>
                <author>林晓</author>
                <department>个人金融部</department>
                <subjects>
                  <loan>\(loan)</loan>
                  <party>KH-200920</party>
                </subjects>
                <confidentiality>internal</confidentiality>
                <retention>10-years</retention>
            \(attachments)\(supersedes.map { "    <supersedes>\($0)</supersedes>\n" } ?? "")  </header>
            \(body)
            </\(kind)>

            """
    }

    private var attachments: String {
        guard !documents.isEmpty else { return "" }
        let list = documents.map { document in
            let stated = document.stated.map { "<sha256>\($0.hex)</sha256>" } ?? ""
            return "      <attachment><file>\(document.name)</file><media-type>text/plain</media-type>"
                + "<role>statement</role>\(stated)</attachment>\n"
        }
        return "    <attachments>\n\(list.joined())    </attachments>\n"
    }

    private var body: String {
        if let withdraws {
            return """
                  <withdraws>\(withdraws)</withdraws>
                  <reason>wrong-document</reason>
                  <explanation>附件扫描件与合同原件不符</explanation>
                """
        }
        return """
              <loan>\(loan)</loan>
              <signed-on>2024-05-08</signed-on>
              <borrower>
                <number>KH-200920</number>
                <name>\(borrower)</name>
                <identity-number>31011019920506000X</identity-number>
              </borrower>
              <product>personal-consumption</product>
              <principal currency="CNY" scale="2">100000.00</principal>
              <annual-rate>4.35</annual-rate>
              <fixed-rate/>
              <day-count>act-360</day-count>
              <method>equal-instalment</method>
              <term>
                <start>2024-05-10</start>
                <end>2026-05-10</end>
              </term>
              <repayment-day>10</repayment-day>
              <purpose>\(purpose)</purpose>
              <penalty>
                <overdue-uplift>50</overdue-uplift>
                <misuse-uplift>100</misuse-uplift>
              </penalty>
              <compound-interest>false</compound-interest>
              <security>unsecured</security>
            """
    }

    /// Writes the record and its documents into a folder below `folder`.
    ///
    /// - Returns: the path of the record.
    @discardableResult
    package func write(to folder: TemporaryFolder, as name: String) throws -> String {
        try folder.write(bytes, to: name)
        let place = name.split(separator: "/").dropLast().joined(separator: "/")
        for document in documents {
            try folder.write(document.bytes, to: place.isEmpty ? document.name : "\(place)/\(document.name)")
        }
        return folder[name]
    }
}
