internal import Glibc

/// Reads the XML that nearly every record is written in: UTF-8, namespaces declared at the root, and nothing but elements,
/// attributes and text with the five named entities.
///
/// Anything else is not refused but left to libxml2, which reads all XML and says what is wrong with what is none. So
/// this has to be right only about what it does read, and the fuzzers compare it with libxml2 in just that.
struct PlainParser {
    private let start: UnsafePointer<UInt8>
    private let count: Int
    private var position = 0
    private var tree: RecordTree
    private var open: [(node: Int32, last: Int32)] = []
    /// The prefix, empty for none, and the index of its namespace.
    private var prefixes: [(prefix: RecordTree.Slice, namespace: Int32)] = []

    /// - Returns: `nil` for what libxml2 has to look at.
    static func tree(of bytes: [UInt8], limits: ParseLimits) -> RecordTree? {
        guard bytes.count <= limits.size else { return nil }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, PlainText.isPlain(buffer) else { return nil }
            var parser = PlainParser(start, buffer.count, RecordTree(source: bytes))
            return parser.parse(limits: limits) ? parser.tree : nil
        }
    }

    private init(_ start: UnsafePointer<UInt8>, _ count: Int, _ tree: RecordTree) {
        self.start = start
        self.count = count
        self.tree = tree
        open.reserveCapacity(16)
    }

    private mutating func parse(limits: ParseLimits) -> Bool {
        skip("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        skipBlanks()
        guard byte(at: position) == UInt8(ascii: "<"), startTag(isRoot: true) else { return false }
        while let current = open.last {
            guard let found = memchr(start + position, Int32(UInt8(ascii: "<")), count - position) else { return false }
            let end = UnsafeRawPointer(start).distance(to: found)
            if byte(at: end + 1) == UInt8(ascii: "/") {
                guard text(upTo: end, of: current), endTag(of: current.node) else { return false }
            } else {
                guard isBlank(upTo: end), open.count < limits.depth, tree.nodes.count < limits.elements else {
                    return false
                }
                position = end
                guard startTag(isRoot: false) else { return false }
            }
        }
        return isBlank(upTo: count) && tree.attributes.count <= limits.allAttributes
    }

    // MARK: Tags

    /// Reads a start tag or an empty-element tag at the position.
    private mutating func startTag(isRoot: Bool) -> Bool {
        position += 1
        guard var name = name() else { return false }
        var prefix = RecordTree.Slice(offset: name.offset)
        if byte(at: position) == UInt8(ascii: ":") {
            position += 1
            guard let local = self.name() else { return false }
            (prefix, name) = (name, local)
        }
        var node = RecordTree.Node(name: name, firstAttribute: Int32(tree.attributes.count))
        while true {
            let hadBlank = skipBlanks()
            switch byte(at: position) {
            case UInt8(ascii: ">"):
                position += 1
                return push(&node, prefix, isEmpty: false)
            case UInt8(ascii: "/"):
                guard byte(at: position + 1) == UInt8(ascii: ">") else { return false }
                position += 2
                return push(&node, prefix, isEmpty: true)
            default: guard hadBlank, attribute(of: &node, isRoot: isRoot) else { return false }
            }
        }
    }

    private mutating func push(_ node: inout RecordTree.Node, _ prefix: RecordTree.Slice, isEmpty: Bool) -> Bool {
        if let known = prefixes.first(where: { isSame($0.prefix, prefix) }) {
            node.namespace = known.namespace
        } else if prefix.count > 0 {
            return false
        }
        let index = Int32(tree.nodes.count)
        if let parent = open.indices.last {
            node.parent = open[parent].node
            if open[parent].last < 0 {
                tree.nodes[Int(node.parent)].child = index
            } else {
                tree.nodes[Int(open[parent].last)].next = index
            }
            open[parent].last = index
        }
        tree.nodes.append(node)
        if !isEmpty { open.append((index, -1)) }
        return true
    }

    private mutating func endTag(of index: Int32) -> Bool {
        // With its prefix, the name stands between `<` or `</` and whatever ends it.
        position += 2
        let name = tree.nodes[Int(index)].name
        var first = Int(name.offset)
        while start[first - 1] != UInt8(ascii: "<") { first -= 1 }
        let length = Int(name.offset) + Int(name.count) - first
        guard position + length < count, memcmp(start + position, start + first, length) == 0 else { return false }
        position += length
        skipBlanks()
        guard byte(at: position) == UInt8(ascii: ">") else { return false }
        position += 1
        open.removeLast()
        return true
    }

    private mutating func attribute(of node: inout RecordTree.Node, isRoot: Bool) -> Bool {
        guard var name = name() else { return false }
        var prefix: RecordTree.Slice?
        if byte(at: position) == UInt8(ascii: ":") {
            position += 1
            guard let local = self.name() else { return false }
            (prefix, name) = (name, local)
        }
        guard byte(at: position) == UInt8(ascii: "="), let quote = byte(at: position + 1),
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return false }
        position += 2
        let value = position
        while let byte = byte(at: position), byte != quote {
            guard byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&"), byte >= 0x20 else { return false }
            position += 1
        }
        guard position < count else { return false }
        let slice = slice(value, position)
        position += 1
        if let prefix {
            return isRoot && self.is(prefix, "xmlns") && declare(name, slice)
        } else if self.is(name, "xmlns") {
            return isRoot && declare(RecordTree.Slice(), slice)
        }
        for other in tree.attributes[Int(node.firstAttribute)...] where isSame(other.name, name) { return false }
        guard node.attributeCount < 16 else { return false }
        tree.attributes.append(RecordTree.Attribute(name: name, namespace: -1, value: slice))
        node.attributeCount += 1
        return true
    }

    private mutating func declare(_ prefix: RecordTree.Slice, _ name: RecordTree.Slice) -> Bool {
        // Whatever else a namespace may be called has rules of its own.
        guard hasPrefix(name, "urn:") || hasPrefix(name, "http://www."), !hasPrefix(prefix, "xml"),
            !prefixes.contains(where: { isSame($0.prefix, prefix) }), prefixes.count < 16,
            (name.offset..<name.offset + name.count).allSatisfy({ (0x21...0x7E).contains(start[Int($0)]) })
        else { return false }
        let known = tree.namespaces.firstIndex { isSame($0, name) }
        if known == nil { tree.namespaces.append(name) }
        prefixes.append((prefix, Int32(known ?? tree.namespaces.count - 1)))
        return true
    }

    // MARK: Text

    private mutating func text(upTo end: Int, of element: (node: Int32, last: Int32)) -> Bool {
        if element.last >= 0 {
            guard isBlank(upTo: end) else { return false }
            position = end
            return true
        }
        let length = end - position
        if memchr(start + position, Int32(UInt8(ascii: "&")), length) != nil {
            guard let decoded = decode(upTo: end) else { return false }
            tree.nodes[Int(element.node)].text = decoded
        } else {
            tree.nodes[Int(element.node)].text = slice(position, end)
        }
        // `]]>` may not stand in text; a bracket alone is left to libxml2 as well.
        if memchr(start + position, Int32(UInt8(ascii: "]")), length) != nil { return false }
        position = end
        return true
    }

    /// Text with entities, decoded.
    private mutating func decode(upTo end: Int) -> RecordTree.Slice? {
        let offset = tree.source.count + tree.decoded.count
        var index = position
        while index < end {
            if start[index] != UInt8(ascii: "&") {
                tree.decoded.append(start[index])
                index += 1
                continue
            }
            var match: (entity: StaticString, meaning: UInt8)?
            for (entity, meaning) in Self.entities where hasPrefix(slice(index, end), entity) {
                match = (entity, meaning)
            }
            guard let match else { return nil }
            tree.decoded.append(match.meaning)
            index += match.entity.utf8CodeUnitCount
        }
        let length = tree.source.count + tree.decoded.count - offset
        return RecordTree.Slice(offset: Int32(offset), count: Int32(length))
    }

    private static let entities: [(StaticString, UInt8)] = [
        ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    // MARK: Bytes

    private func byte(at index: Int) -> UInt8? { index < count ? start[index] : nil }

    private func slice(_ from: Int, _ to: Int) -> RecordTree.Slice {
        RecordTree.Slice(offset: Int32(from), count: Int32(to - from))
    }

    /// Reads a name of ASCII letters, digits, `-`, `_` and `.`.
    private mutating func name() -> RecordTree.Slice? {
        let first = position
        while position < count, Self.isNameByte(start[position], first: position == first) { position += 1 }
        return position > first ? slice(first, position) : nil
    }

    private static func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): !first
        default: false
        }
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let first = position
        while position < count, start[position].isXMLSpace { position += 1 }
        return position > first
    }

    private mutating func skip(_ text: StaticString) {
        if hasPrefix(slice(0, count), text) { position = text.utf8CodeUnitCount }
    }

    private func isBlank(upTo end: Int) -> Bool {
        var index = position
        while index < end {
            guard start[index].isXMLSpace else { return false }
            index += 1
        }
        return true
    }

    private func hasPrefix(_ slice: RecordTree.Slice, _ text: StaticString) -> Bool {
        Int(slice.count) >= text.utf8CodeUnitCount
            && memcmp(start + Int(slice.offset), text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    private func `is`(_ slice: RecordTree.Slice, _ text: StaticString) -> Bool {
        Int(slice.count) == text.utf8CodeUnitCount && hasPrefix(slice, text)
    }

    private func isSame(_ left: RecordTree.Slice, _ right: RecordTree.Slice) -> Bool {
        left.count == right.count
            && memcmp(start + Int(left.offset), start + Int(right.offset), Int(left.count)) == 0
    }
}
