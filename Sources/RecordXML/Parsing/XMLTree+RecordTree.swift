internal import CLibXML2

extension XMLTree {
    /// The same record as a flat table.
    borrowing func recordTree() -> RecordTree { withRoot { RecordTree(copying: $0) } }
}

extension RecordTree {
    fileprivate init(copying root: xmlNodePtr) {
        var copy = Copy()
        copy.append(root, parent: -1)
        self.init(source: copy.bytes)
        nodes = copy.nodes
        attributes = copy.attributes
        namespaces = copy.namespaces.map(\.slice)
    }

    private struct Copy {
        var bytes: [UInt8] = []
        var nodes: [Node] = []
        var attributes: [Attribute] = []
        var namespaces: [(name: String, slice: Slice)] = []

        /// - Returns: the index of the element.
        @discardableResult
        mutating func append(_ element: xmlNodePtr, parent: Int32) -> Int32 {
            let index = Int32(nodes.count)
            var node = Node(
                name: add(element.localName), namespace: namespace(element.pointee.ns), parent: parent,
                firstAttribute: Int32(attributes.count))
            for attribute in element.attributes {
                attributes.append(
                    Attribute(
                        name: add(attribute.localName), namespace: namespace(attribute.pointee.ns),
                        value: add(attribute.text)))
                node.attributeCount += 1
            }
            nodes.append(node)
            guard element.elements.contains(where: { _ in true }) else {
                nodes[Int(index)].text = add(element.text)
                return index
            }
            var last: Int32 = -1
            var next = element.pointee.children
            while let inner = next {
                next = inner.pointee.next
                let appended: Int32
                if inner.isElement {
                    appended = append(inner, parent: index)
                } else if inner.isText {
                    appended = Int32(nodes.count)
                    nodes.append(Node(parent: index, text: add(inner.content), isText: true))
                } else {
                    continue
                }
                if last < 0 { nodes[Int(index)].child = appended } else { nodes[Int(last)].next = appended }
                last = appended
            }
            return index
        }

        private mutating func add(_ text: String) -> Slice {
            let slice = Slice(offset: Int32(bytes.count), count: Int32(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
            return slice
        }

        private mutating func namespace(_ space: UnsafeMutablePointer<xmlNs>?) -> Int32 {
            guard let name = space?.pointee.href.map({ String(cString: $0) }) else { return -1 }
            if let index = namespaces.firstIndex(where: { $0.name == name }) { return Int32(index) }
            namespaces.append((name, add(name)))
            return Int32(namespaces.count - 1)
        }
    }
}
