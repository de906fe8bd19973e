internal import Records

/// What the XSDs of one kind say in words: the labels, hints and allowed values of each element.
///
/// libxml2 compiles an XSD without its annotations, so this is read from the XSDs themselves, and only when something is
/// shown or found wrong.
struct Vocabulary: Sendable {
    /// The two names that the annotations give a thing; empty where they do not.
    struct Label: Hashable, Sendable {
        var zh = ""
        var en = ""

        /// Such as `贷款本金 · Principal`.
        var text: String { [zh, en].filter { !$0.isEmpty }.joined(separator: " · ") }
    }

    /// A namespace and a local name.
    struct Name: Hashable, Sendable {
        var namespace: String
        var local: String
    }

    struct Choice: Hashable, Sendable {
        var value: String
        var label: Label
    }

    /// An element or an attribute as it is declared.
    struct Declaration: Sendable {
        var name: Name
        var label = Label()
        var hint = ""
        /// The type, or the declaration that this one refers to.
        var type: Name?
        var isReference = false
        /// Where it stands: not to be left out, and there may be several.
        var isRequired = true
        var isRepeatable = false
    }

    struct Definition: Sendable {
        var hint = ""
        var choices: [Choice] = []
        var base: Name?
        var elements: [Declaration] = []
        var attributes: [Declaration] = []
        /// Groups and attribute groups that it takes in.
        var groups: [Name] = []
    }

    /// A key, a uniqueness or a reference to a key.
    struct Constraint: Sendable {
        /// Where the values stand below the element that declares it, in words: `header/subjects/loan`.
        var values: [String]
        /// The key that a reference means.
        var refersTo: Name?
    }

    var targetNamespace = ""
    var elements: [Name: Declaration] = [:]
    var attributes: [Name: Declaration] = [:]
    var types: [Name: Definition] = [:]
    var groups: [Name: Definition] = [:]
    var constraints: [Name: Constraint] = [:]

    /// The declaration of an element, by the names from the root down to it.
    func declaration(at steps: [Name]) -> Declaration? {
        guard let root = steps.first, var declaration = elements[root] else { return nil }
        for step in steps.dropFirst() {
            let candidates = children(of: declaration)
            guard let next = candidates.first(where: { $0.name == step }) ?? elements[step] else { return nil }
            declaration = next
        }
        return declaration
    }

    /// The elements that may stand in an element, in the order of the schema.
    func children(of declaration: Declaration) -> [Declaration] {
        definitions(of: declaration).reversed().flatMap { all(\.elements, of: $0) }.map(resolved)
    }

    func attributes(of declaration: Declaration) -> [Declaration] {
        definitions(of: declaration).flatMap { all(\.attributes, of: $0) }
    }

    /// What a value should look like: the element's own hint, else that of its type or of what that derives from.
    func hint(for declaration: Declaration) -> String {
        declaration.hint.isEmpty
            ? definitions(of: declaration).first { !$0.hint.isEmpty }?.hint ?? "" : declaration.hint
    }

    /// The values that are allowed; empty where they are not listed.
    func choices(for declaration: Declaration) -> [Choice] {
        definitions(of: declaration).first { !$0.choices.isEmpty }?.choices ?? []
    }

    /// The local names of its type and of those from which that derives, the nearest first.
    func typeNames(of declaration: Declaration) -> [String] {
        var names: [String] = []
        var name = resolved(declaration).type
        while let type = name, names.count < 64 {
            names.append(type.local)
            name = types[type]?.base
        }
        return names
    }

    /// The type of an element, then what it derives from.
    private func definitions(of declaration: Declaration) -> [Definition] {
        var definitions: [Definition] = []
        var name = resolved(declaration).type
        // An XSD that derives types in a circle does not compile; the count is for one that nobody compiled.
        while let type = name, let definition = types[type], definitions.count < 64 {
            definitions.append(definition)
            name = definition.base
        }
        return definitions
    }

    private func all(_ part: KeyPath<Definition, [Declaration]>, of definition: Definition, depth: Int = 0)
        -> [Declaration]
    {
        guard depth < 16 else { return [] }
        return definition[keyPath: part]
            + definition.groups.flatMap { name in
                groups[name].map { all(part, of: $0, depth: depth + 1) } ?? []
            }
    }

    private func resolved(_ declaration: Declaration) -> Declaration {
        guard declaration.isReference,
            var referred = elements[declaration.name] ?? attributes[declaration.name]
        else { return declaration }
        referred.isRequired = declaration.isRequired
        referred.isRepeatable = declaration.isRepeatable
        return referred
    }
}
