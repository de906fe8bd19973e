package import Records

/// The distinct tokens of a filing, as the full-text index takes them.
package struct CatalogueWords: Sendable {
    /// Each with a space after it.
    private(set) var tokens: [UInt8] = []
    /// Of each token, in their order.
    private(set) var hashes: [UInt64] = []
    /// Of each token, in bytes.
    private(set) var lengths: [UInt8] = []

    package init(of text: CatalogueText) {
        var known = HashSet(expecting: 800)
        tokens.reserveCapacity(text.words.count / 2)
        hashes.reserveCapacity(512)
        lengths.reserveCapacity(512)
        add(text.words, &known)
        add(text.identifiers, &known)
    }

    package init(of facts: RecordFacts) { self.init(of: CatalogueText(of: facts)) }

    private mutating func add(_ text: [UInt8], _ known: inout HashSet) {
        text.withUnsafeBytes { text in
            var start = 1
            while start < text.count {
                var end = start
                while end < text.count, text[end] != UInt8(ascii: " ") { end += 1 }
                let length = end - start <= Self.tokenLimit ? end - start : Self.cut(Array(text[start..<end])).count
                let token = UnsafeRawBufferPointer(rebasing: text[start..<(start + length)])
                let hash = TokenHash.of(token)
                if known.insert(hash) {
                    hashes.append(hash)
                    lengths.append(UInt8(length))
                    tokens.append(contentsOf: token)
                    tokens.append(UInt8(ascii: " "))
                }
                start = end + 1
            }
        }
    }

    /// The most bytes of a token that the index takes: what a filing really holds is read from its record.
    static let tokenLimit = 64

    /// A token as the index takes it.
    static func cut<Token: RandomAccessCollection<UInt8>>(_ token: Token) -> Token.SubSequence
    where Token.Index == Int {
        guard token.count > tokenLimit else { return token[...] }
        var end = token.startIndex + tokenLimit
        while token[end] & 0xC0 == 0x80 { end -= 1 }
        return token[..<end]
    }
}

/// The distinct tokens of a run of filings that share one row of the full-text index.
///
/// A row a filing would cost ten times as much time and space, and the filings that a row names are read before they are
/// shown anyway. A batch of the journal is cut into runs of `CatalogueSpan.length` from its first filing on, so which
/// run a filing belongs to follows from the journal alone.
struct CatalogueSpan {
    static let length = 32

    /// The number of its first filing: the row's id.
    let first: Int
    private(set) var tokens: [UInt8] = []
    private var known = HashSet(expecting: 3000)
    private var sum: UInt64 = 0

    init(first: Int) {
        self.first = first
        tokens.reserveCapacity(16384)
    }

    /// The first filing of the run to which a filing belongs.
    static func first(of number: FilingNumber, _ entry: JournalEntry) -> Int {
        // An entry whose batch cannot be is told by the audit of the journal.
        let batch = max(0, min(entry.batch.value, number.value))
        return batch + (number.value - batch) / length * length
    }

    mutating func add(_ words: CatalogueWords) {
        words.tokens.withUnsafeBytes { text in
            var start = 0
            for place in words.hashes.indices {
                let (hash, end) = (words.hashes[place], start + Int(words.lengths[place]) + 1)
                if known.insert(hash) {
                    tokens.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end]))
                    sum &+= TokenHash.mix(hash, UInt64(first))
                }
                start = end
            }
        }
    }

    /// The sum of the hashes of all pairs of a token and this run: equal for equal rows.
    var fingerprint: UInt64 { sum }
}

/// 64-bit hashes of tokens under a key of this process: nobody can make two tokens meet on purpose.
enum TokenHash {
    private static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    static func of(_ token: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(token.count)
        var place = 0
        while token.count - place > 8 {
            hash = mix(hash, token.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        // The last one to eight bytes; where there are four or more, they overlap.
        let rest: UInt64
        switch token.count - place {
        case 4...:
            rest =
                UInt64(token.loadUnaligned(fromByteOffset: place, as: UInt32.self)) << 32
                | UInt64(token.loadUnaligned(fromByteOffset: token.count - 4, as: UInt32.self))
        case 1...: rest = token[place...].reduce(0) { $0 << 8 | UInt64($1) }
        default: rest = 0
        }
        return mix(hash, rest)
    }

    /// Two words folded into one.
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ key.0).multipliedFullWidth(by: right ^ key.1)
        return product.high ^ product.low
    }
}
