import Foundation
import RecordXML
import Records
import Testing

@Suite struct SpecimenTests {
    static let folder = packageRoot.appending(path: "archive/specimens")

    static func records(in name: String) -> [URL] {
        let found = FileManager.default.enumerator(at: folder.appending(path: name), includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "xml" }
            .sorted { $0.path < $1.path }
    }

    @Test(arguments: records(in: "intake") + records(in: "revaluation")) func `a specimen is valid`(file: URL) throws {
        _ = try SampleRecords.validator.record([UInt8](Data(contentsOf: file)))
    }

    /// What is wrong with each; those whose fault only the intake can see are valid here.
    static let faults = [
        "01-document-type": "dtd", "02-entity-bomb": "dtd", "03-external-entity": "dtd",
        "04-wrong-namespace": "wrong-namespace", "05-missing-namespace": "wrong-namespace",
        "06-undefined-prefix": "undefined-prefix", "07-unknown-kind": "unknown-kind", "08-invalid-utf8": "encoding",
        "09-credit-code-check-digit": "check-digit", "10-end-before-start": "date-order",
        "11-too-many-decimals": "amount-decimals", "12-missing-attachment": nil, "13-attachment-digest": nil,
        "14-attachment-outside": "wrong-value", "15-missing-element": "missing-element",
        "16-misspelt-value": "wrong-value", "17-identity-number-check-digit": "check-digit",
        "18-not-among-subjects": "unmatched-reference", "19-not-well-formed": "not-well-formed", "20-good": nil,
        "21-duplicate-voucher": "duplicate-voucher", "22-cleared-before-received": "date-order",
        "23-decimals-of-a-row": "amount-decimals", "24-amendment-without-change": "missing-change",
        "25-reversal-before-its-day": "date-order", "26-party-not-among-subjects": "unmatched-reference",
        "27-policy-steps": "threshold-order", "28-lifted-until": "until-of-lifting", "29-index-gap": "index-gap",
        "30-index-period-twice": "index-period-twice", "31-region-rule-twice": "duplicate-region-rule",
        "32-alert-not-among-subjects": "alert-subject", "33-deadline-before-disposal": "date-order",
    ]

    @Test(arguments: records(in: "faulty")) func `a faulty specimen has exactly its finding`(file: URL) throws {
        let name = file.deletingPathExtension().lastPathComponent
        let rule = try #require(Self.faults[name])
        let findings = try SampleRecords.validator.findings([UInt8](Data(contentsOf: file)))
        #expect(findings.map(\.rule) == [rule].compactMap { $0 }, "\(findings)")
        for finding in findings {
            #expect(finding.line != nil && finding.column != nil && !finding.expected.isEmpty)
            #expect(!"\(finding)".contains("{urn") && !"\(finding)".contains("facet"))
        }
    }

    @Test func `a lender's own schema is taken, and its records are read and shown with its labels`() throws {
        let own = Self.folder.appending(path: "own-schema")
        let xsd = [UInt8](try Data(contentsOf: own.appending(path: "safe-deposit-receipt.xsd")))
        let kind = try #require(RecordKind("safe-deposit-receipt"))
        #expect(
            try SchemaInspection.compile(
                xsd, as: kind, file: "own.xsd", in: ShippedSchemas.set, content: ShippedSchemas.content
            ).isEmpty)
        let (set, content) = SampleSchemas.set(with: kind, xsd)
        let validator = RecordValidator(set: set, content: content)
        for file in Self.records(in: "own-schema") {
            let bytes = [UInt8](try Data(contentsOf: file))
            let record = try validator.record(bytes)
            #expect(record.facts.kind == kind)
            #expect(record.facts.effect == .evidence)
            #expect(record.facts == (try RecordReader.facts(of: bytes)))
            let rows = try RecordOutline(of: bytes, set: set, content: content).rows
            #expect(rows.first?.labelZh == "保管箱收据")
            #expect(rows.first { $0.name == "condition" }?.valueLabelZh == "完好")
            #expect(rows.first { $0.name == "title" }?.labelEn == "Title")
            #expect(rows.allSatisfy { !$0.labelZh.isEmpty && !$0.labelEn.isEmpty })
            let wrong = String(decoding: bytes, as: UTF8.self).with("condition", "intakt")
            #expect(try validator.finding(wrong).expected.hasPrefix("one of `intact` (完好 · Intact)"))
        }
    }
}
