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
        let known = TokenTable(expecting: 800)
        hashes.reserveCapacity(512)
        lengths.reserveCapacity(512)
        tokens = [UInt8](unsafeUninitializedCapacity: text.words.count + text.identifiers.count + 1) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            var next = start
            for part in [text.words, text.identifiers] {
                part.withUnsafeBytes { add($0, known, &next) }
            }
            count = next - start
        }
    }

    package init(of facts: RecordFacts) { self.init(of: CatalogueText(of: facts)) }

    private mutating func add(
        _ text: UnsafeRawBufferPointer, _ known: TokenTable, _ next: inout UnsafeMutablePointer<UInt8>
    ) {
        let key = TokenHash.key
        var start = 1
        while start < text.count {
            let (end, hash) = Self.token(at: start, in: text, key)
            let length = min(end - start, Self.tokenLimit)
            if known.insert(hash) {
                let token = UnsafeRawBufferPointer(rebasing: text[start..<(start + length)])
                let cut = end - start <= Self.tokenLimit ? length : Self.cut(Array(text[start..<end])).count
                hashes.append(hash)
                lengths.append(UInt8(cut))
                for place in 0..<cut { (next + place).initialize(to: token[place]) }
                (next + cut).initialize(to: UInt8(ascii: " "))
                next += cut + 1
            }
            start = end + 1
        }
    }

    /// The end of a token, and the hash of what the index takes of it.
    private static func token(
        at start: Int, in text: UnsafeRawBufferPointer, _ key: TokenHash.Key
    ) -> (end: Int, hash: UInt64) {
        if start + 8 <= text.count {
            // Most tokens are short: one word has them and the space after them.
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            let marked = word ^ 0x2020_2020_2020_2020
            let spaces = (marked &- 0x0101_0101_0101_0101) & ~marked & 0x8080_8080_8080_8080
            if spaces != 0 {
                let bits = spaces.trailingZeroBitCount & ~7
                return (start + bits / 8, TokenHash.of(short: word & (1 << bits - 1), bits / 8, key))
            }
        }
        var end = start
        while end < text.count, text[end] != UInt8(ascii: " ") { end += 1 }
        let token = UnsafeRawBufferPointer(rebasing: text[start..<end])
        let length = token.count <= tokenLimit ? token.count : cut(Array(token)).count
        return (end, TokenHash.of(UnsafeRawBufferPointer(rebasing: token[..<length]), key))
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
    private let known = TokenTable(expecting: 3000)
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
        let key = TokenHash.key
        words.tokens.withUnsafeBytes { text in
            var start = 0
            for place in words.hashes.indices {
                let (hash, end) = (words.hashes[place], start + Int(words.lengths[place]) + 1)
                if known.insert(hash) {
                    tokens.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end]))
                    sum &+= TokenHash.mix(hash, UInt64(first), key)
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
    typealias Key = (UInt64, UInt64)

    static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    static func of(_ token: UnsafeRawBufferPointer, _ key: Key) -> UInt64 {
        guard token.count >= 8 else {
            return of(short: token.reversed().reduce(0) { $0 << 8 | UInt64($1) }, token.count, key)
        }
        var hash = UInt64(token.count)
        var place = 0
        while token.count - place > 8 {
            hash = mix(hash, token.loadUnaligned(fromByteOffset: place, as: UInt64.self), key)
            place += 8
        }
        // The last eight bytes may overlap those before.
        return mix(hash, token.loadUnaligned(fromByteOffset: token.count - 8, as: UInt64.self), key)
    }

    /// - Parameter short: the bytes of a token of less than eight, the first one lowest.
    @inline(__always)
    static func of(short: UInt64, _ count: Int, _ key: Key) -> UInt64 { mix(UInt64(count), short, key) }

    /// Two words folded into one.
    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64, _ key: Key) -> UInt64 {
        let product = (left ^ key.0).multipliedFullWidth(by: right ^ key.1)
        return product.high ^ product.low
    }
}

/// Hashes, in an open table: every token of every filing passes here.
///
/// Used by one thread at a time.
final class TokenTable: @unchecked Sendable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private var count = 0
    private var hasZero = false

    init(expecting expected: Int) {
        var capacity = 64
        while capacity / 2 <= expected { capacity *= 2 }
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
    }

    deinit { slots.deallocate() }

    /// - Returns: whether the hash was not there.
    func insert(_ hash: UInt64) -> Bool {
        guard hash != 0 else {
            defer { hasZero = true }
            return !hasZero
        }
        if count > mask / 4 * 3 { grow() }
        let place = place(of: hash)
        guard slots[place] == 0 else { return false }
        slots[place] = hash
        count += 1
        return true
    }

    @inline(__always)
    private func place(of hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }

    private func grow() {
        let (old, capacity) = (slots, mask + 1)
        mask = 2 * capacity - 1
        slots = .allocate(capacity: 2 * capacity)
        slots.initialize(repeating: 0, count: 2 * capacity)
        for slot in 0..<capacity where old[slot] != 0 { slots[place(of: old[slot])] = old[slot] }
        old.deallocate()
    }
}
