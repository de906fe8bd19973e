package import Records

extension JournalEntry {
    /// The most bytes an entry may have: a bundle states its length in two bytes (C2SP tlog-tiles).
    package static let largestEncoding = 65_535

    /// The entry as it stands in the journal: one JSON object, fields in a fixed order, without white space.
    ///
    ///     {"v":1,"time":"2026-11-21T08:30:00Z","officer":"O-17","kind":"loan-contract","schemaSet":"<hex>",
    ///      "record":{"sha256":"<hex>","size":n},"contents":[{"sha256":"<hex>","size":n}],"supersedes":n,"batch":n}
    ///
    /// `officer` is left out where there is none; `supersedes` or `withdraws` stands only where the filing does that.
    /// The result may be longer than `largestEncoding`; `JournalAppender` refuses it then.
    package func encoded() -> [UInt8] {
        var json = EntryWriter()
        json.bytes.reserveCapacity(320 + 92 * contents.count)
        json.write("{\"v\":1,\"time\":\"")
        json.write(time)
        if let officer {
            json.write("\",\"officer\":\"")
            json.write(text: officer.text)
        }
        json.write("\",\"kind\":\"")
        json.write(text: kind.name)
        json.write("\",\"schemaSet\":\"")
        json.write(text: schemaSet.hex)
        json.write("\",\"record\":")
        json.write(record)
        json.write(",\"contents\":[")
        for (place, content) in contents.enumerated() {
            if place > 0 { json.write(",") }
            json.write(content)
        }
        json.write("]")
        switch relation {
        case .supersedes(let number):
            json.write(",\"supersedes\":")
            json.write(number: number.value)
        case .withdraws(let number):
            json.write(",\"withdraws\":")
            json.write(number: number.value)
        case nil: break
        }
        json.write(",\"batch\":")
        json.write(number: batch.value)
        json.write("}")
        return json.bytes
    }
}

/// Text is written as it is: nothing that an entry holds needs an escape in JSON.
private struct EntryWriter {
    var bytes: [UInt8] = []

    mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func write(text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func write(number: Int) { bytes.append(contentsOf: String(number).utf8) }

    mutating func write(_ reference: ContentReference) {
        write("{\"sha256\":\"")
        write(text: reference.digest.hex)
        write("\",\"size\":")
        write(number: reference.size)
        write("}")
    }

    /// As `Timestamp.description`, an order of magnitude faster.
    mutating func write(_ time: Timestamp) {
        guard time.seconds >= 0 else { return write(text: time.description) }
        let day = time.seconds.quotientAndRemainder(dividingBy: 86_400)
        let date = CalendarDate(dayNumber: day.quotient).components
        write(padded: date.year, 4)
        bytes.append(UInt8(ascii: "-"))
        write(padded: date.month, 2)
        bytes.append(UInt8(ascii: "-"))
        write(padded: date.day, 2)
        bytes.append(UInt8(ascii: "T"))
        write(padded: day.remainder / 3600, 2)
        bytes.append(UInt8(ascii: ":"))
        write(padded: day.remainder / 60 % 60, 2)
        bytes.append(UInt8(ascii: ":"))
        write(padded: day.remainder % 60, 2)
        bytes.append(UInt8(ascii: "Z"))
    }

    private mutating func write(padded number: Int, _ width: Int) {
        if width > 1 { write(padded: number / 10, width - 1) }
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
