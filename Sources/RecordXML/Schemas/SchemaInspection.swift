internal import CLibXML2
package import Records

/// Looks at an XSD that a lender wants to add, before it is filed.
package enum SchemaInspection {
    /// What an XSD declares at its top level.
    package struct Declarations: Sendable {
        package let targetNamespace: String
        /// The names of the global elements, in order.
        package let elements: [String]

        /// The declaration with which a `schema` record brings this XSD for records of `kind`.
        ///
        /// - Throws: `.refused` where the XSD does not describe the kind, or kind or namespace belong to the program.
        package func declaration(of kind: RecordKind) throws(MunimentError) -> SchemaDeclaration {
            let thing = "the schema for \(kind)"
            guard !ReservedNameRule.isReserved(kind: kind.name) else {
                throw MunimentError(.refused, thing, "this kind belongs to the archive", remedy: "choose another name")
            }
            guard !RecordNamespace.isReserved(targetNamespace) else {
                throw MunimentError(
                    .refused, thing,
                    targetNamespace.isEmpty
                        ? "it has no target namespace" : "its target namespace \(targetNamespace) is not a lender's",
                    remedy: "give it a namespace of your own, such as urn:example:lender:\(kind):1")
            }
            guard elements.contains(kind.name) else {
                throw MunimentError(
                    .refused, thing, "it declares no global element `\(kind)`",
                    remedy: "declare the root element of the records under that name")
            }
            return SchemaDeclaration(kind: kind, namespace: targetNamespace)
        }
    }

    /// Reads what an XSD declares, without compiling it.
    ///
    /// - Throws: `.rejected` where it is not well-formed XML without a DTD, or no XSD.
    package static func declarations(of xsd: [UInt8], file: String) throws(MunimentError) -> Declarations {
        let tree: XMLTree
        do throws(Refusal) {
            tree = try XMLTree(parsing: xsd, file: file, limits: .schema)
        } catch {
            let line = error.finding.line.map { "line \($0): " } ?? ""
            throw MunimentError(.rejected, file, line + error.finding.problem, remedy: error.finding.expected)
        }
        let declarations: Declarations? = tree.withRoot { root in
            guard root.isIn(RecordNamespace.schema), root.isNamed("schema") else { return nil }
            return Declarations(
                targetNamespace: root.attribute("targetNamespace") ?? "",
                elements: root.elements.filter { $0.isIn(RecordNamespace.schema) && $0.isNamed("element") }
                    .compactMap { $0.attribute("name") })
        }
        guard let declarations else {
            throw MunimentError(
                .rejected, file, "its root element is not `schema` of XML Schema", remedy: "attach an XSD")
        }
        return declarations
    }

    /// Compiles an XSD as the one of `kind` against a set, and checks that records of it can be filed.
    ///
    /// A stranger's XSD may cost any amount of memory and time to compile: call this in a process with limits on both.
    ///
    /// - Returns: what is wrong, in the order of the file; empty where the set may have it.
    /// - Throws: where the archive cannot give a file of the set.
    package static func compile(
        _ xsd: [UInt8], as kind: RecordKind, file: String, in set: SchemaSet, content: @escaping SchemaContent
    ) throws(MunimentError) -> [Finding] {
        do throws(Refusal) {
            _ = try XMLTree(parsing: xsd, file: file, limits: .schema)
        } catch {
            return [error.finding]
        }
        do throws(MunimentError) {
            _ = try declarations(of: xsd, file: file).declaration(of: kind)
        } catch {
            return [Finding(rule: "schema-declaration", file: file, problem: error.reason, expected: error.remedy)]
        }
        let name = SchemaSet.file(of: kind)
        let files = SchemaFiles(set: set, content: content, candidate: (name, xsd))
        let outcome = try CompiledSchema.compile(xsd, files: files)
        var findings = outcome.refused.map { SchemaCompilationWording.refused($0, file: file, set: set) }
        findings += outcome.faults.map { SchemaCompilationWording.finding(for: $0, file: file) }
        if outcome.schema == nil, findings.isEmpty {
            findings = [Finding(rule: "schema-invalid", file: file, problem: "the schema does not compile")]
        }
        if findings.isEmpty, !beginsWithHeader(try VocabularyReader.vocabulary(of: name, files: files), kind: kind) {
            findings = [
                Finding(
                    rule: "missing-header", file: file, problem: "the first element in `\(kind)` is not `header`",
                    expected: "<xs:element ref=\"m:header\"/> first, with xmlns:m=\"\(RecordNamespace.record)\"")
            ]
        }
        return Array(findings.prefix(RecordValidator.findingLimit))
    }

    private static func beginsWithHeader(_ vocabulary: Vocabulary, kind: RecordKind) -> Bool {
        let root = Vocabulary.Name(namespace: vocabulary.targetNamespace, local: kind.name)
        let header = Vocabulary.Name(namespace: "\(RecordNamespace.record)", local: "header")
        return vocabulary.elements[root].map(vocabulary.children(of:))?.first?.name == header
    }
}
