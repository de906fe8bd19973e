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
    private let grammars = Mutex<[RecordKind: Grammar?]>([:])
    private let vocabularies = Mutex<[RecordKind: Vocabulary]>([:])

    /// - Parameter content: reads an XSD of the set by its digest.
    package init(set: SchemaSet, content: @escaping SchemaContent) {
        self.set = set
        setDigest = set.digest
        files = SchemaFiles(set: set, content: content)
    }

    /// Validates one record: against its schema, and against the rules that a schema cannot say.
    ///
    /// - Parameters:
    ///   - file: its name for findings.
    ///   - withText: whether its facts need their `text`.
    /// - Throws: where the archive cannot give the schema, or the schema does not compile; never for what the record is.
    package func validate(
        _ bytes: [UInt8], file: String, withText: Bool = true
    ) throws(MunimentError) -> Validation {
        if let facts = try factsOfPlain(bytes, withText: withText) {
            return .valid(ValidatedRecord(bytes: bytes, schemaSet: setDigest, facts: facts))
        }
        return try judge(bytes, file: file)
    }

    /// The facts of a record that is valid beyond doubt; `nil` for one that libxml2 has to look at.
    func factsOfPlain(_ bytes: [UInt8], withText: Bool = true) throws(MunimentError) -> RecordFacts? {
        guard let tree = PlainParser.tree(of: bytes, limits: .record) else { return nil }
        return try tree.withRoot { root throws(MunimentError) in
            guard let kind = RecordKind(root.localName), file(of: kind) != nil,
                let grammar = try grammar(for: kind), grammar.accepts(root), RecordRules.problems(in: root).isEmpty
            else { return nil }
            return try? FactsExtraction.facts(of: root, withText: withText)
        }
    }

    /// Lets libxml2 decide.
    func judge(_ bytes: [UInt8], file: String) throws(MunimentError) -> Validation {
        let tree: XMLTree
        do throws(Refusal) {
            tree = try XMLTree(parsing: bytes, file: file, limits: .record)
        } catch {
            return .invalid([error.finding])
        }
        let record = tree.recordTree()
        let outcome = try tree.withDocument { document, element throws(MunimentError) in
            try record.withRoot { root throws(MunimentError) in try check(root, document, element) }
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

    private func check(
        _ root: RecordElement, _ document: xmlDocPtr, _ element: xmlNodePtr
    ) throws(MunimentError) -> Outcome {
        guard let kind = RecordKind(root.localName), let name = file(of: kind) else {
            return .problems([RootRules.unknownKind(root, known: set.kinds)])
        }
        let schema = try compiledSchema(for: kind, file: name)
        guard root.namespaceName == schema.targetNamespace else {
            return .problems([RootRules.wrongNamespace(root, right: schema.targetNamespace)])
        }
        let broken = RecordRules.problems(in: root)
        var report = ValidationReport()
        guard schema.validate(document, report: &report), broken.isEmpty else {
            let wording = SchemaFaultWording(vocabulary: try vocabulary(for: kind, file: name), root: element)
            return .problems(wording.problems(for: report.faults) + broken)
        }
        do throws(PlacedProblem) {
            return .facts(try FactsExtraction.facts(of: root))
        } catch {
            return .problems([error])
        }
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

    /// - Returns: `nil` for a schema with which only libxml2 can deal.
    private func grammar(for kind: RecordKind) throws(MunimentError) -> Grammar? {
        if let grammar = grammars.withLock({ $0[kind] }) { return grammar }
        let grammar = try GrammarCompiler.grammar(of: kind, files: files)
        grammars.withLock { $0[kind] = .some(grammar) }
        return grammar
    }

    private func vocabulary(for kind: RecordKind, file: String) throws(MunimentError) -> Vocabulary {
        if let vocabulary = vocabularies.withLock({ $0[kind] }) { return vocabulary }
        let vocabulary = try VocabularyReader.vocabulary(of: file, files: files)
        vocabularies.withLock { $0[kind] = vocabulary }
        return vocabulary
    }
}
