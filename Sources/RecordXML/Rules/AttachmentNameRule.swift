/// An attachment's file lies in the record's folder or below it, under a name that means one file on every system.
enum AttachmentNameRule {
    private static let right = "a path below the record's folder, with `/` between folders, such as scans/contract.pdf"

    static func check(_ attachments: RecordElement, _ problems: inout [PlacedProblem]) {
        // Swift compares strings by canonical equivalence: é as one character or as two is one name.
        var names: Set<String> = []
        for attachment in attachments.elements where problems.count < RecordRules.problemLimit {
            guard let file = attachment.child("file") else { continue }
            let name = file.text
            // Longer than the schema allows; comparing it could take seconds.
            guard name.utf8.count <= 4096 else { continue }
            if let problem = problem(of: name) {
                problems.append(
                    PlacedProblem(
                        rule: "attachment-name", place: Place(of: file), problem: problem, expected: right))
            } else if !names.insert(name).inserted {
                problems.append(
                    PlacedProblem(
                        rule: "duplicate-value", place: Place(of: file),
                        problem:
                            "`\(name.abridged)` is named twice, perhaps written with other characters of the same look",
                        expected: "each file once"))
            }
        }
    }

    private static func problem(of name: String) -> String? {
        if name.utf8.contains(UInt8(ascii: "\\")) { return "the file name contains a backslash" }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) {
            return "the file name contains a control character"
        }
        for part in name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if part.isEmpty { return "the path begins or ends with `/` or has an empty part" }
            if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) {
                return "the path contains a part `.` or `..`"
            }
        }
        return nil
    }
}
