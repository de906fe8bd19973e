import MunimentTestSupport
import Testing

@Suite struct `The catalogue and a plain search` {
    private static let alphabet = Array("抵押合同𠮷款ab1ＡB２").map(String.init)
    private static let separators = [" ", "，", "(", "-", ". ", "　"]

    private static func text(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in
            (Int.random(in: 0..<6, using: &random) == 0 ? separators : alphabet).randomElement(using: &random) ?? ""
        }.joined()
    }

    /// A piece of some text, or anything.
    private static func word(_ texts: [String], _ random: inout SeededGenerator) -> String {
        guard Bool.random(using: &random), let text = texts.randomElement(using: &random) else {
            return self.text(1...4, &random)
        }
        let characters = Array(text)
        let start = Int.random(in: 0..<characters.count, using: &random)
        return String(characters[start..<min(start + Int.random(in: 1...6, using: &random), characters.count)])
    }

    @Test func `find the same filings`() throws {
        var random = SeededGenerator()
        print("plain search: \(random)")
        let texts = (0..<80).map { _ in Self.text(1...14, &random) }
        let catalogue = try TestCatalogue(texts)
        let plain = PlainSearch(texts)
        var found = 0
        for _ in 0..<500 {
            let question = (0..<Int.random(in: 1...2, using: &random)).map { _ in Self.word(texts, &random) }
                .joined(separator: " ")
            let expected = plain.finds(question)
            #expect(try catalogue.find(question) == expected, "\(question) \(random)")
            found += expected.count
        }
        #expect(found > 500, "the questions are too hard to say anything: \(random)")
    }
}
