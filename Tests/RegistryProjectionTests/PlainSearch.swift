/// Searches as a person would, character by character, without an index: what the catalogue must agree with.
struct PlainSearch {
    /// A Chinese character, or a run of letters and digits.
    private struct Unit: Equatable {
        var text: String
        var isChinese: Bool
        /// Nothing stands between it and the unit before.
        var isJoined: Bool
    }

    private let texts: [[Unit]]

    init(_ texts: [String]) { self.texts = texts.map(Self.units) }

    /// The texts in which every word of `question`, parted by blanks, occurs; the last first.
    func finds(_ question: String) -> [Int] {
        let words = question.split(whereSeparator: \.isWhitespace).map { Self.units(String($0)) }
            .filter { !$0.isEmpty }
        guard !words.isEmpty else { return [] }
        return texts.indices.reversed().filter { number in
            let text = texts[number]
            return words.allSatisfy { word in text.indices.contains { Self.matches(word, text[$0...]) } }
        }
    }

    private static func matches(_ word: [Unit], _ text: ArraySlice<Unit>) -> Bool {
        guard word.count <= text.count else { return false }
        for (place, (wanted, found)) in zip(word, text).enumerated() {
            let isLast = place == word.count - 1
            guard wanted.isChinese == found.isChinese else { return false }
            guard isLast ? found.text.hasPrefix(wanted.text) : found.text == wanted.text else { return false }
            // Between Chinese and Latin a blank or a stroke says nothing; within Chinese it parts.
            if place > 0, wanted.isChinese, word[place - 1].isChinese, wanted.isJoined != found.isJoined {
                return false
            }
        }
        return true
    }

    private static func units(_ text: String) -> [Unit] {
        var units: [Unit] = []
        var isJoined = false
        for character in text {
            let plain = character.fullWidthMadePlain.lowercased()
            if ("\u{3400}"..."\u{9FFF}").contains(plain) || plain == "𠮷" {
                units.append(Unit(text: plain, isChinese: true, isJoined: isJoined))
                isJoined = true
            } else if character.isLetter || character.isNumber {
                if isJoined, let last = units.last, !last.isChinese {
                    units[units.count - 1].text += plain
                } else {
                    units.append(Unit(text: plain, isChinese: false, isJoined: isJoined))
                }
                isJoined = true
            } else {
                isJoined = false
            }
        }
        return units
    }
}

extension Character {
    fileprivate var fullWidthMadePlain: String {
        guard let scalar = unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value),
            let plain = Unicode.Scalar(scalar.value - 0xFEE0)
        else { return String(self) }
        return String(plain)
    }
}
