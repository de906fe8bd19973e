internal import Glibc
internal import Records

extension Grammar {
    /// Whether a record is valid for certain. False where libxml2 has to decide.
    func accepts(_ root: RecordElement) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            elements.withUnsafeBufferPointer { elements in
                types.withUnsafeBufferPointer { types in
                    particles.withUnsafeBufferPointer { particles in
                        values.withUnsafeBufferPointer { values in
                            steps.withUnsafeBufferPointer { steps in
                                var match = Match(
                                    grammar: self, tree: root.tree, bytes: bytes, elements: elements, types: types,
                                    particles: particles, values: values, steps: steps)
                                return match.run(root)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One record being held against a grammar.
private struct Match {
    private let grammar: Grammar
    private let tree: UnsafePointer<RecordTree.Lent>
    private let bytes: UnsafeBufferPointer<UInt8>
    private let elements: UnsafeBufferPointer<Grammar.Element>
    private let types: UnsafeBufferPointer<Grammar.TypeDefinition>
    private let particles: UnsafeBufferPointer<Grammar.Particle>
    private let values: UnsafeBufferPointer<Grammar.Value>
    private let steps: UnsafeBufferPointer<Grammar.Step>
    /// For each namespace of the record, that of the grammar.
    private var namespaces: [Int] = []
    /// Which elements hold plain strings, whose values are the same only where their bytes are.
    private var isString: [Bool]

    init(
        grammar: Grammar, tree: UnsafePointer<RecordTree.Lent>, bytes: UnsafeBufferPointer<UInt8>,
        elements: UnsafeBufferPointer<Grammar.Element>, types: UnsafeBufferPointer<Grammar.TypeDefinition>,
        particles: UnsafeBufferPointer<Grammar.Particle>, values: UnsafeBufferPointer<Grammar.Value>,
        steps: UnsafeBufferPointer<Grammar.Step>
    ) {
        self.grammar = grammar
        self.tree = tree
        self.bytes = bytes
        self.elements = elements
        self.types = types
        self.particles = particles
        self.values = values
        self.steps = steps
        isString = Array(repeating: false, count: tree.pointee.nodes.count)
    }

    mutating func run(_ root: RecordElement) -> Bool {
        namespaces = tree.pointee.namespaces.map { slice in
            grammar.namespaces.firstIndex { isEqual(word($0), tree.pointee.bytes(slice)) } ?? -2
        }
        let declaration = elements[grammar.root]
        return isNamed(Int32(root.index), declaration.name, declaration.namespace)
            && accepts(Int32(root.index), declaration)
    }

    private func word(_ word: Grammar.Word) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[word.offset..<word.offset + word.count])
    }

    private func node(_ index: Int32) -> RecordTree.Node { tree.pointee.nodes[Int(index)] }

    private func isNamed(_ index: Int32, _ name: Grammar.Word, _ namespace: Int) -> Bool {
        let node = node(index)
        return Int(node.name.count) == name.count
            && (node.namespace < 0 ? -1 : namespaces[Int(node.namespace)]) == namespace
            && isEqual(word(name), tree.pointee.bytes(node.name))
    }

    // MARK: Content

    private mutating func accepts(_ index: Int32, _ declaration: Grammar.Element) -> Bool {
        let node = node(index)
        switch types[declaration.type] {
        case .unknown: return false
        case .simple(let value, let attributes):
            guard node.child < 0, accepts(attributes, of: node),
                values[value].accepts(tree.pointee.bytes(node.text))
            else { return false }
            isString[Int(index)] = values[value].base == .string
        case .elements(let particle, let attributes):
            var next = node.child
            guard accepts(attributes, of: node),
                next >= 0 || tree.pointee.bytes(node.text).allSatisfy(\.isXMLSpace),
                accepts(particles[particle], &next), next < 0
            else { return false }
        case .empty(let attributes):
            guard node.child < 0, node.text.count == 0, accepts(attributes, of: node) else { return false }
        }
        return declaration.constraints.isEmpty || accepts(declaration.constraints, of: index)
    }

    private func accepts(_ declared: Range<Int>, of node: RecordTree.Node) -> Bool {
        guard !declared.isEmpty else { return node.attributeCount == 0 }
        var required = 0
        for index in node.firstAttribute..<node.firstAttribute + node.attributeCount {
            let attribute = tree.pointee.attributes[Int(index)]
            let name = tree.pointee.bytes(attribute.name)
            guard attribute.namespace < 0,
                let match = declared.first(where: { isEqual(word(grammar.attributes[$0].name), name) })
            else { return false }
            let declaration = grammar.attributes[match]
            let value = tree.pointee.bytes(attribute.value)
            if let fixed = declaration.fixed, !isEqual(word(fixed), value) { return false }
            guard values[declaration.value].accepts(value) else { return false }
            if declaration.isRequired { required += 1 }
        }
        return declared.reduce(0) { $0 + (grammar.attributes[$1].isRequired ? 1 : 0) } == required
    }

    /// Takes as many nodes from `next` on as belong to the particle.
    private mutating func accepts(_ particle: Grammar.Particle, _ next: inout Int32) -> Bool {
        var count = 0
        while count < particle.most {
            let before = next
            switch particle.term {
            case .element(let index):
                let declaration = elements[index]
                guard next >= 0, !node(next).isText, isNamed(next, declaration.name, declaration.namespace) else {
                    return count >= particle.least
                }
                guard accepts(next, declaration) else { return false }
                next = node(next).next
            case .sequence(let parts):
                for part in parts where !accepts(particles[part], &next) {
                    // Not begun is not there; begun and not ended is for libxml2 to look at.
                    return next == before && count >= particle.least
                }
            case .choice(let parts):
                for part in parts where next == before {
                    guard accepts(particles[part], &next) || next == before else { return false }
                }
                if next == before, !parts.contains(where: { particles[$0].canBeEmpty }) {
                    return count >= particle.least
                }
            }
            // What was there without an element can be there as often as is demanded.
            if next == before { return true }
            count += 1
        }
        return true
    }

    // MARK: Keys

    private func accepts(_ constraints: Range<Int>, of element: Int32) -> Bool {
        var tables: [[UnsafeBufferPointer<UInt8>]] = []
        for index in constraints {
            let constraint = grammar.constraints[index]
            var found = Found(isKey: false)
            if case .key = constraint.kind { found.isKey = true }
            for selector in constraint.selectors {
                guard select(selector, from: element, field: constraint.field, &found) else { return false }
            }
            if found.values.count > 1 { found.values.sort(by: isOrdered) }
            if case .reference(let key) = constraint.kind {
                // Both are sorted.
                let keys = tables[key - constraints.lowerBound]
                var position = 0
                for value in found.values {
                    while position < keys.count, isOrdered(keys[position], value) { position += 1 }
                    guard position < keys.count, isEqual(keys[position], value) else { return false }
                }
            } else {
                for index in found.values.indices.dropFirst()
                where isEqual(found.values[index - 1], found.values[index]) { return false }
            }
            tables.append(found.values)
        }
        return true
    }

    private struct Found {
        var isKey: Bool
        var values: [UnsafeBufferPointer<UInt8>] = []
    }

    private func select(_ path: Range<Int>, from element: Int32, field: Range<Int>, _ found: inout Found) -> Bool {
        guard let first = path.first else {
            var value: Int32 = -1
            guard find(field, from: element, &value) else { return false }
            if value < 0 { return !found.isKey }
            guard isString[Int(value)] else { return false }
            found.values.append(tree.pointee.bytes(node(value).text))
            return true
        }
        var next = node(element).child
        while next >= 0 {
            if isNamed(next, steps[first].name, steps[first].namespace) {
                guard select(path.dropFirst(), from: next, field: field, &found) else { return false }
            }
            next = node(next).next
        }
        return true
    }

    /// - Parameter value: the one element at the end of the way; stays -1 where there is none.
    /// - Returns: false where there are several.
    private func find(_ path: Range<Int>, from element: Int32, _ value: inout Int32) -> Bool {
        guard let first = path.first else {
            guard value < 0 else { return false }
            value = element
            return true
        }
        var next = node(element).child
        while next >= 0 {
            if isNamed(next, steps[first].name, steps[first].namespace) {
                guard find(path.dropFirst(), from: next, &value) else { return false }
            }
            next = node(next).next
        }
        return true
    }
}

extension Grammar.Value {
    func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch base {
        case .string: break
        case .date: guard CalendarDate(utf8: bytes) != nil else { return false }
        case .dateTime: guard bytes.count == 20, Timestamp(string(bytes)) != nil else { return false }
        case .integer:
            guard (1...18).contains(bytes.count), let value = Int(string(bytes)), range.contains(value) else {
                return false
            }
        }
        // A code point has one to four bytes.
        guard bytes.count >= length.lowerBound, bytes.count / 4 <= length.upperBound else { return false }
        if bytes.count > length.upperBound || bytes.count / 4 < length.lowerBound, length != 0...Int.max {
            guard length.contains(PlainText.length(bytes)) else { return false }
        }
        for values in enumerations {
            guard values.contains(where: { $0.withUnsafeBufferPointer { isEqual($0, bytes) } }) else { return false }
        }
        for pattern in patterns {
            guard pattern.matches(bytes) else { return false }
        }
        return true
    }

    private func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

private func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
}

private func isOrdered(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
        return left.count < right.count
    }
    return memcmp(first, second, left.count) < 0
}
