/// Changes a record as its authors and their enemies do: element by element, so that much of what comes out still is XML.
struct RecordMutation {
    private struct Tag {
        enum Form { case start, end, empty, other }
        var range: Range<Int>
        var form: Form
    }

    private var bytes: [UInt8]
    private var random: SeededGenerator

    init(_ bytes: [UInt8], random: SeededGenerator) {
        self.bytes = bytes
        self.random = random
        // Most of what the fuzzer keeps is broken, and few changes make it whole again.
        if Int.random(in: 0..<3, using: &self.random) == 0, let record = Self.samples.randomElement(using: &self.random)
        {
            self.bytes = record
        }
    }

    private static let samples = SampleRecords.all.map(\.bytes)

    mutating func result() -> [UInt8] {
        let mark = bytes.prefix(2)
        guard mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] else {
            mutate()
            return Int.random(in: 0..<64, using: &random) == 0 ? reencoded() : bytes
        }
        let isLittle = mark == [0xFF, 0xFE]
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        mutate()
        return Encodings.utf16(String(decoding: bytes, as: UTF8.self), isLittle: isLittle, isMarked: true)
    }

    private mutating func mutate() {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let tags = tags()
            guard let tag = tags.randomElement(using: &random) else { return }
            switch Int.random(in: 0..<10, using: &random) {
            case 0: bytes.removeSubrange(element(at: tag, among: tags))
            case 1:
                let element = element(at: tag, among: tags)
                bytes.insert(contentsOf: bytes[element], at: element.lowerBound)
            case 2, 3:
                let other = tags.randomElement(using: &random) ?? tag
                let copy = Array(bytes[element(at: other, among: tags)])
                bytes.replaceSubrange(element(at: tag, among: tags), with: copy)
            case 4, 5: replaceText(after: tag)
            case 6: insert(Words.markup, at: tag.range.upperBound)
            case 7: insert(Words.attributes, at: max(tag.range.lowerBound, tag.range.upperBound - 1))
            case 8: changeDigit(after: tag)
            default: rename(tag)
            }
        }
    }

    /// All markup between `<` and `>`; good enough for what is mostly XML.
    private func tags() -> [Tag] {
        var tags: [Tag] = []
        var start: Int?
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "<") {
                start = place
            } else if byte == UInt8(ascii: ">"), let begin = start {
                let second = bytes[begin + 1]
                let form: Tag.Form =
                    second == UInt8(ascii: "/")
                    ? .end
                    : second == UInt8(ascii: "!") || second == UInt8(ascii: "?")
                        ? .other : bytes[place - 1] == UInt8(ascii: "/") ? .empty : .start
                tags.append(Tag(range: begin..<place + 1, form: form))
                start = nil
            }
        }
        return tags
    }

    /// From a start tag to its end tag; any other tag by itself.
    private func element(at tag: Tag, among tags: [Tag]) -> Range<Int> {
        guard tag.form == .start else { return tag.range }
        var depth = 0
        for other in tags where other.range.lowerBound >= tag.range.lowerBound {
            if other.form == .start { depth += 1 }
            if other.form == .end { depth -= 1 }
            if depth == 0 { return tag.range.lowerBound..<other.range.upperBound }
        }
        return tag.range
    }

    private mutating func replaceText(after tag: Tag) {
        let start = tag.range.upperBound
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: (Words.values.randomElement(using: &random) ?? "").utf8)
    }

    private mutating func insert(_ words: [String], at place: Int) {
        bytes.insert(contentsOf: (words.randomElement(using: &random) ?? "").utf8, at: place)
    }

    private mutating func changeDigit(after tag: Tag) {
        let digits = bytes[tag.range.lowerBound...].prefix(200).indices.filter { (48...57).contains(bytes[$0]) }
        guard let place = digits.randomElement(using: &random) else { return }
        bytes[place] = UInt8.random(in: 48...57, using: &random)
    }

    private mutating func rename(_ tag: Tag) {
        guard tag.form == .start || tag.form == .empty else { return }
        let start = tag.range.lowerBound + 1
        let end = bytes[start...].firstIndex { " \t\n/>=".utf8.contains($0) } ?? start
        bytes.replaceSubrange(start..<end, with: (Words.names.randomElement(using: &random) ?? "").utf8)
    }

    private mutating func reencoded() -> [UInt8] {
        let encodings = Encodings.all(of: String(decoding: bytes, as: UTF8.self))
        return encodings.randomElement(using: &random)?.bytes ?? bytes
    }
}
