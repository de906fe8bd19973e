internal import CLibXML2
internal import Records

/// A schema in libxml2's own form.
///
/// `@unchecked Sendable`: libxml2 only reads a schema once it is compiled, and allows any number of validation contexts
/// over it in any threads. It is freed with the last reference.
final class CompiledSchema: @unchecked Sendable {
    private let schema: xmlSchemaPtr

    /// Empty for none.
    let targetNamespace: String

    private init(_ schema: xmlSchemaPtr) {
        self.schema = schema
        targetNamespace = schema.pointee.targetNamespace.map { String(cString: $0) } ?? ""
    }

    deinit { xmlSchemaFree(schema) }

    /// What a compilation came to.
    struct Outcome {
        /// `nil` where there are faults that forbid using it.
        var schema: CompiledSchema?
        var faults: [Fault] = []
        /// Files that the schema asks for and that are not in the set.
        var refused: [String] = []
    }

    /// A fault of the schema in the words of libxml2.
    struct Fault {
        var code: Int32
        var line: Int?
        var message: String
    }

    /// Compiles one XSD against the files that it includes and imports. Takes milliseconds, one at a time.
    ///
    /// - Throws: where the archive cannot give a file of the set.
    static func compile(_ xsd: [UInt8], files: SchemaFiles) throws(MunimentError) -> Outcome {
        let ((schema, faults), session) = SchemaSession.run(files: files) {
            var faults: [Fault] = []
            let schema = withUnsafeMutablePointer(to: &faults) { faults in
                xsd.withUnsafeBytes { compile($0, faults: faults) }
            }
            return (schema, faults)
        }
        if let failure = session.failure { throw failure }
        return Outcome(schema: schema, faults: faults, refused: session.refused)
    }

    private static func compile(_ xsd: UnsafeRawBufferPointer, faults: UnsafeMutablePointer<[Fault]>) -> CompiledSchema?
    {
        xmlSetStructuredErrorFunc(faults, note)
        defer { LibXML2.silenceThread() }
        guard
            let context = xmlSchemaNewMemParserCtxt(
                xsd.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(xsd.count))
        else { return nil }
        defer { xmlSchemaFreeParserCtxt(context) }
        xmlSchemaSetParserStructuredErrors(context, note, faults)
        guard let schema = xmlSchemaParse(context) else { return nil }
        return CompiledSchema(schema)
    }

    private static let note: xmlStructuredErrorFunc = { faults, error in
        guard let error = error?.pointee, error.level.rawValue > XML_ERR_WARNING.rawValue else { return }
        let message = LibXML2.beginning(of: error.message)
        let fault = Fault(code: error.code, line: error.line > 0 ? Int(error.line) : nil, message: message)
        faults?.assumingMemoryBound(to: [Fault].self).pointee.append(fault)
    }

    /// Validates a document and lends each fault to `report`, in the order in which libxml2 finds them.
    ///
    /// - Returns: whether it is valid.
    func validate(_ document: xmlDocPtr, report: inout ValidationReport) -> Bool {
        guard let context = xmlSchemaNewValidCtxt(schema) else { return false }
        defer { xmlSchemaFreeValidCtxt(context) }
        return withUnsafeMutablePointer(to: &report) { report in
            let note: xmlStructuredErrorFunc = { report, error in
                guard let error else { return }
                report?.assumingMemoryBound(to: ValidationReport.self).pointee.note(error.pointee)
            }
            xmlSchemaSetValidStructuredErrors(context, note, report)
            return xmlSchemaValidateDoc(context, document) == 0
        }
    }
}
