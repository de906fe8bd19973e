internal import CLibXML2

/// An attachment's file lies in the record's folder or below it, under a name that means one file on every system.
enum AttachmentNameRule {
    private static let right = "a path below the record's folder, with `/` between folders, such as scans/contract.pdf"

    static func check(_ attachments: xmlNodePtr, _ problems: inout [PlacedProblem]) {
        // Swift compares strings by canonical equivalence: é as one character or as two is one name.
        var names: Set<String> = []
        for attachment in attachments.elements {
            guard let file = attachment.child("file") else { continue }
            let name = file.text
            if let problem = problem(of: name) {
                problems.append(
                    PlacedProblem(
                        rule: "attachment-name", place: Place(of: file), problem: problem, expected: right))
            } else if !names.insert(name).inserted {
                problems.append(
                    PlacedProblem(
                        rule: "duplicate-value", place: Place(of: file),
                        problem: "`\(name.abridged)` is named twice, perhaps written with other characters of the same look",
                        expected: "each file once"))
            }
        }
    }

    private static func problem(of name: String) -> String? {
        if name.contains("\\") { return "the file name contains a backslash" }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "the file name contains a control character"
        }
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty { return "the path begins or ends with `/` or has an empty part" }
            if part == "." || part == ".." { return "the path contains `\(part)`" }
        }
        return nil
    }
}
