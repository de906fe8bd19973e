package import Records

/// A record for reading: its elements in order, with the names and explanations that its schema gives them.
package struct RecordOutline: Sendable {
    package struct Row: Sendable {
        /// 0 for the root element.
        package let depth: Int
        /// The element's name without prefix.
        package let name: String
        /// Empty where the schema has no label.
        package let labelZh: String
        package let labelEn: String
        /// The text; `nil` for an element that has elements inside, or nothing.
        package let value: String?
        /// What the schema calls this value, where it lists the allowed ones; else empty.
        package let valueLabelZh: String
        package let valueLabelEn: String
        package let attributes: [Attribute]
    }

    package struct Attribute: Sendable {
        package let name: String
        package let labelZh: String
        package let labelEn: String
        package let value: String
        /// As in `Row`.
        package let valueLabelZh: String
        package let valueLabelEn: String
    }

    package private(set) var rows: [Row] = []

    /// Reads a record that was validated when it was filed.
    ///
    /// What is inside a signature is left out; the signature itself is a row.
    ///
    /// - Parameters:
    ///   - set: the schema set that the record was filed under.
    ///   - content: reads an XSD of the set by its digest.
    /// - Throws: `.damaged` where the bytes are not a record, or the archive cannot give the schema.
    package init(of bytes: [UInt8], set: SchemaSet, content: @escaping SchemaContent) throws(MunimentError) {
        let tree = try RecordReader.tree(of: bytes)
        let files = SchemaFiles(set: set, content: content)
        rows = try tree.withRoot { root throws(MunimentError) in
            let vocabulary = try VocabularyReader.vocabulary(of: "\(root.localName).xsd", files: files)
            var rows: [Row] = []
            let name = Vocabulary.Name(namespace: root.namespaceName, local: root.localName)
            Self.append(root, vocabulary.elements[name], depth: 0, vocabulary, to: &rows)
            return rows
        }
    }

    private static func append(
        _ element: RecordElement, _ declaration: Vocabulary.Declaration?, depth: Int, _ vocabulary: Vocabulary,
        to rows: inout [Row]
    ) {
        let isSignature = element.isNamed("Signature") && element.isIn(RecordNamespace.signature)
        let children = isSignature ? [] : Array(element.elements)
        let text = isSignature || !children.isEmpty ? "" : element.text
        let valueLabel = label(of: text, declaration, vocabulary)
        let known = declaration.map(vocabulary.attributes(of:)) ?? []
        let attributes = element.attributes.map { attribute in
            let declaration = known.first { $0.name.local == attribute.localName }
            let label = declaration?.label ?? Vocabulary.Label()
            let valueLabel = Self.label(of: attribute.text, declaration, vocabulary)
            return Attribute(
                name: attribute.localName, labelZh: label.zh, labelEn: label.en, value: attribute.text,
                valueLabelZh: valueLabel.zh, valueLabelEn: valueLabel.en)
        }
        rows.append(
            Row(
                depth: depth, name: element.localName, labelZh: declaration?.label.zh ?? "",
                labelEn: declaration?.label.en ?? "", value: text.isEmpty ? nil : text, valueLabelZh: valueLabel.zh,
                valueLabelEn: valueLabel.en, attributes: attributes))
        let inner = children.isEmpty ? [] : declaration.map(vocabulary.children(of:)) ?? []
        for child in children {
            let name = Vocabulary.Name(namespace: child.namespaceName, local: child.localName)
            let declaration = inner.first { $0.name == name } ?? vocabulary.elements[name]
            append(child, declaration, depth: depth + 1, vocabulary, to: &rows)
        }
    }

    private static func label(
        of value: String, _ declaration: Vocabulary.Declaration?, _ vocabulary: Vocabulary
    ) -> Vocabulary.Label {
        guard !value.isEmpty, let declaration else { return Vocabulary.Label() }
        return vocabulary.choices(for: declaration).first { $0.value == value }?.label ?? Vocabulary.Label()
    }
}
