import MunimentTestSupport
import Records
import RegistryProjection
import Testing

@Suite struct `A hostile question` {
    static let words = [
        "\"", "\"\"", "\"\"\"", "*", "\"*", "NEAR", "NEAR(", "NEAR(a b, 3)", "AND", "OR", "NOT", "a AND", "AND a", "(",
        ")",
        "()", "(a", "a)", "a OR b", "a NOT b", "-a", "+a", "^a", "a^", "{words}", "words:a", "words : a", "{words} : a",
        "catalogue", "'", "';DROP TABLE filing;--", "$1", "?1", ":a", "@a", "\\", "%", "_", "a\0b", "\0", "\u{FEFF}",
        "\u{200B}",
        "\u{202E}", "\u{1F600}", "🏠", "é\u{301}", "a*b", "*a", "a**", ".", "-", "--", "a--b", "...", "，", "。", "「押」",
        "\u{FFFD}", "\u{10FFFF}", "A\u{300}\u{301}\u{302}", "押\"押", "押*押", "\u{2028}", "\u{85}", "a\u{A0}b",
        String(repeating: "押", count: 5000), String(repeating: "a ", count: 200), String(repeating: "(", count: 500),
    ]

    /// What came of a question other than an answer or a refusal.
    private func problem(_ words: String, _ catalogue: TestCatalogue) -> String? {
        var question = CatalogueQuestion()
        question.words = words
        do throws(MunimentError) {
            _ = try catalogue.find(question)
            return nil
        } catch {
            return error.code == .usage ? nil : "\(words.debugDescription): \(error)"
        }
    }

    @Test func `is answered or refused, never passed on as syntax`() throws {
        let catalogue = try TestCatalogue(["押品 a b", "抵押 b", "c"])
        #expect(Self.words.compactMap { problem($0, catalogue) } == [])
        #expect(try catalogue.find("抵押") == [1])
    }

    @Test func `of words that mean something to the index is a question for these words`() throws {
        let catalogue = try TestCatalogue([
            "terms and conditions", "near the river", "not here", "or there", "conditions",
        ])
        #expect(try catalogue.find("AND") == [0])
        #expect(try catalogue.find("terms AND conditions") == [0])
        #expect(try catalogue.find("NEAR") == [1])
        #expect(try catalogue.find("NOT here") == [2])
        #expect(try catalogue.find("OR") == [3])
    }

    @Test func `may be anything at all`() throws {
        var random = SeededGenerator()
        print("hostile questions: \(random)")
        let alphabet =
            Array("\"*()^:{}+-' \0\t押品ab1.,_\\").map(String.init) + ["NEAR", "AND", "OR", "NOT", "words", "\u{301}"]
        let catalogue = try TestCatalogue(["押品 a b", "抵押 b"])
        let problems = (0..<600).compactMap { _ in
            let count = Int.random(in: 1...9, using: &random)
            let words = (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }.joined()
            return problem(words, catalogue)
        }
        #expect(problems == [], "\(random)")
    }
}
