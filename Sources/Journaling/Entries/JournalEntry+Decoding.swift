package import Records

extension JournalEntry {
    /// Reads an entry of exactly the form that `encoded()` writes, and of no other: one entry has one form, so it has one
    /// leaf hash.
    ///
    /// - Throws: `.newerFormat` for a version other than 1; `.damaged`, naming the first byte that is not as it must be.
    package init(decoding bytes: [UInt8]) throws(MunimentError) { try self.init(decoding: bytes[...]) }

    package init(decoding bytes: ArraySlice<UInt8>) throws(MunimentError) {
        var json = EntryReader(bytes: bytes)
        try json.expect("{\"v\":")
        guard try json.number() == 1 else {
            throw MunimentError(
                .newerFormat, "journal entry", "is of a later version than this program reads",
                remedy: "use a newer version of muniment")
        }
        try json.expect(",\"time\":\"")
        let time = try json.timestamp()
        try json.expect("\",\"")
        var officer: BusinessIdentifier?
        if json.skip("officer\":\"") {
            officer = try json.word { BusinessIdentifier($0) }
            try json.expect("\",\"")
        }
        try json.expect("kind\":\"")
        let kind = try json.word { RecordKind($0) }
        try json.expect("\",\"schemaSet\":\"")
        let schemaSet = try json.digest()
        try json.expect("\",\"record\":")
        let record = try json.reference()
        try json.expect(",\"contents\":[")
        var contents: [ContentReference] = []
        if !json.skip("]") {
            contents.append(try json.reference())
            while json.skip(",") { contents.append(try json.reference()) }
            try json.expect("]")
        }
        var relation: FilingRelation?
        if json.skip(",\"supersedes\":") {
            relation = .supersedes(FilingNumber(try json.number()))
        } else if json.skip(",\"withdraws\":") {
            relation = .withdraws(FilingNumber(try json.number()))
        }
        try json.expect(",\"batch\":")
        let batch = FilingNumber(try json.number())
        try json.expect("}")
        guard json.isAtEnd else { throw json.malformed() }
        self.init(
            time: time, officer: officer, kind: kind, schemaSet: schemaSet, record: record, contents: contents,
            relation: relation, batch: batch)
    }
}

/// A place in an entry's bytes, moving forward over what was recognised.
private struct EntryReader {
    let bytes: ArraySlice<UInt8>
    var position: Int

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    func malformed() -> MunimentError {
        MunimentError(
            .damaged, "journal entry",
            "is not of the form that muniment writes, from its byte \(position - bytes.startIndex) on")
    }

    mutating func expect(_ literal: StaticString) throws(MunimentError) {
        guard skip(literal) else { throw malformed() }
    }

    /// Moves over `literal` if it stands here.
    mutating func skip(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard bytes.endIndex - position >= count else { return false }
        let isHere = literal.withUTF8Buffer { expected in
            for offset in 0..<count where expected[offset] != bytes[position + offset] { return false }
            return true
        }
        if isHere { position += count }
        return isHere
    }

    /// A decimal number of up to 18 digits without leading zeros.
    mutating func number() throws(MunimentError) -> Int {
        let start = position
        var number = 0
        while position < bytes.endIndex, position - start < 18, let digit = digit() {
            number = number * 10 + digit
            position += 1
        }
        guard position > start, position == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw malformed() }
        return number
    }

    /// The characters before the next quotation mark, up to 64 of them.
    mutating func word<Word>(_ make: (String) -> Word?) throws(MunimentError) -> Word {
        let end = bytes[position...].prefix(65).firstIndex(of: UInt8(ascii: "\""))
        guard let end, let word = make(String(decoding: bytes[position..<end], as: UTF8.self)) else {
            throw malformed()
        }
        position = end
        return word
    }

    mutating func reference() throws(MunimentError) -> ContentReference {
        try expect("{\"sha256\":\"")
        let digest = try digest()
        try expect("\",\"size\":")
        let size = try number()
        try expect("}")
        return ContentReference(digest: digest, size: size)
    }

    mutating func digest() throws(MunimentError) -> ContentDigest {
        guard bytes.endIndex - position >= 2 * ContentDigest.byteCount else { throw malformed() }
        var digest: [UInt8] = []
        digest.reserveCapacity(ContentDigest.byteCount)
        for place in stride(from: position, to: position + 2 * ContentDigest.byteCount, by: 2) {
            guard let high = Self.nibble(bytes[place]), let low = Self.nibble(bytes[place + 1]) else {
                throw malformed()
            }
            digest.append(high << 4 | low)
        }
        guard let result = ContentDigest(bytes: digest) else { throw malformed() }
        position += 2 * ContentDigest.byteCount
        return result
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    mutating func timestamp() throws(MunimentError) -> Timestamp {
        let year = try digits(4)
        try expect("-")
        let month = try digits(2)
        try expect("-")
        guard let date = CalendarDate(year: year, month: month, day: try digits(2)) else { throw malformed() }
        try expect("T")
        let hour = try digits(2)
        try expect(":")
        let minute = try digits(2)
        try expect(":")
        let second = try digits(2)
        try expect("Z")
        guard hour < 24, minute < 60, second < 60 else { throw malformed() }
        return Timestamp(seconds: date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private mutating func digits(_ count: Int) throws(MunimentError) -> Int {
        var number = 0
        for _ in 0..<count {
            guard position < bytes.endIndex, let digit = digit() else { throw malformed() }
            number = number * 10 + digit
            position += 1
        }
        return number
    }

    private func digit() -> Int? {
        let byte = bytes[position]
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
