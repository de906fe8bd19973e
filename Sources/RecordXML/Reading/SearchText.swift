/// The words of a record's body: what `find` searches beside the header.
struct SearchText {
    private var bytes: [UInt8] = []

    /// Text and attribute values, blanks collapsed, one space between elements. From the header only where the paper
    /// original lies, since the rest of it is kept in fields of its own; nothing from the signature.
    static func text(of root: RecordElement) -> String {
        var text = SearchText()
        text.bytes.reserveCapacity(1024)
        for element in root.elements {
            if element.isNamed("header"), element.isOurs {
                if let original = element.child("original") { text.append(element: original) }
            } else if !(element.isNamed("Signature") && element.isIn(RecordNamespace.signature)) {
                text.append(element: element)
            }
        }
        if text.bytes.last == UInt8(ascii: " ") { text.bytes.removeLast() }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private mutating func append(element: RecordElement) {
        for attribute in element.attributes where Self.isSearched(attribute) {
            separate()
            append(attribute.bytes)
        }
        separate()
        var next = element.node.child
        if next < 0 { append(element.tree.pointee.bytes(element.node.text)) }
        while next >= 0 {
            let node = element.tree.pointee.nodes[Int(next)]
            if node.isText {
                append(element.tree.pointee.bytes(node.text))
            } else {
                append(element: RecordElement(tree: element.tree, index: Int(next)))
            }
            next = node.next
        }
        separate()
    }

    private mutating func append(_ content: UnsafeBufferPointer<UInt8>) {
        for word in content.split(whereSeparator: \.isXMLSpace) {
            if word.startIndex > content.startIndex { separate() }
            bytes.append(contentsOf: word)
        }
        if let last = content.last, last.isXMLSpace { separate() }
    }

    private mutating func separate() {
        if let last = bytes.last, last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
    }

    /// Currency, scale and version are the same in most records.
    private static func isSearched(_ attribute: RecordAttribute) -> Bool {
        !attribute.isQualified && !attribute.isNamed("currency") && !attribute.isNamed("scale")
            && !attribute.isNamed("version")
    }
}
