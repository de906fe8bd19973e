/// An element of a `RecordTree`. Valid only inside the closure of `RecordTree.withRoot`.
struct RecordElement: Equatable, ElementPath {
    let tree: UnsafePointer<RecordTree.Lent>
    let index: Int

    static func == (left: RecordElement, right: RecordElement) -> Bool { left.index == right.index }

    var node: RecordTree.Node { tree.pointee.nodes[index] }

    func isNamed(_ name: StaticString) -> Bool { tree.pointee.is(node.name, name) }

    /// Whether the element is of this namespace.
    func isIn(_ namespace: StaticString) -> Bool {
        node.namespace >= 0 && tree.pointee.is(tree.pointee.namespaces[Int(node.namespace)], namespace)
    }

    /// Whether the element is one that the shipped schemas describe.
    var isOurs: Bool { node.namespace == tree.pointee.ours }

    var localName: String { tree.pointee.string(node.name) }

    /// Empty for none.
    var namespaceName: String {
        node.namespace < 0 ? "" : tree.pointee.string(tree.pointee.namespaces[Int(node.namespace)])
    }

    /// The element around it.
    var parentElement: RecordElement? {
        node.parent < 0 ? nil : RecordElement(tree: tree, index: Int(node.parent))
    }

    /// The elements directly inside, in order.
    var elements: Elements { Elements(tree: tree, upcoming: node.child) }

    struct Elements: Sequence, IteratorProtocol {
        fileprivate let tree: UnsafePointer<RecordTree.Lent>
        fileprivate var upcoming: Int32

        mutating func next() -> RecordElement? {
            while upcoming >= 0 {
                let index = Int(upcoming)
                upcoming = tree.pointee.nodes[index].next
                if !tree.pointee.nodes[index].isText { return RecordElement(tree: tree, index: index) }
            }
            return nil
        }
    }

    var hasElements: Bool {
        var elements = elements
        return elements.next() != nil
    }

    /// The first element directly inside that has this name and the namespace of shipped records.
    func child(_ name: StaticString) -> RecordElement? {
        for element in elements where element.isOurs && element.isNamed(name) { return element }
        return nil
    }

    /// The text directly inside, without that of inner elements.
    var text: String {
        var next = node.child
        if next < 0 { return tree.pointee.string(node.text) }
        var text = ""
        while next >= 0 {
            let part = tree.pointee.nodes[Int(next)]
            if part.isText { text += tree.pointee.string(part.text) }
            next = part.next
        }
        return text
    }

    /// The text's bytes where nothing but text is inside; `nil` where it may lie in pieces.
    var bytes: UnsafeBufferPointer<UInt8>? { node.child < 0 ? tree.pointee.bytes(node.text) : nil }

    /// The text as a rule looks at it; empty where it is longer than any value can be.
    var shortText: String { node.child < 0 && node.text.count > 256 ? "" : text }

    var hasAttributes: Bool { node.attributeCount > 0 }

    /// The attributes, in order.
    var attributes: some Sequence<RecordAttribute> {
        let node = node
        return (node.firstAttribute..<node.firstAttribute + node.attributeCount).lazy.map {
            RecordAttribute(tree: tree, attribute: tree.pointee.attributes[Int($0)])
        }
    }

    /// The value of the attribute without namespace that has this name.
    func attribute(_ name: StaticString) -> String? {
        attributes.first { !$0.isQualified && $0.isNamed(name) }?.text
    }

    /// How many elements of the record begin before this one. O(elements before it).
    var ordinal: Int { tree.pointee.nodes[..<index].reduce(0) { $0 + ($1.isText ? 0 : 1) } }
}

/// An attribute of a `RecordElement`, valid as long.
struct RecordAttribute {
    let tree: UnsafePointer<RecordTree.Lent>
    let attribute: RecordTree.Attribute

    /// Whether it is of a namespace.
    var isQualified: Bool { attribute.namespace >= 0 }

    func isNamed(_ name: StaticString) -> Bool { tree.pointee.is(attribute.name, name) }

    var localName: String { tree.pointee.string(attribute.name) }

    var text: String { tree.pointee.string(attribute.value) }

    var bytes: UnsafeBufferPointer<UInt8> { tree.pointee.bytes(attribute.value) }
}
