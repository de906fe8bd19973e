import Foundation
import MunimentTestSupport
import Testing

/// The specimens, filed into an archive that `init` founded. On 2025-04-30 all of their values are alive; on 2025-09-30
/// that of the flat YP-2024-002 has expired; by 2026-07-10 all have.
extension Sandbox {
    static var specimens: String { "\(packageRoot)/archive/specimens" }

    static func ofSpecimens() throws -> Sandbox {
        let sandbox = try Sandbox(founding: false)
        #expect(try sandbox.run("init").status == 0)
        #expect(try sandbox.run("file", "\(specimens)/intake").status == 0)
        return sandbox
    }

    /// The filing of the record with that identifier.
    func filing(of identifier: String) throws -> Int {
        let found = try run("find", identifier, "--json").objects().compactMap { $0["filing"] as? Int }
        return try #require(found.first, "\(identifier)")
    }

    /// How many filings there are.
    func size() throws -> Int? {
        (try run("status", "--json").objects().first?["checkpoint"] as? [String: Any])?["size"] as? Int
    }

    /// One specimen's record without its attachments, with some texts replaced.
    func specimen(_ path: String, _ changes: [String: String]) throws -> String {
        var text = try String(contentsOfFile: "\(Self.specimens)/\(path)", encoding: .utf8)
        text.replace(#/\s*<attachments>(.|\n)*<\/attachments>/#, with: "")
        for (old, new) in changes {
            #expect(text.contains(old), "\(old)")
            text.replace(old, with: new)
        }
        return text
    }

    /// Files a record.
    func file(_ record: String) throws -> ProgramOutcome {
        try folder.write(record, to: "record.xml")
        return try run("file", "record.xml", "--json")
    }

    /// Files a record that must be accepted.
    ///
    /// - Returns: its filing.
    @discardableResult
    func accepted(_ record: String) throws -> Int {
        let outcome = try file(record)
        let filing = try outcome.objects().compactMap { $0["filing"] as? Int }.first
        return try #require(filing, "\(outcome.text)")
    }

    /// Files an appraisal, whose identifier and report number are made of the value and its day.
    @discardableResult
    func appraise(
        _ collateral: String, _ value: String, on day: String, until end: String, kind: String = "periodic"
    ) throws -> Int {
        try accepted(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <valuation-report xmlns="urn:muniment:record:1" version="1">
              <header>
                <identifier>PG-\(collateral)-\(day)-\(value)</identifier>
                <title>重估报告</title>
                <effective>\(day)</effective>
                <author>陈静</author>
                <department>风险管理部</department>
                <subjects><collateral>\(collateral)</collateral></subjects>
                <confidentiality>internal</confidentiality>
                <retention>30-years</retention>
              </header>
              <report-number>沪安房估字\(day)-\(value)</report-number>
              <kind>\(kind)</kind>
              <purpose>为抵押物重估提供价值参考</purpose>
              <value-date>\(day)</value-date>
              <issued-on>\(day)</issued-on>
              <valid-until>\(end)</valid-until>
              <valuer>
                <name>上海安处房地产估价有限公司</name>
                <credit-code>91310106MA1002039E</credit-code>
                <appraiser><name>安子平</name><qualification-number>3120160045</qualification-number></appraiser>
                <appraiser><name>方述</name><qualification-number>3120190128</qualification-number></appraiser>
              </valuer>
              <item>
                <collateral>\(collateral)</collateral>
                <method>market</method>
                <value currency="CNY" scale="2">\(value)</value>
              </item>
              <assumptions>未考虑处置税费。</assumptions>
            </valuation-report>

            """)
    }

    /// The rows that a listing prints as JSON.
    func rows(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try run(arguments + ["--json"])
        #expect(outcome.status == 0, "\(arguments): \(outcome.diagnostics)")
        return try outcome.objects()
    }

    /// The one object that a question prints as JSON.
    func object(_ arguments: String...) throws -> [String: Any] {
        let outcome = try run(arguments + ["--json"])
        return try #require(outcome.objects().first, "\(arguments): \(outcome.diagnostics)")
    }
}

extension [String: Any] {
    /// The amount of a field that is money, as it is written.
    func amount(_ field: String) -> String? { (self[field] as? [String: Any])?["amount"] as? String }

    func text(_ field: String) -> String? { self[field] as? String }
}
