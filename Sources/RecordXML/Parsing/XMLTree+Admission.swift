internal import Records

extension XMLTree {
    /// What can be refused without parsing: by size, by encoding, by what the first bytes show, by the number of
    /// attributes.
    static func admit(
        _ bytes: [UInt8], file: String, limits: ParseLimits
    ) throws(Refusal) -> RecordEncoding {
        guard let first = bytes.first(where: { !$0.isXMLSpace }) else {
            throw Refusal(
                finding: Finding(rule: "empty", file: file, problem: "the file is empty", expected: "an XML record"))
        }
        guard bytes.count <= limits.size else {
            let mebibytes = limits.size >> 20
            throw Refusal(
                finding: Finding(
                    rule: "too-large", file: file, problem: "the file is larger than \(mebibytes) MiB",
                    expected: "a record of at most \(mebibytes) MiB; what is larger belongs into attachments"))
        }
        let encoding: RecordEncoding
        do throws(UnreadableEncoding) {
            encoding = try RecordEncoding(detecting: bytes)
        } catch {
            throw Refusal(
                finding: Finding(
                    rule: "encoding", file: file, line: 1, column: 1,
                    problem: error.contradicted
                        ? "the file declares another character encoding than its first bytes show"
                        : "the character encoding `\(error.name.abridged)` is not read here",
                    expected: "UTF-8, UTF-16, GB18030, GBK or GB2312, as declared in the first line"))
        }
        guard first == UInt8(ascii: "<") || encoding.markLength(of: bytes) > 0 || encoding.isUTF16 else {
            throw Refusal(
                finding: Finding(
                    rule: "not-xml", file: file, line: 1, column: 1,
                    problem: "this is not XML" + (Self.formatName(of: bytes).map { ", it looks like \($0)" } ?? ""),
                    expected: "an XML record; name other documents as attachments of one"))
        }
        if bytes.count > ParseLimits.sizeOfScan {
            var scanner = MarkupScanner(bytes, encoding: encoding)
            while let tag = scanner.next() {
                guard tag.attributeCount > limits.attributes else { continue }
                throw Refusal(finding: ParseWatch.tooManyAttributes(limits, file: file, at: tag.position))
            }
        }
        return encoding
    }

    /// What the first bytes say that a file is, where it is one of those that lie beside records.
    private static func formatName(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: "%PDF".utf8) { return "a PDF document" }
        if bytes.starts(with: "PK\u{3}\u{4}".utf8) { return "a ZIP archive or an Office document" }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old Office document" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "a JPEG picture" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "a PNG picture" }
        if bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") { return "JSON" }
        return nil
    }
}
