/// A regular expression of XML Schema (part 2, appendix F) as a tree.
indirect enum PatternSyntax {
    case characters(CharacterSet)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    /// `most` is `nil` for any number.
    case repeated(PatternSyntax, least: Int, most: Int?)

    /// - Returns: `nil` for what is not read here: categories but Cc and Cf, blocks, subtraction, name characters.
    static func parse(_ pattern: String) -> PatternSyntax? {
        var parser = Parser(scalars: pattern.unicodeScalars.map(\.value))
        guard let syntax = parser.choice(), parser.next == nil else { return nil }
        return syntax
    }

    private struct Parser {
        let scalars: [UInt32]
        var position = 0

        var next: UInt32? { position < scalars.count ? scalars[position] : nil }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == character.value else { return false }
            position += 1
            return true
        }

        mutating func choice() -> PatternSyntax? {
            var branches: [PatternSyntax] = []
            repeat {
                guard let branch = sequence() else { return nil }
                branches.append(branch)
            } while take("|")
            return branches.count == 1 ? branches[0] : .choice(branches)
        }

        private mutating func sequence() -> PatternSyntax? {
            var pieces: [PatternSyntax] = []
            while let character = next, character != 0x7C, character != 0x29 {  // | )
                guard let atom = atom(), let piece = quantified(atom) else { return nil }
                pieces.append(piece)
            }
            return .sequence(pieces)
        }

        private mutating func quantified(_ atom: PatternSyntax) -> PatternSyntax? {
            if take("?") { return .repeated(atom, least: 0, most: 1) }
            if take("*") { return .repeated(atom, least: 0, most: nil) }
            if take("+") { return .repeated(atom, least: 1, most: nil) }
            guard take("{") else { return atom }
            guard let least = number() else { return nil }
            var most: Int? = least
            if take(",") { most = next == 0x7D ? nil : number() ?? -1 }
            guard take("}"), most.map({ $0 >= least }) ?? true else { return nil }
            return .repeated(atom, least: least, most: most)
        }

        private mutating func number() -> Int? {
            var value: Int?
            while let digit = next, (0x30...0x39).contains(digit), value ?? 0 < 10_000 {
                value = (value ?? 0) * 10 + Int(digit - 0x30)
                position += 1
            }
            return value
        }

        private mutating func atom() -> PatternSyntax? {
            guard let character = next else { return nil }
            position += 1
            switch Unicode.Scalar(character) {
            case "(":
                guard let inner = choice(), take(")") else { return nil }
                return inner
            case "[": return bracketed().map(PatternSyntax.characters)
            case "\\": return escaped(excluding: false).map(PatternSyntax.characters)
            case ".": return .characters(CharacterSet.lineEnds.inverted)
            case "?", "*", "+", "{", "}", "]", "^", "$": return nil
            default: return .characters(CharacterSet(character))
            }
        }

        private mutating func bracketed() -> CharacterSet? {
            let isExcluding = take("^")
            var set = CharacterSet([])
            var isFirst = true
            while !take("]") {
                guard let character = next, character != 0x5B else { return nil }  // [
                position += 1
                if character == 0x5C {
                    guard let escaped = escaped(excluding: isExcluding) else { return nil }
                    // A range from or to an escaped character is not read here.
                    guard next != 0x2D else { return nil }
                    set = set.union(escaped)
                } else if character == 0x2D {
                    guard isFirst || next == 0x5D else { return nil }
                    set = set.union(CharacterSet(character))
                } else if next == 0x2D, position + 1 < scalars.count, scalars[position + 1] != 0x5D {
                    let end = scalars[position + 1]
                    guard end >= character, end != 0x5B, end != 0x5C else { return nil }
                    position += 2
                    set = set.union(CharacterSet([character...end]))
                } else {
                    set = set.union(CharacterSet(character))
                }
                isFirst = false
            }
            guard !isFirst else { return nil }
            return isExcluding ? set.inverted : set
        }

        private mutating func escaped(excluding: Bool) -> CharacterSet? {
            guard let character = next else { return nil }
            position += 1
            switch Unicode.Scalar(character) {
            case "s": return .blanks
            case "S": return CharacterSet.blanks.inverted
            case "n": return CharacterSet(0x0A)
            case "r": return CharacterSet(0x0D)
            case "t": return CharacterSet(0x09)
            case "p":
                if takeAll("{Cc}") { return .controls }
                // More than the category holds, which is safe only where it is kept out.
                return excluding && takeAll("{Cf}") ? .formats : nil
            case "\\", "|", ".", "-", "^", "?", "*", "+", "{", "}", "(", ")", "[", "]":
                return CharacterSet(character)
            default: return nil
            }
        }

        private mutating func takeAll(_ text: StaticString) -> Bool {
            let wanted = "\(text)".unicodeScalars.map(\.value)
            guard scalars[position...].starts(with: wanted) else { return false }
            position += wanted.count
            return true
        }
    }
}
