internal import CLibXML2

extension SchemaFaultWording {
    /// A key that is there twice or not at all, or a value that should stand elsewhere in the record too.
    func constraintProblem(_ fault: ValidationReport.Fault) -> PlacedProblem {
        let value = keyValue(in: fault.message)
        let found = fault.node ?? self.node(for: fault, value: value) ?? root
        // The value may be that of a field within the element.
        let node = found.text == value ? found : found.elements.first { $0.text == value } ?? found
        let constraint = constraint(in: fault.message)
        let shown = "`\(value.abridged)`"
        if fault.message.contains("Duplicate key-sequence") {
            return PlacedProblem(
                rule: "duplicate-value", place: Place(of: node), problem: "\(shown) is given twice",
                expected: constraint.map { "each \(words($0.values)) once" } ?? "each value once")
        }
        if fault.message.contains("No match found") {
            let key = constraint?.refersTo.flatMap { vocabulary.constraints[$0] }
            let place = key.map { words($0.values) } ?? "the rest of the record"
            return PlacedProblem(
                rule: "unmatched-reference", place: Place(of: node), problem: "\(shown) is not named in \(place)",
                expected: "a value that stands in \(place) too")
        }
        return PlacedProblem(
            rule: "missing-element", place: Place(of: node),
            problem: "`\(node.localName)` lacks the number it is known by",
            expected: constraint.map { words($0.values) } ?? "")
    }

    /// Two lists that must hold the same values refer to each other, so one slip in either is found twice: what is said
    /// of the header is then left out.
    func withoutMirrored(_ faults: [ValidationReport.Fault]) -> [ValidationReport.Fault] {
        func reference(_ fault: ValidationReport.Fault) -> (from: [String], to: [String])? {
            guard fault.code == XML_SCHEMAV_CVC_IDC, fault.message.contains("No match found"),
                let constraint = constraint(in: fault.message),
                let key = constraint.refersTo.flatMap({ vocabulary.constraints[$0] })
            else { return nil }
            return (constraint.values, key.values)
        }
        let references = faults.compactMap(reference)
        return faults.filter { fault in
            guard let own = reference(fault), own.from.contains(where: { $0.hasPrefix("header/") }) else { return true }
            return !references.contains { $0.from == own.to && $0.to == own.from }
        }
    }

    private func words(_ paths: [String]) -> String { paths.map { "`\($0)`" }.joined(separator: " or ") }

    /// The value in libxml2's `key-sequence ['value']`.
    private func keyValue(in message: String) -> String {
        guard let start = message.firstRange(of: "key-sequence ['"), let end = message.firstRange(of: "']"),
            start.upperBound <= end.lowerBound
        else { return "" }
        return String(message[start.upperBound..<end.lowerBound])
    }

    /// The constraint that the message names last, in quotation marks.
    private func constraint(in message: String) -> Vocabulary.Constraint? {
        guard let end = message.lastIndex(of: "'"),
            let start = message[..<end].lastIndex(of: "'")
        else { return nil }
        let text = message[message.index(after: start)..<end]
        return vocabulary.constraints.first { name, _ in
            text == name.local || text == "{\(name.namespace)}\(name.local)"
        }?.value
    }

    /// libxml2 gives only the line of a reference that nothing matches: its element is looked up by line and name.
    private func node(for fault: ValidationReport.Fault, value: String) -> xmlNodePtr? {
        guard fault.message.hasPrefix("Element '"), let end = fault.message.dropFirst(9).firstIndex(of: "'") else {
            return nil
        }
        let name = fault.message.dropFirst(9)[..<end].collapsedName
        func search(_ node: xmlNodePtr) -> xmlNodePtr? {
            for element in node.elements {
                if xmlGetLineNo(element) == fault.line, element.localName == name,
                    element.text == value || element.elements.contains(where: { $0.text == value })
                {
                    return element
                }
                if let found = search(element) { return found }
            }
            return nil
        }
        return search(root)
    }
}
