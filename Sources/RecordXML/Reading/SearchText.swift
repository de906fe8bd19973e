internal import CLibXML2

/// The words of a record's body: what `find` searches beside the header.
struct SearchText {
    private var bytes: [UInt8] = []

    /// Text and attribute values, blanks collapsed, one space between elements. From the header only where the paper
    /// original lies, since the rest of it is kept in fields of its own; nothing from the signature.
    static func text(of root: xmlNodePtr) -> String {
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

    private mutating func append(element: xmlNodePtr) {
        for attribute in element.attributes where Self.isSearched(attribute) {
            separate()
            append(children: attribute.pointee.children)
        }
        separate()
        append(children: element.pointee.children)
        separate()
    }

    private mutating func append(children: xmlNodePtr?) {
        var next = children
        while let node = next {
            if node.isElement {
                append(element: node)
            } else if node.isText, let content = node.pointee.content {
                append(content)
            }
            next = node.pointee.next
        }
    }

    private mutating func append(_ content: UnsafePointer<xmlChar>) {
        var next = content
        while next.pointee != 0 {
            if next.pointee.isXMLSpace { separate() } else { bytes.append(next.pointee) }
            next += 1
        }
    }

    private mutating func separate() {
        if let last = bytes.last, last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
    }

    /// Currency, scale and version are the same in most records.
    private static func isSearched(_ attribute: xmlAttrPtr) -> Bool {
        guard attribute.pointee.ns == nil else { return false }
        let name = attribute.pointee.name
        return xmlStrEqual(name, "currency") == 0 && xmlStrEqual(name, "scale") == 0
            && xmlStrEqual(name, "version") == 0
    }
}
