import RecordXML
import Records

/// Schemas of a lender's own to test with.
enum SampleSchemas {
    /// An XSD for `receipt` whose body is `body`.
    static func receipt(
        imports: String = #"<xs:import namespace="urn:muniment:record:1" schemaLocation="common.xsd"/>"#,
        body: String = #"<xs:element ref="m:header"/>"#, more: String = ""
    ) -> [UInt8] {
        Array(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:muniment:record:1"
                xmlns:r="urn:example:receipt:1" targetNamespace="urn:example:receipt:1" elementFormDefault="qualified">
              \(imports)
              <xs:element name="receipt">
                <xs:complexType><xs:sequence>\(body)</xs:sequence></xs:complexType>
              </xs:element>
              \(more)
            </xs:schema>
            """.utf8)
    }

    /// The shipped set with one more schema.
    static func set(with kind: RecordKind, _ xsd: [UInt8]) -> (SchemaSet, SchemaContent) {
        let digest = ContentDigest(hashing: xsd)
        return (
            ShippedSchemas.set.adding(kind, xsd: digest),
            { (wanted) throws(MunimentError) in wanted == digest ? xsd : try ShippedSchemas.content(wanted) }
        )
    }
}
