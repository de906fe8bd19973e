/// How to write an element of a form with those of its elements that get a value: for thousands of them, alike but for
/// the values.
///
/// Writes what `XMLText` writes: one element a line, two spaces for each level. The tags are made once; what remains for
/// each element is to copy. An element in which no value is there is left out.
package struct ElementPlan: Sendable {
    /// What a slot holds.
    package enum Content: Hashable, Sendable {
        /// The text of an element.
        case text
        /// Whole lines of XML, which stand in an element even when there are none.
        case lines
    }

    private struct Node: Sendable {
        /// Up to the end of the tag, or to the attributes that name the currency.
        var open: [UInt8]
        var close: [UInt8]
        var hasCurrency: Bool
        var slot = -1
        var content = Content.text
        var nodes: [Node] = []
    }

    private let root: Node

    /// - Parameters:
    ///   - depth: of the element: 0 for a root, which says its namespace.
    ///   - slots: the way to each value from the element, whose places are 0 and on; what is not in the form is left out.
    package init(
        _ element: RecordForm.Element, depth: Int, slots: [(path: [ElementStep], slot: Int, content: Content)]
    ) {
        root = Self.node(element, depth: depth, namespace: depth == 0 ? "" : element.namespace, slots)
    }

    private static func node(
        _ element: RecordForm.Element, depth: Int, namespace: String,
        _ slots: [(path: [ElementStep], slot: Int, content: Content)]
    ) -> Node {
        let indentation = String(repeating: " ", count: 2 * depth)
        var tag = "\(indentation)<\(element.name)"
        if element.namespace != namespace { tag += " xmlns=\"\(element.namespace)\"" }
        if depth == 0, element.attributes.contains("version") { tag += " version=\"1\"" }
        if !element.hasCurrency { tag += ">" }
        var node = Node(
            open: Array(tag.utf8), close: Array("</\(element.name)>\n".utf8), hasCurrency: element.hasCurrency)
        if let own = slots.first(where: { $0.path.isEmpty }) {
            node.slot = own.slot
            node.content = own.content
            if own.content == .lines { node.close = Array(indentation.utf8) + node.close }
            return node
        }
        node.close = Array(indentation.utf8) + node.close
        for child in element.elements {
            let below = slots.filter { $0.path.first?.name == child.name }
            for ordinal in Set(below.map { $0.path[0].ordinal }).sorted() {
                let own = below.filter { $0.path[0].ordinal == ordinal }
                    .map { (path: Array($0.path.dropFirst()), slot: $0.slot, content: $0.content) }
                node.nodes.append(Self.node(child, depth: depth + 1, namespace: element.namespace, own))
            }
        }
        return node
    }

    package func write(_ values: ElementValues, into output: inout [UInt8]) { write(root, values, into: &output) }

    private func write(_ node: Node, _ values: ElementValues, into output: inout [UInt8]) {
        if node.slot >= 0 {
            guard values.isPresent(node.slot) || node.content == .lines else { return }
            open(node, values, into: &output)
            if node.content == .lines {
                output.append(UInt8(ascii: "\n"))
                if values.isPresent(node.slot) { values.append(node.slot, to: &output) }
            } else {
                values.appendEscaped(node.slot, to: &output)
            }
        } else {
            let start = output.count
            open(node, values, into: &output)
            output.append(UInt8(ascii: "\n"))
            let inner = output.count
            for child in node.nodes { write(child, values, into: &output) }
            guard output.count > inner else {
                output.removeLast(output.count - start)
                return
            }
        }
        output.append(contentsOf: node.close)
    }

    private func open(_ node: Node, _ values: ElementValues, into output: inout [UInt8]) {
        output.append(contentsOf: node.open)
        guard node.hasCurrency else { return }
        output.append(contentsOf: " currency=\"".utf8)
        output.append(contentsOf: values.currency)
        output.append(contentsOf: "\" scale=\"".utf8)
        output.append(UInt8(ascii: "0") + UInt8(clamping: values.scale))
        output.append(contentsOf: "\">".utf8)
    }
}
