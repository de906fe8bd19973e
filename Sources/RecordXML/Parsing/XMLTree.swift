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
        let detected = try Self.admit(bytes, file: file, limits: limits)
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
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil, nil, Int32(options)
        )
        // A parser that was stopped still returns a document and says that it is well formed.
        guard let document, watch.pointee.isClean, document.pointee.intSubset == nil,
            parser.pointee.wellFormed != 0, parser.pointee.nsWellFormed != 0
        else {
            xmlFreeDoc(document)
            return nil
        }
        return document
    }
}
