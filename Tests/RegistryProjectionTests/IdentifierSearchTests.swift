import Records
import RegistryProjection
import Testing

@Suite struct `A search for identifiers` {
    private func catalogue(_ identifiers: [String]) throws -> TestCatalogue {
        let catalogue = try TestCatalogue()
        try catalogue.add(identifiers.count) { TestCatalogue.Record(identifier: identifiers[$0]) }
        return catalogue
    }

    @Test func `finds them from their beginning, punctuation and all, in any case`() throws {
        let catalogue = try catalogue(["HT-2024-001", "HT-2024.002", "HT_2024-003", "HT20240004", "XHT-2024-001"])
        for (words, found) in [
            ("HT-2024-001", [0]), ("HT-2024", [1, 0]), ("ht-2024.", [1]), ("ht_2", [2]), ("HT", [3, 2, 1, 0]),
            ("HT-2024-0010", []), ("2024-001", []), ("XHT", [4]), ("HT2024", [3]), ("hT-2024-0", [0]),
        ] {
            #expect(try catalogue.find(words) == found, "\(words)")
        }
    }

    @Test func `finds each prefix of an identifier and no other beginning`() throws {
        let identifier = "DK-2024_.001-A"
        let catalogue = try catalogue([identifier, "ZZ"])
        for count in 1...identifier.count {
            #expect(try catalogue.find(String(identifier.prefix(count))) == [0], "\(identifier.prefix(count))")
        }
        #expect(try catalogue.find(identifier + "x") == [])
    }

    @Test func `finds what a subject is called`() throws {
        let catalogue = try TestCatalogue()
        try catalogue.add(.init(identifier: "A", subjects: [(.loan, "DK-1"), (.collateral, "YP-1")]))
        try catalogue.add(.init(identifier: "B", subjects: [(.mortgage, "DY-1"), (.party, "YP-10")]))
        #expect(try catalogue.find("yp-1") == [1, 0])
        #expect(try catalogue.find("DY-1") == [1])
    }
}
