internal import CLibXML2
internal import Records

/// Reads the annotations of an XSD and of those that it includes and imports from its set.
struct VocabularyReader {
    private let files: SchemaFiles
    private var vocabulary = Vocabulary()
    private var read: Set<String> = []
    private var anonymous = 0
    private var namespace = ""

    private init(files: SchemaFiles) { self.files = files }

    /// - Parameter file: a name of the set.
    /// - Throws: where the archive cannot give a file, or one of them is no XML.
    static func vocabulary(of file: String, files: SchemaFiles) throws(MunimentError) -> Vocabulary {
        var reader = VocabularyReader(files: files)
        var vocabulary = Vocabulary()
        vocabulary.targetNamespace = try reader.readFile(file, including: "")
        reader.vocabulary.targetNamespace = vocabulary.targetNamespace
        return reader.vocabulary
    }

    /// Reads a file once; a file outside the set is passed over.
    ///
    /// - Returns: its target namespace.
    @discardableResult
    private mutating func readFile(_ file: String, including: String) throws(MunimentError) -> String {
        guard read.insert(file).inserted, let bytes = try files.bytes(of: file) else { return including }
        let tree: XMLTree
        do throws(Refusal) {
            tree = try XMLTree(parsing: bytes, file: file, limits: .schema)
        } catch {
            throw MunimentError(.damaged, "the schema \(file)", error.finding.problem)
        }
        var referred: [String] = []
        let target = tree.withRoot { root in
            let target = root.attribute("targetNamespace") ?? including
            namespace = target
            for node in root.elements where node.isIn(RecordNamespace.schema) {
                if let location = readGlobal(node) { referred.append(location) }
            }
            return target
        }
        for location in referred { try readFile(location, including: target) }
        return target
    }

    /// - Returns: the file that an include, import or redefine refers to.
    private mutating func readGlobal(_ node: xmlNodePtr) -> String? {
        let name = Vocabulary.Name(namespace: namespace, local: node.attribute("name") ?? "")
        if node.isNamed("element") {
            vocabulary.elements[name] = declaration(of: node, isGlobal: true)
        } else if node.isNamed("attribute") {
            vocabulary.attributes[name] = declaration(of: node, isGlobal: true)
        } else if node.isNamed("simpleType") || node.isNamed("complexType") {
            vocabulary.types[name] = definition(of: node)
        } else if node.isNamed("group") || node.isNamed("attributeGroup") {
            vocabulary.groups[name] = definition(of: node)
        } else {
            return node.attribute("schemaLocation")
        }
        return nil
    }

    private mutating func declaration(of node: xmlNodePtr, isGlobal: Bool = false) -> Vocabulary.Declaration {
        let most = node.attribute("maxOccurs")
        let isRequired = node.attribute("minOccurs") != "0"
        let isRepeatable = most != nil && most != "1" && most != "0"
        if let reference = node.attribute("ref") {
            return Vocabulary.Declaration(
                name: node.qualifiedName(reference), isReference: true, isRequired: isRequired,
                isRepeatable: isRepeatable)
        }
        let isQualified = isGlobal || isQualified(node)
        var declaration = Vocabulary.Declaration(
            name: Vocabulary.Name(namespace: isQualified ? namespace : "", local: node.attribute("name") ?? ""),
            isRequired: isRequired, isRepeatable: isRepeatable)
        declaration.type = node.attribute("type").map { node.qualifiedName($0) }
        for part in node.elements where part.isIn(RecordNamespace.schema) {
            if part.isNamed("annotation") {
                declaration.label = label(in: part)
                declaration.hint = hint(in: part)
            } else if part.isNamed("simpleType") || part.isNamed("complexType") {
                anonymous += 1
                let name = Vocabulary.Name(namespace: "#", local: String(anonymous))
                vocabulary.types[name] = definition(of: part)
                declaration.type = name
            } else if part.isNamed("key") || part.isNamed("unique") || part.isNamed("keyref") {
                readConstraint(part)
            }
        }
        return declaration
    }

    private func isQualified(_ node: xmlNodePtr) -> Bool {
        if let form = node.attribute("form") { return form == "qualified" }
        guard node.isNamed("element"), let document = node.pointee.doc,
            let root = xmlDocGetRootElement(document)
        else { return false }
        return root.attribute("elementFormDefault") == "qualified"
    }

    private mutating func readConstraint(_ node: xmlNodePtr) {
        func path(_ part: xmlNodePtr?) -> [String] {
            (part?.attribute("xpath") ?? "").split(separator: "|").map { alternative in
                alternative.split(separator: "/").filter { $0 != "." }
                    .map { $0.split(separator: ":").last.map(String.init) ?? "" }.joined(separator: "/")
            }
        }
        let field = path(node.elements.first { $0.isNamed("field") }).first ?? ""
        let values = path(node.elements.first { $0.isNamed("selector") }).map { selected in
            [selected, field].filter { !$0.isEmpty }.joined(separator: "/")
        }
        let name = Vocabulary.Name(namespace: namespace, local: node.attribute("name") ?? "")
        vocabulary.constraints[name] = Vocabulary.Constraint(
            values: values, refersTo: node.attribute("refer").map { node.qualifiedName($0) })
    }

    private mutating func definition(of node: xmlNodePtr) -> Vocabulary.Definition {
        var definition = Vocabulary.Definition()
        read(node, into: &definition)
        return definition
    }

    /// - Parameter canBeLeftOut: whether what stands here is one of several, or within something optional.
    private mutating func read(
        _ node: xmlNodePtr, into definition: inout Vocabulary.Definition, canBeLeftOut: Bool = false
    ) {
        let canBeLeftOut = canBeLeftOut || node.isNamed("choice") || node.attribute("minOccurs") == "0"
        for part in node.elements where part.isIn(RecordNamespace.schema) {
            if part.isNamed("annotation") {
                if definition.hint.isEmpty { definition.hint = hint(in: part) }
            } else if part.isNamed("element") {
                var declaration = declaration(of: part)
                if canBeLeftOut { declaration.isRequired = false }
                definition.elements.append(declaration)
            } else if part.isNamed("attribute") {
                definition.attributes.append(declaration(of: part))
            } else if part.isNamed("group") || part.isNamed("attributeGroup") {
                if let reference = part.attribute("ref") { definition.groups.append(part.qualifiedName(reference)) }
            } else if part.isNamed("enumeration") {
                let annotation = part.elements.first { $0.isNamed("annotation") }
                definition.choices.append(
                    Vocabulary.Choice(
                        value: part.attribute("value") ?? "", label: annotation.map { label(in: $0) } ?? .init()))
            } else {
                if let base = part.attribute("base") { definition.base = part.qualifiedName(base) }
                read(part, into: &definition, canBeLeftOut: canBeLeftOut)
            }
        }
    }

    private func label(in annotation: xmlNodePtr) -> Vocabulary.Label {
        var label = Vocabulary.Label()
        for part in annotation.elements where part.isNamed("documentation") {
            let language = part.attributes.first { xmlStrEqual($0.pointee.name, "lang") != 0 }?.text ?? "en"
            if language.hasPrefix("zh") {
                label.zh = part.text.collapsed
            } else if language.hasPrefix("en") {
                label.en = part.text.collapsed
            }
        }
        return label
    }

    private func hint(in annotation: xmlNodePtr) -> String {
        annotation.elements.first { $0.isNamed("appinfo") && $0.attribute("source") == "hint" }?.text.collapsed ?? ""
    }
}
