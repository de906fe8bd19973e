package import Records

/// What a record of one kind consists of: its elements in their order, with labels, hints and allowed values.
///
/// For who makes records out of something else, such as the rows of a table: the schema stays the one place that says
/// what there is.
package struct RecordForm: Sendable {
    package struct Choice: Hashable, Sendable {
        package var value: String
        package var zh: String
        package var en: String

        package init(value: String, zh: String, en: String) {
            self.value = value
            self.zh = zh
            self.en = en
        }
    }

    package struct Element: Sendable {
        package var name: String
        package var namespace: String
        package var zh: String
        package var en: String
        /// What its value should look like; may be empty.
        package var hint: String
        /// The local names of its type and of those from which that derives, the nearest first.
        package var types: [String]
        /// The values that are allowed; empty where they are not listed.
        package var choices: [Choice]
        package var isRequired: Bool
        package var isRepeatable: Bool
        package var attributes: [String]
        package var elements: [Element]

        /// Whether its amount, or those within it, are in the currency that its attributes name.
        package var hasCurrency: Bool { attributes.contains("currency") && attributes.contains("scale") }

        package func element(named name: String) -> Element? { elements.first { $0.name == name } }

        /// Such as `贷款本金 · Principal`.
        package var label: String { [zh, en].filter { !$0.isEmpty }.joined(separator: " · ") }
    }

    package let kind: RecordKind
    package let root: Element
    /// Which values must stand among the subjects in the header: the path from the root, and as what.
    package let subjects: [(path: [String], role: Subject.Role)]
    /// The currencies that amounts may have.
    package let currencies: [Choice]

    /// - Throws: `.notFound` where the set does not know the kind.
    package init(of kind: RecordKind, set: SchemaSet, content: @escaping SchemaContent) throws(MunimentError) {
        let file = SchemaSet.file(of: kind)
        guard set.kinds.contains(kind) else {
            throw MunimentError(
                .notFound, "the kind \(kind)", "no schema describes it",
                remedy: "the kinds are: \(set.kinds.map(\.name).joined(separator: ", "))")
        }
        let vocabulary = try VocabularyReader.vocabulary(of: file, files: SchemaFiles(set: set, content: content))
        let name = Vocabulary.Name(namespace: vocabulary.targetNamespace, local: kind.name)
        guard let root = vocabulary.elements[name] else {
            throw MunimentError(.damaged, "the schema \(file)", "it does not declare the element \(kind)")
        }
        self.kind = kind
        self.root = Self.element(root, vocabulary, depth: 0)
        subjects = Self.subjects(vocabulary)
        let currency = vocabulary.types.first { $0.key.local == "Currency" }?.value.choices ?? []
        currencies = currency.map { Choice(value: $0.value, zh: $0.label.zh, en: $0.label.en) }
    }

    /// A schema may nest without end; no record that a table can fill does.
    private static var depthLimit: Int { 12 }

    private static func element(_ declaration: Vocabulary.Declaration, _ vocabulary: Vocabulary, depth: Int) -> Element
    {
        Element(
            name: declaration.name.local, namespace: declaration.name.namespace, zh: declaration.label.zh,
            en: declaration.label.en, hint: vocabulary.hint(for: declaration),
            types: vocabulary.typeNames(of: declaration),
            choices: vocabulary.choices(for: declaration).map {
                Choice(value: $0.value, zh: $0.label.zh, en: $0.label.en)
            },
            isRequired: declaration.isRequired, isRepeatable: declaration.isRepeatable,
            attributes: vocabulary.attributes(of: declaration).map(\.name.local),
            elements: depth == depthLimit
                ? []
                : vocabulary.children(of: declaration).filter { $0.name.namespace != "\(RecordNamespace.signature)" }
                    .map { element($0, vocabulary, depth: depth + 1) })
    }

    private static func subjects(_ vocabulary: Vocabulary) -> [(path: [String], role: Subject.Role)] {
        let place = "header/subjects/"
        var subjects: [(path: [String], role: Subject.Role)] = []
        for constraint in vocabulary.constraints.values {
            guard let key = constraint.refersTo.flatMap({ vocabulary.constraints[$0] }),
                let role = key.values.first(where: { $0.hasPrefix(place) })
                    .flatMap({ Subject.Role(rawValue: String($0.dropFirst(place.count))) })
            else { continue }
            for path in constraint.values where !path.hasPrefix(place) {
                subjects.append((path.split(separator: "/").map(String.init), role))
            }
        }
        return subjects.sorted { $0.path.joined(separator: "/") < $1.path.joined(separator: "/") }
    }
}
