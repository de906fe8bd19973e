/// The namespaces that are not a lender's own.
enum RecordNamespace {
    static let record: StaticString = "urn:muniment:record:1"
    static let signature: StaticString = "http://www.w3.org/2000/09/xmldsig#"
    static let schemaInstance: StaticString = "http://www.w3.org/2001/XMLSchema-instance"
    static let schema: StaticString = "http://www.w3.org/2001/XMLSchema"

    /// Whether a lender's schema may not claim it.
    static func isReserved(_ name: String) -> Bool {
        [record, signature, schemaInstance, schema].contains { "\($0)" == name } || name.isEmpty
            || name.hasPrefix("urn:muniment:")
    }
}
