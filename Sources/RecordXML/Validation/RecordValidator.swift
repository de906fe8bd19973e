internal import CLibXML2
package import Records
internal import Synchronization

/// Validates records against the schemas of one set. One object serves all threads.
///
/// A schema is compiled when the first record of its kind comes, because compiling takes longer than most commands.
package final class RecordValidator: Sendable {
    /// The largest record that is read, in bytes.
    package static let sizeLimit = 8 << 20

    /// How many findings are told of one record; later ones mostly follow from earlier ones.
    package static let findingLimit = 20

    package let set: SchemaSet
    private let setDigest: ContentDigest
    private let files: SchemaFiles
    private let schemas = Mutex<[RecordKind: CompiledSchema]>([:])
    private let vocabularies = Mutex<[RecordKind: Vocabulary]>([:])

    /// - Parameter content: reads an XSD of the set by its digest.
    package init(set: SchemaSet, content: @escaping SchemaContent) {
        self.set = set
        setDigest = set.digest
        files = SchemaFiles(set: set, content: content)
    }

    /// Validates one record: against its schema, and against the rules that a schema cannot say.
    ///
    /// - Parameter file: its name for findings.
    /// - Throws: where the archive cannot give the schema, or the schema does not compile; never for what the record is.
    package func validate(_ bytes: [UInt8], file: String) throws(MunimentError) -> Validation {
        let tree: XMLTree
        do throws(Refusal) {
            tree = try XMLTree(parsing: bytes, file: file, limits: .record)
        } catch {
            return .invalid([error.finding])
        }
        let outcome = try tree.withDocument { document, root throws(MunimentError) in
            try check(root, of: document)
        }
        switch outcome {
        case .facts(let facts): return .valid(ValidatedRecord(bytes: bytes, schemaSet: setDigest, facts: facts))
        case .problems(let problems):
            return .invalid(PlacedProblem.findings(problems, in: bytes, encoding: tree.encoding, file: file))
        }
    }

    private enum Outcome {
        case facts(RecordFacts)
        case problems([PlacedProblem])
    }

    private func check(_ root: xmlNodePtr, of document: xmlDocPtr) throws(MunimentError) -> Outcome {
        guard let kind = RecordKind(root.localName), let name = file(of: kind) else {
            return .problems([RootRules.unknownKind(root, known: set.kinds)])
        }
        let schema = try compiledSchema(for: kind, file: name)
        guard root.namespaceName == schema.targetNamespace else {
            return .problems([RootRules.wrongNamespace(root, right: schema.targetNamespace)])
        }
        var report = ValidationReport()
        let isValid = schema.validate(document, report: &report)
        let broken = RecordRules.problems(in: root)
        if isValid, broken.isEmpty {
            do throws(PlacedProblem) {
                return .facts(try FactsExtraction.facts(of: root))
            } catch {
                return .problems([error])
            }
        }
        let wording = SchemaFaultWording(vocabulary: try vocabulary(for: kind, file: name), root: root)
        return .problems(wording.problems(for: report.faults) + broken)
    }

    private func file(of kind: RecordKind) -> String? {
        let name = SchemaSet.file(of: kind)
        return set.digest(ofFile: name) == nil || SchemaSet.sharedFiles.contains(name) ? nil : name
    }

    private func compiledSchema(for kind: RecordKind, file: String) throws(MunimentError) -> CompiledSchema {
        if let schema = schemas.withLock({ $0[kind] }) { return schema }
        guard let xsd = try files.bytes(of: file) else {
            throw MunimentError(.damaged, "the schema \(file)", "the schema set does not have it")
        }
        let outcome = try CompiledSchema.compile(xsd, files: files)
        guard let schema = outcome.schema else {
            throw MunimentError(.damaged, "the schema \(file)", "it does not compile")
        }
        // Two threads may have compiled it at once; either result will do.
        schemas.withLock { $0[kind] = schema }
        return schema
    }

    private func vocabulary(for kind: RecordKind, file: String) throws(MunimentError) -> Vocabulary {
        if let vocabulary = vocabularies.withLock({ $0[kind] }) { return vocabulary }
        let vocabulary = try VocabularyReader.vocabulary(of: file, files: files)
        vocabularies.withLock { $0[kind] = vocabulary }
        return vocabulary
    }
}
