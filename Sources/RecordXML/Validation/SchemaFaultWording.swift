internal import CLibXML2

/// Turns what libxml2 finds against a schema into plain words, with what would be right from the schema's own hints.
struct SchemaFaultWording {
    let vocabulary: Vocabulary
    let root: xmlNodePtr

    func problems(for faults: [ValidationReport.Fault]) -> [PlacedProblem] {
        withoutMirrored(faults).map(problem(for:))
    }

    private func problem(for fault: ValidationReport.Fault) -> PlacedProblem {
        if fault.code == XML_SCHEMAV_CVC_IDC { return constraintProblem(fault) }
        guard let node = fault.node.map({ attribute(named: fault.message, of: $0) ?? $0 }) else {
            return other(at: root)
        }
        switch fault.code {
        case XML_SCHEMAV_ELEMENT_CONTENT:
            return fault.message.contains("Missing child element")
                ? missingElement(in: node, names: expectedNames(in: fault.message))
                : unexpectedElement(node, names: expectedNames(in: fault.message))
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_4: return missingAttribute(quoted(in: fault.message), of: node)
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
            return unknownAttribute(fault, at: node)
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
            return PlacedProblem(
                rule: "unexpected-text", place: Place(of: node), problem: "`\(node.localName)` has content",
                expected: "`<\(node.localName)/>`, without text, blanks or elements")
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, XML_SCHEMAV_CVC_TYPE_3_1_2:
            return PlacedProblem(
                rule: "unexpected-element", place: Place(of: node),
                problem: "`\(node.localName)` contains an element, where only text may be", expected: hint(for: node))
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
            return PlacedProblem(
                rule: "unexpected-text", place: Place(of: node),
                problem: "there is text between the elements of `\(node.localName)`", expected: "only elements")
        case XML_SCHEMAV_CVC_AU, XML_SCHEMAV_CVC_ELT_5_2_2_2_1, XML_SCHEMAV_CVC_ELT_5_2_2_2_2:
            return wrongValue(fault, at: node)
        case XML_SCHEMAV_CVC_TYPE_3_1_1:
            return PlacedProblem(
                rule: "unknown-attribute", place: Place(of: node),
                problem: "`\(node.localName)` has attributes, where none may be", expected: "none")
        default:
            return isValueFault(fault.code) ? wrongValue(fault, at: node) : other(at: node)
        }
    }

    /// libxml2 gives the element and names the attribute in its message: `Element 'name', attribute 'name': …`.
    private func attribute(named message: String, of element: xmlNodePtr) -> xmlNodePtr? {
        guard element.isElement, let colon = message.firstRange(of: "': "),
            let start = message[..<colon.lowerBound].firstRange(of: ", attribute '")
        else { return nil }
        let name = message[start.upperBound..<colon.lowerBound].collapsedName
        return element.attributes.first { $0.localName == name }.map { UnsafeMutableRawPointer($0) }?
            .assumingMemoryBound(to: xmlNode.self)
    }

    private func other(at node: xmlNodePtr) -> PlacedProblem {
        PlacedProblem(
            rule: "against-schema", place: Place(of: node),
            problem: "`\(node.localName)` is not what the schema describes", expected: hint(for: node))
    }

    private func missingElement(in node: xmlNodePtr, names: [String]) -> PlacedProblem {
        let place = Place(of: node)
        guard let first = names.first else {
            return PlacedProblem(
                rule: "missing-element", place: place, problem: "something is missing in `\(node.localName)`",
                expected: "")
        }
        let missing = names.count == 1 ? "`\(first)` is missing at the end" : "an element is missing at the end"
        return PlacedProblem(
            rule: "missing-element", place: place, problem: "\(missing) of `\(node.localName)`",
            expected: described(names, in: node))
    }

    private func unexpectedElement(_ node: xmlNodePtr, names: [String]) -> PlacedProblem {
        let name = node.localName
        let parent = node.parentElement
        let known = parent.flatMap(declaration(of:)).map(vocabulary.children(of:)) ?? []
        let expected = parent.map { described(names, in: $0) } ?? ""
        func unexpected(_ problem: String, rule: String = "unexpected-element") -> PlacedProblem {
            PlacedProblem(rule: rule, place: Place(of: node), problem: problem, expected: expected)
        }
        let within = "`\(parent?.localName ?? "")`"
        if let declared = known.first(where: { $0.name.local == name }) {
            guard declared.name.namespace == node.namespaceName else {
                return PlacedProblem(
                    rule: "wrong-namespace", place: Place(of: node),
                    problem: node.namespaceName.isEmpty
                        ? "`\(name)` is in no namespace"
                        : "`\(name)` is in the namespace \(node.namespaceName.abridged)",
                    expected: "the namespace \(declared.name.namespace)")
            }
            if node.previousElement?.localName == name { return unexpected("`\(name)` is there once too often") }
            if let first = names.first, names.count == 1 {
                let isLater = parent?.elements.contains { $0.localName == first } ?? false
                return isLater
                    ? unexpected("`\(name)` stands before `\(first)`")
                    : unexpected("`\(first)` is missing before `\(name)`", rule: "missing-element")
            }
            return unexpected("`\(name)` may not stand here")
        }
        let meant = nearestName(to: name, among: known.map(\.name.local))
        return unexpected(
            "`\(name.abridged)` is no element of \(within)" + (meant.map { "; was `\($0)` meant?" } ?? ""))
    }

    private func missingAttribute(_ name: String, of node: xmlNodePtr) -> PlacedProblem {
        let attribute = attributeDeclaration(name, of: node)
        return PlacedProblem(
            rule: "missing-attribute", place: Place(of: node),
            problem: "`\(node.localName)` has no attribute `\(name)`",
            expected: attribute.map(expected(for:)) ?? "")
    }

    private func unknownAttribute(_ fault: ValidationReport.Fault, at node: xmlNodePtr) -> PlacedProblem {
        let place = Place(of: node)
        let name = place.attribute ?? quoted(in: fault.message)
        let element = node.isElement ? node : node.parentElement ?? root
        let known = declaration(of: element).map { vocabulary.attributes(of: $0).map(\.name.local) } ?? []
        let meant = nearestName(to: name, among: known)
        return PlacedProblem(
            rule: "unknown-attribute", place: Place(of: element, attribute: name),
            problem: "`\(element.localName)` may not have an attribute `\(name.abridged)`"
                + (meant.map { "; was `\($0)` meant?" } ?? ""),
            expected: known.isEmpty ? "no attributes" : "only \(known.map { "`\($0)`" }.joined(separator: ", "))")
    }
}
