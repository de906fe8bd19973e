internal import CLibXML2
internal import Records

extension SchemaFaultWording {
    func isValueFault(_ code: xmlParserErrors) -> Bool {
        (XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1.rawValue...XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3.rawValue)
            .contains(code.rawValue)
            || (XML_SCHEMAV_FACET.rawValue...XML_SCHEMAV_CVC_ENUMERATION_VALID.rawValue).contains(code.rawValue)
    }

    func wrongValue(_ fault: ValidationReport.Fault, at node: xmlNodePtr) -> PlacedProblem {
        let place = Place(of: node)
        let value = node.text
        let declaration =
            node.isElement
            ? declaration(of: node) : node.parentElement.flatMap { attributeDeclaration(node.localName, of: $0) }
        let problem: String
        if value.isEmpty {
            problem = "`\(node.localName)` is empty"
        } else if value.first?.isWhitespace == true || value.last?.isWhitespace == true {
            problem = "`\(String(value.prefix(200)).collapsed.abridged)` has blanks before or after it"
        } else {
            problem =
                declaration.flatMap { lengthFault(of: value, declaration: $0) }
                ?? words(for: fault.code, value: value, choices: declaration.map(vocabulary.choices(for:)) ?? [])
        }
        return PlacedProblem(
            rule: "wrong-value", place: place, problem: problem, expected: declaration.map(expected(for:)) ?? "")
    }

    /// That an amount has more digits than its hint speaks of; `nil` where that is not what is wrong.
    private func lengthFault(of value: String, declaration: Vocabulary.Declaration) -> String? {
        guard vocabulary.typeNames(of: declaration).contains(where: { ["Amount", "PositiveAmount"].contains($0) })
        else { return nil }
        let whole = value.prefix { ("0"..."9").contains($0) }
        guard whole.count > Money.mostWholeDigits, value[whole.endIndex...].first.map({ $0 == "." }) ?? true else {
            return nil
        }
        return "`\(value.abridged)` has \(whole.count) digits before the point, and an amount has at most"
            + " \(Money.mostWholeDigits)"
    }

    private func words(for code: xmlParserErrors, value: String, choices: [Vocabulary.Choice]) -> String {
        let shown = "`\(value.abridged)`"
        switch code {
        case XML_SCHEMAV_CVC_MINLENGTH_VALID: return "\(shown) is too short"
        case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
            return value.utf8.count > 100_000
                ? "\(shown) is far too long" : "\(shown) is too long, with \(value.unicodeScalars.count) characters"
        case XML_SCHEMAV_CVC_MININCLUSIVE_VALID, XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID: return "\(shown) is too small"
        case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID: return "\(shown) is too large"
        case XML_SCHEMAV_CVC_ENUMERATION_VALID:
            let meant = nearestName(to: value, among: choices.map(\.value))
            return "\(shown) is none of the allowed values" + (meant.map { "; was `\($0)` meant?" } ?? "")
        case XML_SCHEMAV_CVC_PATTERN_VALID: return "\(shown) does not have the right form"
        case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1
        where value.utf8.count == 10 && value.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil:
            return "\(shown) is no day of the calendar"
        default: return "\(shown) is not a right value"
        }
    }

    /// What an element or attribute should say: its allowed values where they are few, else its hint.
    func expected(for declaration: Vocabulary.Declaration) -> String {
        let choices = vocabulary.choices(for: declaration)
        guard (1...20).contains(choices.count) else { return vocabulary.hint(for: declaration) }
        return "one of " + choices.map { described($0.value, $0.label) }.joined(separator: ", ")
    }

    func hint(for node: xmlNodePtr) -> String {
        guard node.isElement, let declaration = declaration(of: node) else { return "" }
        return expected(for: declaration)
    }

    func declaration(of element: xmlNodePtr) -> Vocabulary.Declaration? {
        var steps: [Vocabulary.Name] = []
        var node: xmlNodePtr? = element
        while let step = node {
            steps.append(Vocabulary.Name(namespace: step.namespaceName, local: step.localName))
            node = step.parentElement
        }
        return vocabulary.declaration(at: steps.reversed())
    }

    func attributeDeclaration(_ name: String, of element: xmlNodePtr) -> Vocabulary.Declaration? {
        declaration(of: element).flatMap { vocabulary.attributes(of: $0).first { $0.name.local == name } }
    }

    /// The elements that may stand at a place in `parent`, each with its label; the hint too where it is just one.
    func described(_ names: [String], in parent: xmlNodePtr) -> String {
        let known = declaration(of: parent).map(vocabulary.children(of:)) ?? []
        let items = names.map { name in
            described(name, known.first { $0.name.local == name }?.label ?? Vocabulary.Label())
        }
        guard let first = items.first else { return "nothing more in `\(parent.localName)`" }
        guard names.count == 1 else { return "one of " + items.joined(separator: ", ") }
        let hint = known.first { $0.name.local == names[0] }.map(expected(for:)) ?? ""
        return hint.isEmpty ? first : "\(first): \(hint)"
    }

    private func described(_ name: String, _ label: Vocabulary.Label) -> String {
        label.text.isEmpty ? "`\(name)`" : "`\(name)` (\(label.text))"
    }

    /// The local names in libxml2's list `Expected is one of ( {namespace}name, … )`, without that of a signature.
    func expectedNames(in message: String) -> [String] {
        guard let start = message.firstRange(of: "Expected is"), let end = message.lastIndex(of: ")"),
            let open = message[start.upperBound...].firstIndex(of: "("), open < end
        else { return [] }
        return message[message.index(after: open)..<end].split(separator: ",").compactMap { item in
            let name = item.collapsedName
            return name.isEmpty || name.hasPrefix("#") || name == "Signature" ? nil : name
        }
    }

    /// The name in libxml2's `The attribute 'name' is …`.
    func quoted(in message: String) -> String {
        guard let start = message.firstRange(of: "The attribute '") else { return "" }
        return Substring(message[start.upperBound...].prefix { $0 != "'" }).collapsedName
    }
}

extension Substring {
    /// Without the namespace in braces, blanks, and the mark of a wildcard.
    var collapsedName: String {
        let name = firstIndex(of: "}").map { self[index(after: $0)...] } ?? self
        return name.filter { !$0.isWhitespace && $0 != "*" }
    }
}
