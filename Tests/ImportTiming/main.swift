import Glibc
import Importing
import RecordXML
import Records

func read(_ path: String) -> [UInt8] {
    let file = fopen(path, "r")
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let n = fread(&buffer, 1, buffer.count, file)
        if n == 0 { break }
        bytes += buffer[..<n]
    }
    return bytes
}
func now() -> Double { var t = timespec(); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return Double(t.tv_sec) + Double(t.tv_nsec) / 1e9 }
let arguments = CommandLine.arguments
let table = read(arguments[1])
let map = try ImportMap(parsing: read(arguments[2]), name: "map")
let form = try RecordForm(of: RecordKind(arguments[3])!, set: ShippedSchemas.set, content: ShippedSchemas.content)
for _ in 0..<3 {
    let start = now()
    var job = try TableImport(TableFile(name: "t", bytes: table), map: map, form: form)
    let opened = now()
    var rows = 0, records = 0, size = 0, reports = 0
    while let batch = try job.next() {
        records += batch.records.count
        rows += batch.records.reduce(0) { $0 + $1.rows.count }
        size += batch.records.reduce(0) { $0 + $1.bytes.count }
        reports += batch.reports.count
    }
    let s = now() - start
    print("rows \(rows) records \(records) reports \(reports) xml \(size) survey \(opened - start) s total \(s) s: \(Int(Double(rows + reports) / s)) rows/s")
}
let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)
var job = try TableImport(TableFile(name: "t", bytes: table), map: map, form: form)
var v = 0.0, bad = 0
while let batch = try job.next() {
    for r in batch.records { let s = now(); if case .invalid(let f) = try validator.validate(r.bytes, file: "x") { bad += 1; print(f.first as Any) }; v += now() - s }
}
print("validating \(v) s, bad \(bad)")
print(String(decoding: read("/proc/self/status"), as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("VmHWM") })
