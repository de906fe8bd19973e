import Foundation
import RecordXML
import Records
import Testing

@Test func scratch() throws {
    let v = SampleRecords.validator
    let root = packageRoot.appending(path: "archive/specimens")
    let e = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)!
    for case let u as URL in e where u.pathExtension == "xml" {
        let bytes = [UInt8](try Data(contentsOf: u))
        let fs = try v.findings(bytes)
        print("--- \(u.lastPathComponent) \(bytes.count)")
        for f in fs {
            print("  \(f.rule) \(f.line ?? 0):\(f.column ?? 0) \(f.path ?? "-"): \(f.problem)  => \(f.expected)")
        }
        if fs.isEmpty, u.lastPathComponent.contains("首次检查") { print(try v.record(bytes).facts) }
    }
    let xsd = [UInt8](try Data(contentsOf: root.appending(path: "own-schema/safe-deposit-receipt.xsd")))
    let kind = RecordKind("safe-deposit-receipt")!
    print(try SchemaInspection.compile(xsd, as: kind, file: "x.xsd", in: ShippedSchemas.set, content: ShippedSchemas.content))
    print(try SchemaInspection.declarations(of: xsd, file: "x.xsd"))
    let digest = ContentDigest(hashing: xsd)
    let set = ShippedSchemas.set.adding(kind, xsd: digest)
    let own = RecordValidator(set: set) { (d) throws(MunimentError) in d == digest ? xsd : try ShippedSchemas.content(d) }
    let rec = [UInt8](try Data(contentsOf: root.appending(path: "own-schema/保管箱收据-2024-018.xml")))
    print(try own.record(rec).facts)
    for r in try RecordOutline(of: rec, set: set, content: { (d) throws(MunimentError) in d == digest ? xsd : try ShippedSchemas.content(d) }).rows {
        print(String(repeating: "  ", count: r.depth), r.name, r.labelZh, r.labelEn, r.value ?? "-", r.valueLabelZh, r.attributes.map { "\($0.name)[\($0.labelZh)]=\($0.value) \($0.valueLabelZh)" })
    }
}
