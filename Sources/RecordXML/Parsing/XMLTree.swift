internal import CLibXML2
internal import Records

/// The tree of one well-formed XML file, read with every guard that a stranger's file needs: no DTD and so no entities,
/// no other file, no network, nothing beyond the limits.
///
/// The tree lives and dies within one synchronous call; its nodes are lent to a closure and must not leave it.
struct XMLTree: ~Copyable {
    private let document: xmlDocPtr
    private let root: xmlNodePtr

    /// The encoding of the bytes.
    let encoding: RecordEncoding

    deinit { xmlFreeDoc(document) }

    /// - Parameter file: the name for findings.
    /// - Throws: the first fault, in plain words.
    init(parsing bytes: [UInt8], file: String, limits: ParseLimits) throws(Refusal) {
        let detected = try Self.check(bytes, file: file, limits: limits)
        var watch = ParseWatch(limits: limits)
        let parsed = withUnsafeMutablePointer(to: &watch) { watch in
            bytes.withUnsafeBytes { bytes in Self.parse(bytes, watch: watch) }
        }
        guard let parsed, let element = xmlDocGetRootElement(parsed) else {
            xmlFreeDoc(parsed)
            var refusal = watch.refusal(file: file)
            // libxml2 takes most wrong bytes for forbidden characters.
            if refusal.finding.rule == "not-well-formed", detected == .utf8,
                let position = MarkupScanner.firstWrongByte(ofUTF8: bytes)
            {
                refusal.finding = ParseWatch.wrongEncoding(file: file, at: position)
            }
            throw refusal
        }
        document = parsed
        root = element
        encoding = detected
    }

    /// Lends the root element, which every well-formed file has.
    borrowing func withRoot<Result, Failure: Error>(
        _ body: (xmlNodePtr) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(root)
    }

    /// Lends the document and its root element.
    borrowing func withDocument<Result, Failure: Error>(
        _ body: (xmlDocPtr, xmlNodePtr) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(document, root)
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer, watch: UnsafeMutablePointer<ParseWatch>) -> xmlDocPtr? {
        LibXML2.start()
        // Faults of the character encoding are told to the thread, not to the parser.
        xmlSetStructuredErrorFunc(watch) { watch, error in
            watch?.assumingMemoryBound(to: ParseWatch.self).pointee.record(error, of: nil)
        }
        defer { LibXML2.silenceThread() }
        guard let parser = xmlNewParserCtxt() else { return nil }
        defer { xmlFreeParserCtxt(parser) }
        parser.pointee._private = UnsafeMutableRawPointer(watch)
        ParseWatch.attach(to: parser)
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue
        let document = xmlCtxtReadMemory(
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil, nil, Int32(options))
        // A parser that was stopped still returns a document and says that it is well formed.
        guard let document, watch.pointee.isClean, document.pointee.intSubset == nil,
            parser.pointee.wellFormed != 0, parser.pointee.nsWellFormed != 0
        else {
            xmlFreeDoc(document)
            return nil
        }
        return document
    }

    private static func check(
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

extension RecordEncoding {
    var isUTF16: Bool { self == .utf16BigEndian || self == .utf16LittleEndian }
}

extension UInt8 {
    var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}

extension String {
    /// Without leading, trailing and repeated blanks.
    var collapsed: String {
        utf8.contains(where: \.isXMLSpace) ? split(whereSeparator: \.isWhitespace).joined(separator: " ") : self
    }
}

extension StringProtocol {
    /// At most 40 characters, for a message that quotes a file to its author.
    var abridged: String {
        let start = prefix(40)
        return start.endIndex == endIndex ? String(self) : "\(start.dropLast())…"
    }
}
