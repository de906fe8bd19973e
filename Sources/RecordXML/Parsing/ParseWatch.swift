internal import CLibXML2
internal import Records

/// Watches one parse: stops it at a DTD or a limit, and keeps its first fault.
struct ParseWatch {
    private let limits: ParseLimits
    private var elementCount = 0
    private var attributeCount = 0
    private var blankSectionCount = 0
    private var fault: Fault?

    init(limits: ParseLimits) { self.limits = limits }

    /// What was seen first; later faults mostly follow from it.
    struct Fault {
        var rule: String
        var line: Int?
        var column: Int?
        var path: String?
        var problem: String
        var expected = ""
    }

    var isClean: Bool { fault == nil }

    func refusal(file: String) -> Refusal {
        let fault = fault ?? Fault(rule: "not-well-formed", problem: "the XML cannot be read")
        return Refusal(
            finding: Finding(
                rule: fault.rule, file: file, line: fault.line, column: fault.column, path: fault.path,
                problem: fault.problem, expected: fault.expected))
    }

    static func tooManyAttributes(_ limits: ParseLimits, file: String, at position: MarkupScanner.Position) -> Finding {
        Finding(
            rule: "too-many-attributes", file: file, line: position.line, column: position.column,
            problem: "an element has more than \(limits.attributes) attributes",
            expected: "at most \(limits.attributes)")
    }

    static func wrongEncoding(file: String, at position: MarkupScanner.Position) -> Finding {
        Finding(
            rule: "encoding", file: file, line: position.line, column: position.column,
            problem: "there are bytes that are no characters in the file's encoding", expected: savedAsDeclared)
    }

    static let savedAsDeclared =
        "text saved in the encoding that the first line declares, or UTF-8 where it declares none"

    static func attach(to parser: xmlParserCtxtPtr) {
        guard let handlers = parser.pointee.sax else { return }
        handlers.pointee.serror = { parser, error in
            guard let parser = parser?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
            ParseWatch.of(parser)?.pointee.record(error, of: parser)
        }
        // Left out of the tree, so that a value stays one node: libxml2's validator puts a value in pieces together in
        // quadratic time. A CDATA section is text too; but a blank one between elements is a fault to the validator,
        // where blank text is none.
        handlers.pointee.comment = nil
        handlers.pointee.processingInstruction = nil
        handlers.pointee.cdataBlock = { context, text, count in
            guard let text, !UnsafeBufferPointer(start: text, count: Int(count)).allSatisfy(\.isXMLSpace) else {
                guard let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self),
                    let watch = ParseWatch.of(parser), watch.pointee.admitBlankSection(parser)
                else { return }
                return xmlSAX2CDataBlock(context, text, count)
            }
            xmlSAX2Characters(context, text, count)
        }
        handlers.pointee.internalSubset = { parser, _, _, _ in
            guard let parser = parser?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
            ParseWatch.of(parser)?.pointee.stop(
                parser, "dtd", "the file has a document type declaration (`<!DOCTYPE`)", "a file without one")
        }
        handlers.pointee.startElementNs = { context, name, prefix, uri, spaces, space, attributes, defaults, values in
            guard let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
            guard let watch = ParseWatch.of(parser), watch.pointee.admit(parser, attributes: Int(attributes + spaces))
            else { return }
            xmlSAX2StartElementNs(context, name, prefix, uri, spaces, space, attributes, defaults, values)
        }
    }

    private static func of(_ parser: xmlParserCtxtPtr) -> UnsafeMutablePointer<ParseWatch>? {
        parser.pointee._private?.assumingMemoryBound(to: ParseWatch.self)
    }

    private mutating func admit(_ parser: xmlParserCtxtPtr, attributes: Int) -> Bool {
        elementCount += 1
        attributeCount += attributes
        if parser.pointee.nodeNr >= limits.depth {
            stop(parser, "too-deep", "elements are nested more than \(limits.depth) deep", "at most \(limits.depth)")
        } else if attributes > limits.attributes {
            stop(
                parser, "too-many-attributes", "an element has more than \(limits.attributes) attributes",
                "at most \(limits.attributes)")
        } else if attributeCount > limits.allAttributes {
            stop(
                parser, "too-many-attributes", "the file has more than \(limits.allAttributes) attributes",
                "at most \(limits.allAttributes)")
        } else if parser.pointee.nsNr > 2 * limits.namespacesInScope {
            // libxml2 counts prefix and name.
            stop(
                parser, "too-many-namespaces",
                "more than \(limits.namespacesInScope) namespace declarations hold for one element",
                "at most \(limits.namespacesInScope)")
        } else if elementCount > limits.elements {
            stop(
                parser, "too-many-elements", "the file has more than \(limits.elements) elements",
                "at most \(limits.elements)")
        } else {
            return true
        }
        return false
    }

    private mutating func admitBlankSection(_ parser: xmlParserCtxtPtr) -> Bool {
        blankSectionCount += 1
        guard blankSectionCount > limits.blankSections else { return true }
        stop(
            parser, "too-many-sections", "the file has more than \(limits.blankSections) CDATA sections that are blank",
            "plain blanks")
        return false
    }

    private mutating func stop(_ parser: xmlParserCtxtPtr, _ rule: String, _ problem: String, _ expected: String) {
        if fault == nil {
            fault = Fault(
                rule: rule, line: parser.pointee.input.map { Int($0.pointee.line) },
                column: parser.pointee.input.map { Int($0.pointee.col) }, problem: problem, expected: expected)
        }
        xmlStopParser(parser)
    }

    /// Keeps a fault that the library reports; a warning is none.
    mutating func record(_ error: UnsafePointer<xmlError>?, of parser: xmlParserCtxtPtr?) {
        guard fault == nil, let error = error?.pointee, error.level.rawValue > XML_ERR_WARNING.rawValue else { return }
        let (rule, problem, expected) = Self.words(for: error)
        fault = Fault(
            rule: rule, line: error.line > 0 ? Int(error.line) : nil,
            column: error.line > 0 && error.int2 > 0 ? Int(error.int2) : nil,
            path: parser?.pointee.node.map { $0.path }, problem: problem, expected: expected)
        // The parser would go on and find a million more. `xmlStopParser` frees the bytes that the function which
        // reports a fault is still reading.
        parser?.pointee.disableSAX = 2
        parser?.pointee.instate = XML_PARSER_EOF
    }
}
