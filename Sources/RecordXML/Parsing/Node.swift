internal import CLibXML2

/// Reading the tree of libxml2. A pointer is valid only inside the closure of `XMLTree.withRoot`.
extension UnsafeMutablePointer: ElementPath where Pointee == xmlNode {
    var isElement: Bool { pointee.type == XML_ELEMENT_NODE }

    func isNamed(_ name: StaticString) -> Bool {
        // Most names differ in the first byte already, and this is asked a dozen times of each element.
        guard let own = pointee.name, own.pointee == name.utf8Start.pointee else { return false }
        return xmlStrEqual(own, name.utf8Start) != 0
    }

    /// Whether the element is of this namespace.
    func isIn(_ namespace: StaticString) -> Bool { xmlStrEqual(pointee.ns?.pointee.href, namespace.utf8Start) != 0 }

    /// Whether the element is one that the shipped schemas describe.
    var isOurs: Bool { isIn(RecordNamespace.record) }

    var localName: String { pointee.name.map { String(cString: $0) } ?? "" }

    /// Empty for none.
    var namespaceName: String { pointee.ns?.pointee.href.map { String(cString: $0) } ?? "" }

    /// The element around it.
    var parentElement: xmlNodePtr? {
        guard let parent = pointee.parent, parent.isElement else { return nil }
        return parent
    }

    /// The element before it within the same element.
    var previousElement: xmlNodePtr? {
        var node = pointee.prev
        while let candidate = node, !candidate.isElement { node = candidate.pointee.prev }
        return node
    }

    /// The elements directly inside, in order.
    var elements: Elements { Elements(upcoming: pointee.children) }

    struct Elements: Sequence, IteratorProtocol {
        fileprivate var upcoming: xmlNodePtr?

        mutating func next() -> xmlNodePtr? {
            while let node = upcoming {
                upcoming = node.pointee.next
                if node.isElement { return node }
            }
            return nil
        }
    }

    /// The first element directly inside that has this name and the namespace of shipped records.
    func child(_ name: StaticString) -> xmlNodePtr? { elements.first { $0.isNamed(name) && $0.isOurs } }

    /// The text directly inside an element or attribute, without that of inner elements.
    var text: String {
        guard let only = pointee.children else { return "" }
        if only.pointee.next == nil, only.isText { return only.content }
        var text = ""
        var node: xmlNodePtr? = only
        while let part = node {
            if part.isText { text += part.content }
            node = part.pointee.next
        }
        return text
    }

    /// The text as a rule looks at it; empty where it is longer than any value can be.
    var shortText: String {
        let text = text
        return text.utf8.count <= 256 ? text : ""
    }

    var isText: Bool { pointee.type == XML_TEXT_NODE || pointee.type == XML_CDATA_SECTION_NODE }

    var content: String { pointee.content.map { String(cString: $0) } ?? "" }

    /// The attributes of an element, in order.
    var attributes: Attributes { Attributes(upcoming: pointee.properties) }

    struct Attributes: Sequence, IteratorProtocol {
        fileprivate var upcoming: xmlAttrPtr?

        mutating func next() -> xmlAttrPtr? {
            guard let attribute = upcoming else { return nil }
            upcoming = attribute.pointee.next
            return attribute
        }
    }

    /// The value of the attribute without namespace that has this name.
    func attribute(_ name: StaticString) -> String? {
        attributes.first { $0.pointee.ns == nil && xmlStrEqual($0.pointee.name, name.utf8Start) != 0 }?.text
    }

    /// Resolves a name with or without prefix as an XSD means it at this place.
    func qualifiedName(_ text: String) -> Vocabulary.Name {
        let parts = text.collapsed.split(separator: ":", maxSplits: 1)
        let prefix = parts.count == 2 ? String(parts[0]) : nil
        let namespace = xmlSearchNs(pointee.doc, self, prefix)?.pointee.href.map { String(cString: $0) } ?? ""
        return Vocabulary.Name(namespace: namespace, local: parts.last.map(String.init) ?? "")
    }
}
