internal import CLibXML2

/// The faults that libxml2 found in one tree, copied out of its callback.
struct ValidationReport {
    struct Fault {
        var code: xmlParserErrors
        /// An element, or an attribute in the guise of one; `nil` for some references between values.
        var node: xmlNodePtr?
        var line: Int
        var message: String
    }

    private(set) var faults: [Fault] = []

    /// More than are shown, because several may be about one thing.
    private static let limit = 100

    mutating func note(_ error: xmlError) {
        guard faults.count < Self.limit, error.level.rawValue > XML_ERR_WARNING.rawValue else { return }
        faults.append(
            Fault(
                code: xmlParserErrors(rawValue: UInt32(bitPattern: error.code)),
                node: error.node?.assumingMemoryBound(to: xmlNode.self), line: Int(error.line),
                message: LibXML2.beginning(of: error.message)))
    }
}
