internal import CLibXML2

/// Reading a tree. A pointer is valid only inside the closure of `XMLTree.withRoot`.
extension UnsafeMutablePointer<xmlNode> {
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

    private var content: String { pointee.content.map { String(cString: $0) } ?? "" }

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

    /// Such as `/valuation-report/item[2]/value`; a number stands only where there are several of one name.
    var path: String {
        var steps: [String] = []
        var node: xmlNodePtr? = self
        while let element = node {
            steps.append(element.localName.abridged + element.ordinalAmongNamesakes)
            node = element.parentElement
        }
        return "/" + steps.reversed().joined(separator: "/")
    }

    private var ordinalAmongNamesakes: String {
        guard let siblings = parentElement?.elements else { return "" }
        var count = 0
        var ordinal = 0
        for sibling in siblings where xmlStrEqual(sibling.pointee.name, pointee.name) != 0 {
            count += 1
            if sibling == self { ordinal = count }
        }
        return count > 1 ? "[\(ordinal)]" : ""
    }
}
