internal import CLibXML2
internal import Records

/// Makes the grammar of one kind from its XSD and those that it includes and imports.
struct GrammarCompiler {
    /// A global declaration or definition, and the file in which it stands.
    private struct Global {
        var node: xmlNodePtr
        var file: Int
    }

    private final class File {
        let tree: XMLTree
        var namespace = ""
        var qualifiesElements = false

        init(_ tree: consuming XMLTree) { self.tree = tree }
    }

    private typealias Name = Vocabulary.Name

    private let sources: SchemaFiles
    private var files: [File] = []
    private var read: Set<String> = []
    private var isKnown = true
    private var elements: [Name: Global] = [:]
    private var types: [Name: Global] = [:]
    private var attributeGroups: [Name: Global] = [:]

    private var grammar = Grammar()
    private var namespaces: [String] = []
    private var elementIndices: [Name: Int] = [:]
    private var typeIndices: [Name: Int] = [:]
    private var values: [Name: Int?] = [:]

    /// - Returns: `nil` where the schema as a whole is not of the sort that is known here.
    /// - Throws: where the archive cannot give a file, or one of them is no XML.
    static func grammar(of kind: RecordKind, files: SchemaFiles) throws(MunimentError) -> Grammar? {
        var compiler = GrammarCompiler(sources: files)
        try compiler.readFile(SchemaSet.file(of: kind), expecting: nil)
        return compiler.compile(kind)
    }

    private init(sources: SchemaFiles) { self.sources = sources }

    // MARK: Files

    private mutating func readFile(_ name: String, expecting namespace: String?) throws(MunimentError) {
        guard read.insert(name).inserted else { return }
        guard let bytes = try sources.bytes(of: name) else { return isKnown = false }
        let file: File
        do throws(Refusal) {
            file = File(try XMLTree(parsing: bytes, file: name, limits: .schema))
        } catch {
            throw MunimentError(.damaged, "the schema \(name)", error.finding.problem)
        }
        let index = files.count
        files.append(file)
        // The nodes live as long as `files`, which ends with the compilation.
        let root = file.tree.withRoot { $0 }
        file.namespace = root.attribute("targetNamespace") ?? ""
        file.qualifiesElements = root.attribute("elementFormDefault") == "qualified"
        if let namespace, namespace != file.namespace { isKnown = false }
        var referred: [(String, String)] = []
        for node in root.elements where node.isIn(RecordNamespace.schema) {
            let name = Name(namespace: file.namespace, local: node.attribute("name") ?? "")
            let global = Global(node: node, file: index)
            if node.isNamed("element") {
                elements[name] = global
            } else if node.isNamed("simpleType") || node.isNamed("complexType") {
                types[name] = global
            } else if node.isNamed("attributeGroup") {
                attributeGroups[name] = global
            } else if node.isNamed("include") {
                referred.append((node.attribute("schemaLocation") ?? "", file.namespace))
            } else if node.isNamed("import") {
                referred.append((node.attribute("schemaLocation") ?? "", node.attribute("namespace") ?? ""))
            } else if !node.isNamed("annotation") {
                isKnown = false
            }
        }
        for (location, namespace) in referred { try readFile(location, expecting: namespace) }
    }

    // MARK: Elements

    private mutating func compile(_ kind: RecordKind) -> Grammar? {
        guard isKnown, let target = files.first?.namespace,
            let root = element(named: Name(namespace: target, local: kind.name))
        else { return nil }
        grammar.root = root
        return grammar
    }

    private mutating func element(named name: Name) -> Int? {
        if let index = elementIndices[name] { return index }
        guard let global = elements[name] else { return nil }
        let index = grammar.elements.count
        elementIndices[name] = index
        grammar.elements.append(Grammar.Element(name: word(name.local), namespace: space(name.namespace), type: 0))
        complete(index, global.node, global.file)
        return index
    }

    /// Reads type and constraints of the declaration `node` into the element at `index`.
    private mutating func complete(_ index: Int, _ node: xmlNodePtr, _ file: Int) {
        grammar.elements[index].type = type(of: node, file)
        let nodes = node.elements.filter { $0.isNamed("key") || $0.isNamed("unique") || $0.isNamed("keyref") }
        // References last: they are held against the keys.
        let keys = nodes.filter { !$0.isNamed("keyref") }
        let names = keys.map { $0.attribute("name") ?? "" }
        let first = grammar.constraints.count
        for node in keys + nodes.filter({ $0.isNamed("keyref") }) {
            guard let constraint = constraint(node, keys: names, from: first, file) else {
                // What cannot be checked accepts nothing.
                grammar.elements[index].type = add(.unknown)
                return
            }
            grammar.constraints.append(constraint)
        }
        grammar.elements[index].constraints = first..<grammar.constraints.count
    }

    private mutating func word(_ text: String) -> Grammar.Word {
        let word = Grammar.Word(offset: grammar.bytes.count, count: text.utf8.count)
        grammar.bytes += Array(text.utf8)
        return word
    }

    private mutating func range<Item>(
        _ table: WritableKeyPath<Grammar, [Item]>, _ items: [Item]
    ) -> Range<Int> {
        let first = grammar[keyPath: table].count
        grammar[keyPath: table] += items
        return first..<first + items.count
    }

    private mutating func type(of node: xmlNodePtr, _ file: Int) -> Int {
        for attribute in node.attributes
        where !["name", "type", "minOccurs", "maxOccurs"].contains(attribute.localName) { return add(.unknown) }
        if let name = node.attribute("type") { return type(named: node.qualifiedName(name)) }
        let inner = node.elements.filter { $0.isNamed("complexType") || $0.isNamed("simpleType") }
        guard inner.count == 1 else { return add(.unknown) }
        return add(definition(inner[0], file))
    }

    private mutating func add(_ definition: Grammar.TypeDefinition) -> Int {
        grammar.types.append(definition)
        return grammar.types.count - 1
    }

    private mutating func type(named name: Name) -> Int {
        if let index = typeIndices[name] { return index }
        // Known before it is read: it may contain itself.
        let index = add(.unknown)
        typeIndices[name] = index
        let definition: Grammar.TypeDefinition
        if let global = types[name] {
            definition = self.definition(global.node, global.file)
        } else {
            definition = value(named: name).map { .simple($0, 0..<0) } ?? .unknown
        }
        grammar.types[index] = definition
        return index
    }

    private mutating func space(_ namespace: String) -> Int {
        guard !namespace.isEmpty else { return -1 }
        if let index = namespaces.firstIndex(of: namespace) { return index }
        namespaces.append(namespace)
        grammar.namespaces.append(word(namespace))
        return namespaces.count - 1
    }

    // MARK: Types

    private mutating func definition(_ node: xmlNodePtr, _ file: Int) -> Grammar.TypeDefinition {
        if node.isNamed("simpleType") { return value(of: node).map { .simple($0, 0..<0) } ?? .unknown }
        guard node.attributes.allSatisfy({ $0.localName == "name" }) else { return .unknown }
        let parts = node.parts
        if parts.count == 1, parts[0].isNamed("simpleContent") || parts[0].isNamed("complexContent") {
            return extended(parts[0], file) ?? .unknown
        }
        guard let content = content(parts, file) else { return .unknown }
        return elements(content.particle.map { [$0] } ?? [], range(\.attributes, content.attributes))
    }

    private mutating func elements(
        _ particles: [Grammar.Particle], _ attributes: Range<Int>
    ) -> Grammar.TypeDefinition {
        guard !particles.isEmpty else { return .empty(attributes) }
        let parts = range(\.particles, particles)
        grammar.particles.append(
            Grammar.Particle(
                term: .sequence(parts), least: 1, most: 1, canBeEmpty: particles.allSatisfy(\.canBeEmpty)))
        return .elements(grammar.particles.count - 1, attributes)
    }

    /// A content model, then attributes.
    private mutating func content(
        _ parts: [xmlNodePtr], _ file: Int
    ) -> (particle: Grammar.Particle?, attributes: [Grammar.Attribute])? {
        var particle: Grammar.Particle?
        var attributes: [Grammar.Attribute] = []
        for (index, part) in parts.enumerated() {
            if part.isNamed("sequence") || part.isNamed("choice") {
                guard index == 0, let content = self.particle(part, file) else { return nil }
                particle = content
            } else if let more = self.attributes(part) {
                attributes += more
            } else {
                return nil
            }
        }
        return (particle, attributes)
    }

    /// A type with more attributes, or with more elements after its own.
    private mutating func extended(_ node: xmlNodePtr, _ file: Int) -> Grammar.TypeDefinition? {
        guard node.attributes.allSatisfy({ _ in false }), node.parts.count == 1, let more = node.parts.first,
            more.isNamed("extension"), let base = more.attribute("base"), let own = content(more.parts, file)
        else { return nil }
        let inherited = grammar.types[type(named: more.qualifiedName(base))]
        func attributes(_ others: Range<Int>) -> Range<Int> {
            range(\.attributes, Array(grammar.attributes[others]) + own.attributes)
        }
        switch inherited {
        case .simple(let value, let others) where node.isNamed("simpleContent") && own.particle == nil:
            return .simple(value, attributes(others))
        case .elements(let particle, let others) where node.isNamed("complexContent"):
            return elements([grammar.particles[particle]] + (own.particle.map { [$0] } ?? []), attributes(others))
        case .empty(let others) where node.isNamed("complexContent"):
            return elements(own.particle.map { [$0] } ?? [], attributes(others))
        default: return nil
        }
    }

    private mutating func particle(_ node: xmlNodePtr, _ file: Int) -> Grammar.Particle? {
        guard let least = Int(node.attribute("minOccurs") ?? "1") else { return nil }
        let limit = node.attribute("maxOccurs") ?? "1"
        guard let most = limit == "unbounded" ? Int.max : Int(limit), most >= least else { return nil }
        func particle(_ term: Grammar.Particle.Term, canBeEmpty: Bool = false) -> Grammar.Particle {
            Grammar.Particle(term: term, least: least, most: most, canBeEmpty: canBeEmpty || least == 0)
        }
        if node.isNamed("element") {
            if let reference = node.attribute("ref") {
                return element(named: node.qualifiedName(reference)).map { particle(.element($0)) }
            }
            let namespace = files[file].qualifiesElements ? files[file].namespace : ""
            let index = grammar.elements.count
            grammar.elements.append(
                Grammar.Element(name: word(node.attribute("name") ?? ""), namespace: space(namespace), type: 0))
            complete(index, node, file)
            return particle(.element(index))
        }
        guard node.isNamed("sequence") || node.isNamed("choice") else { return nil }
        var parts: [Grammar.Particle] = []
        for part in node.parts {
            guard let inner = self.particle(part, file) else { return nil }
            parts.append(inner)
        }
        let indices = range(\.particles, parts)
        return node.isNamed("sequence")
            ? particle(.sequence(indices), canBeEmpty: parts.allSatisfy(\.canBeEmpty))
            : particle(.choice(indices), canBeEmpty: parts.contains(where: \.canBeEmpty))
    }

    private mutating func attributes(_ node: xmlNodePtr) -> [Grammar.Attribute]? {
        if node.isNamed("attributeGroup") {
            guard let group = node.attribute("ref").flatMap({ attributeGroups[node.qualifiedName($0)] }) else {
                return nil
            }
            var all: [Grammar.Attribute] = []
            for part in group.node.parts {
                guard let more = attributes(part) else { return nil }
                all += more
            }
            return all
        }
        guard node.isNamed("attribute"),
            node.attributes.allSatisfy({ ["name", "type", "use", "fixed"].contains($0.localName) }),
            let name = node.attribute("name"), let type = node.attribute("type"),
            let value = value(named: node.qualifiedName(type)), grammar.values[value].base == .string
        else { return nil }
        let use = node.attribute("use") ?? "optional"
        guard use == "optional" || use == "required" else { return nil }
        return [
            Grammar.Attribute(
                name: word(name), value: value, fixed: node.attribute("fixed").map { word($0) },
                isRequired: use == "required")
        ]
    }

    // MARK: Values

    /// - Returns: its index.
    private mutating func value(named name: Name) -> Int? {
        if let known = values[name] { return known }
        // A type that derives from itself is none.
        values[name] = .some(nil)
        var value: Int?
        if let type = types[name] {
            if type.node.isNamed("simpleType") { value = self.value(of: type.node) }
        } else if name.namespace == "\(RecordNamespace.schema)", let base = Self.bases[name.local] {
            value = add(Grammar.Value(base: base))
        }
        values[name] = .some(value)
        return value
    }

    private static let bases: [String: Grammar.Value.Base] = [
        "string": .string, "date": .date, "dateTime": .dateTime, "integer": .integer,
    ]

    private mutating func add(_ value: Grammar.Value) -> Int {
        grammar.values.append(value)
        return grammar.values.count - 1
    }

    private mutating func value(of node: xmlNodePtr) -> Int? {
        guard node.attributes.allSatisfy({ $0.localName == "name" }), node.parts.count == 1,
            let restriction = node.parts.first, restriction.isNamed("restriction"),
            let base = restriction.attribute("base"), let inherited = value(named: restriction.qualifiedName(base))
        else { return nil }
        var value = grammar.values[inherited]
        var patterns: [String] = []
        var enumeration: [[UInt8]] = []
        for facet in restriction.parts {
            guard let text = facet.attribute("value") else { return nil }
            switch facet.localName {
            case "pattern": patterns.append(text)
            case "enumeration": enumeration.append(Array(text.utf8))
            case "minLength":
                guard let least = Int(text), least <= value.length.upperBound else { return nil }
                value.length = max(least, value.length.lowerBound)...value.length.upperBound
            case "maxLength":
                guard let most = Int(text), most >= value.length.lowerBound else { return nil }
                value.length = value.length.lowerBound...min(most, value.length.upperBound)
            case "minInclusive":
                guard let least = Int(text), least <= value.range.upperBound else { return nil }
                value.range = max(least, value.range.lowerBound)...value.range.upperBound
            case "maxInclusive":
                guard let most = Int(text), most >= value.range.lowerBound else { return nil }
                value.range = value.range.lowerBound...min(most, value.range.upperBound)
            default: return nil
            }
        }
        // Of days and numbers the same value can be written in several ways, so only strings are listed or measured.
        guard value.base == .string || (enumeration.isEmpty && value.length == 0...Int.max),
            value.base == .integer || value.range == Int.min...Int.max
        else { return nil }
        if !patterns.isEmpty {
            guard let pattern = Pattern(patterns) else { return nil }
            value.patterns.append(pattern)
        }
        if !enumeration.isEmpty { value.enumerations.append(enumeration) }
        return add(value)
    }

    // MARK: Constraints

    /// - Parameters:
    ///   - keys: the names of the keys of the same element.
    ///   - first: the index of the first of them.
    private mutating func constraint(
        _ node: xmlNodePtr, keys: [String], from first: Int, _ file: Int
    ) -> Grammar.Constraint? {
        let parts = node.parts
        guard parts.count == 2, parts[0].isNamed("selector"), parts[1].isNamed("field"),
            let selectors = paths(parts[0]), let fields = paths(parts[1]), fields.count == 1
        else { return nil }
        let kind: Grammar.Constraint.Kind
        if node.isNamed("keyref") {
            guard let refer = node.attribute("refer").map({ node.qualifiedName($0) }),
                refer.namespace == files[file].namespace, let index = keys.firstIndex(of: refer.local)
            else { return nil }
            kind = .reference(first + index)
        } else {
            kind = node.isNamed("key") ? .key : .unique
        }
        return Grammar.Constraint(kind: kind, selectors: selectors, field: fields[0])
    }

    /// - Returns: `nil` for paths with anything but names of elements.
    private mutating func paths(_ node: xmlNodePtr) -> [Range<Int>]? {
        var paths: [Range<Int>] = []
        for text in (node.attribute("xpath") ?? "").split(separator: "|") {
            var path: [Grammar.Step] = []
            for step in text.split(separator: "/", omittingEmptySubsequences: false) where step != "." {
                guard step.utf8.allSatisfy({ $0 == 0x3A || $0 == 0x2D || (0x61...0x7A).contains($0) }),
                    step.contains(":")
                else { return nil }
                let name = node.qualifiedName(String(step))
                path.append(Grammar.Step(name: word(name.local), namespace: space(name.namespace)))
            }
            paths.append(range(\.steps, path))
        }
        return paths.isEmpty ? nil : paths
    }
}

extension UnsafeMutablePointer<xmlNode> {
    /// The elements inside, without annotations.
    fileprivate var parts: [xmlNodePtr] { elements.filter { !$0.isNamed("annotation") } }
}
