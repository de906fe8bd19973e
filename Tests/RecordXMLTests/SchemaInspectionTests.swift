import RecordXML
import Records
import Testing

@Suite struct SchemaInspectionTests {
    let kind = RecordKind("receipt")

    private func findings(_ xsd: [UInt8]) throws -> [Finding] {
        try SchemaInspection.compile(
            xsd, as: try #require(kind), file: "own.xsd", in: ShippedSchemas.set, content: ShippedSchemas.content)
    }

    @Test func `a schema with our header first is taken`() throws {
        let xsd = SampleSchemas.receipt(body: #"<xs:element ref="m:header"/><xs:element name="fee" type="m:Money"/>"#)
        #expect(try findings(xsd).isEmpty)
        let declarations = try SchemaInspection.declarations(of: xsd, file: "own.xsd")
        #expect(declarations.targetNamespace == "urn:example:receipt:1")
        #expect(declarations.elements == ["receipt"])
        let declaration = try declarations.declaration(of: #require(kind))
        #expect(declaration == SchemaDeclaration(kind: try #require(kind), namespace: "urn:example:receipt:1"))
    }

    @Test func `a schema without our header first is refused`() throws {
        let orders = [
            #"<xs:element name="a" type="xs:string"/>"#,
            #"<xs:element name="a" type="xs:string"/><xs:element ref="m:header"/>"#,
            #"<xs:element name="header" type="m:Header"/>"#,
        ]
        for body in orders {
            #expect(try findings(SampleSchemas.receipt(body: body)).map(\.rule) == ["missing-header"])
        }
    }

    @Test(
        arguments: [
            "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/common.xsd", "https://example.org/common.xsd",
            "../common.xsd", "schemas/common.xsd", "ftp://127.0.0.1/x", "", "%2e%2e/common.xsd", "nul.xsd",
        ])
    func `nothing outside the schema set is loaded`(location: String) throws {
        let common = #"<xs:import namespace="urn:muniment:record:1" schemaLocation="common.xsd"/>"#
        for reference in [
            #"<xs:include schemaLocation="\#(location)"/>\#(common)"#,
            #"<xs:import namespace="urn:example:other" schemaLocation="\#(location)"/>\#(common)"#,
        ] {
            let findings = try findings(SampleSchemas.receipt(imports: reference))
            #expect(!findings.isEmpty, "\(reference)")
            #expect(!"\(findings)".contains("root:"))
        }
    }

    @Test func `a schema with a DTD, or that is no XML, is refused before it is compiled`() throws {
        let xsd = String(decoding: SampleSchemas.receipt(), as: UTF8.self)
        let entity = "<!DOCTYPE xs:schema [<!ENTITY a SYSTEM \"/etc/passwd\">]>" + xsd
        #expect(try findings(Array(entity.utf8)).map(\.rule) == ["dtd"])
        #expect(try findings(Array(xsd.dropLast(5).utf8)).map(\.rule) == ["not-well-formed"])
        #expect(try findings([]).map(\.rule) == ["empty"])
        #expect(try findings(Array("<a/>".utf8)).map(\.rule) == ["schema-declaration"])
        #expect(throws: MunimentError(.rejected, "", "")) {
            try SchemaInspection.declarations(of: Array(entity.utf8), file: "own.xsd")
        }
    }

    @Test func `kinds and namespaces of the program cannot be taken`() throws {
        let xsd = SampleSchemas.receipt()
        let declarations = try SchemaInspection.declarations(of: xsd, file: "own.xsd")
        for name in ["loan-contract", "common", "xmldsig", "other"] {
            let kind = try #require(RecordKind(name))
            #expect(throws: MunimentError(.refused, "", "")) { try declarations.declaration(of: kind) }
        }
        let ours = String(decoding: xsd, as: UTF8.self).replacing(
            "urn:example:receipt:1", with: "urn:muniment:record:1")
        #expect(try findings(Array(ours.utf8)).map(\.rule) == ["schema-declaration"])
    }

    @Test(
        arguments: [
            (#"<xs:element ref="m:header"/><xs:element name="a" type="r:Nothing"/>"#, "declared nowhere", "Nothing"),
            (#"<xs:element ref="m:header"/><xs:element name="a" type="m:Nothing"/>"#, "declared nowhere", "Nothing"),
            (#"<xs:element ref="m:header"/><xs:elemnt name="a"/>"#, "element of the XSD", ""),
            (#"<xs:element ref="m:header"/><xs:element name="a" tipe="xs:string"/>"#, "attribute of the XSD", "tipe"),
            (
                #"<xs:element ref="m:header"/><xs:element name="a"><xs:simpleType><xs:restriction base="xs:string">"#
                    + #"<xs:pattern value="[a"/></xs:restriction></xs:simpleType></xs:element>"#,
                "regular expression", ""
            ),
            (
                #"<xs:element ref="m:header"/><xs:element name="a" minOccurs="0"/><xs:element name="a"/>"#, "ambiguous",
                ""
            ),
        ])
    func `what is wrong with a schema is told in plain words`(body: String, problem: String, name: String) throws {
        let findings = try findings(SampleSchemas.receipt(body: body))
        let told = findings.map(\.problem).joined(separator: "\n")
        #expect(told.contains(problem) && told.contains(name), "\(findings)")
        #expect(!told.contains("{urn") && !told.contains("{http"))
        #expect(findings.allSatisfy { $0.file == "own.xsd" })
    }

    @Test func `records of a schema that only borrows types get the rules of those types`() throws {
        let body = #"""
            <xs:element ref="m:header"/><xs:element name="who" type="m:Party"/><xs:element name="fee" type="m:Money"/>
            <xs:element name="rent" type="m:Period"/>
            """#
        let xsd = SampleSchemas.receipt(body: body)
        #expect(try findings(xsd).isEmpty)
        let (set, content) = SampleSchemas.set(with: try #require(kind), xsd)
        let validator = RecordValidator(set: set, content: content)
        let record = """
            <r:receipt xmlns:r="urn:example:receipt:1" xmlns="urn:muniment:record:1">
              <header><identifier>a</identifier><title>t</title><effective>2024-01-01</effective><author>a</author>
              <department>d</department><subjects/><confidentiality>internal</confidentiality>
              <retention>permanent</retention></header>
              <r:who><number>1</number><name>n</name><identity-number>310115198001010008</identity-number></r:who>
              <r:fee currency="CNY" scale="2">1.00</r:fee><r:rent><start>2024-01-01</start><end>2024-01-02</end></r:rent>
            </r:receipt>
            """
        #expect(try validator.findings(record).isEmpty)
        #expect(try validator.finding(record.replacing("10008<", with: "10007<")).rule == "check-digit")
        #expect(try validator.finding(record.replacing("1.00", with: "1.0")).rule == "amount-decimals")
        #expect(try validator.finding(record.with("end", "2023-01-01")).rule == "date-order")
        let foreign = record.replacing("urn:example:receipt:1", with: "urn:example:receipt:2")
        #expect(try validator.finding(foreign).expected.contains("urn:example:receipt:1"))
    }
}
