internal import Records

extension FactsExtraction {
    /// - Parameter node: an element of the type `Party` of `common.xsd`.
    static func party(_ node: RecordElement) throws(PlacedProblem) -> Party {
        Party(
            number: try identifier("number", in: node), name: try required("name", in: node) { $0 },
            document: try document(of: node), phone: try optional("phone", in: node) { $0 },
            address: try address("address", in: node))
    }

    private static func document(of node: RecordElement) throws(PlacedProblem) -> IdentityDocument {
        if let number = node.child("identity-number") { return .identityNumber(number.text) }
        if let code = node.child("credit-code") { return .creditCode(code.text) }
        let document = try child("other-document", of: node)
        guard let type = document.attribute("type") else {
            throw PlacedProblem(
                rule: "missing-attribute", place: Place(of: document),
                problem: "`other-document` has no attribute `type`", expected: "such as passport")
        }
        return .other(type: type, number: document.text)
    }

    /// - Parameter name: of an element of the type `Address` of `common.xsd`.
    static func address(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Address? {
        guard let address = node.child(name) else { return nil }
        return Address(
            division: try required("division", in: address) { $0 }, line: try required("line", in: address) { $0 },
            postalCode: try optional("postal-code", in: address) { $0 })
    }

    static func partyChange(_ root: RecordElement) throws(PlacedProblem) -> PartyChange {
        PartyChange(
            party: try party(try child("party", of: root)), from: try day("from", in: root),
            reason: try required("reason", in: root) { $0 })
    }
}
