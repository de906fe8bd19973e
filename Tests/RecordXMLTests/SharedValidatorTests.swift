import Foundation
import RecordXML
import Records
import Synchronization
import Testing

@Suite struct SharedValidatorTests {
    @Test func `eight threads share one validator from its first use on`() throws {
        let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)
        let records = SampleRecords.kinds.map(SampleRecords.bytes)
        let wrong = Array(SampleRecords.text(.loanContract).with("principal", "x").utf8)
        let expected = try SampleRecords.validator.findings(wrong)
        let disagreements = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for turn in 0..<60 {
                do {
                    let bytes = records[(thread + turn) % records.count]
                    guard case .valid(let record) = try validator.validate(bytes, file: "record.xml"),
                        record.bytes == bytes
                    else { return disagreements.withLock { $0.append("a valid record was refused") } }
                    if try validator.findings(wrong) != expected {
                        disagreements.withLock { $0.append("other findings") }
                    }
                } catch {
                    disagreements.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(disagreements.withLock { $0 }.isEmpty)
    }

    @Test func `threads that parse while another compiles are not given files`() throws {
        let record = SampleRecords.bytes(.loanContract)
        let findings = Mutex<[Finding]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for _ in 0..<10 {
                // A new validator compiles anew.
                let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)
                let found = (try? validator.findings(record)) ?? []
                findings.withLock { $0 += found }
            }
        }
        #expect(findings.withLock { $0 }.isEmpty)
    }

    @Test func `a schema that the archive cannot give is the archive's fault, not the record's`() throws {
        let missing = RecordValidator(set: ShippedSchemas.set) { (digest) throws(MunimentError) in
            throw MunimentError(.damaged, "object \(digest.hex)", "it is missing")
        }
        let record = SampleRecords.bytes(.loanContract)
        #expect(throws: MunimentError(.damaged, "", "")) { try missing.validate(record, file: "record.xml") }
        let altered = RecordValidator(set: ShippedSchemas.set) { (digest) throws(MunimentError) in
            try ShippedSchemas.content(digest) + [10]
        }
        #expect(throws: MunimentError(.damaged, "", "")) { try altered.validate(record, file: "record.xml") }
        // What every stranger's file can be refused for needs no schema.
        #expect(try missing.findings("<a/>").map(\.rule) == ["unknown-kind"])
    }
}
