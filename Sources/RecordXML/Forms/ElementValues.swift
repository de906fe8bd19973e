/// The values of one element and of those within it, by number, in one buffer that is used again and again.
package struct ElementValues: Sendable {
    private struct Place {
        var start = 0
        /// -1 for a value that is not there.
        var end = -1
        var number = 0
    }

    private var bytes: [UInt8] = []
    private var places: [Place]
    /// Of the amounts: three letters of ISO 4217.
    package var currency: [UInt8]
    /// The decimals of the currency.
    package var scale: Int

    package init(count: Int, currency: [UInt8], scale: Int) {
        places = Array(repeating: Place(), count: count)
        self.currency = currency
        self.scale = scale
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        for slot in places.indices { places[slot].end = -1 }
    }

    package func isPresent(_ slot: Int) -> Bool { places[slot].end >= 0 }

    /// The number that went with the value: minor units of an amount, the day number of a date.
    package func number(_ slot: Int) -> Int { places[slot].number }

    package func text(_ slot: Int) -> String {
        let place = places[slot]
        return place.end < 0 ? "" : String(decoding: bytes[place.start..<place.end], as: UTF8.self)
    }

    /// - Parameter write: appends the value in UTF-8, not escaped, and returns the number that goes with it; `nil` takes
    ///   back what it appended, and there is no value.
    package mutating func set(_ slot: Int, _ write: (inout [UInt8]) -> Int?) {
        let start = bytes.count
        if let number = write(&bytes) {
            places[slot] = Place(start: start, end: bytes.count, number: number)
        } else {
            bytes.removeLast(bytes.count - start)
            places[slot].end = -1
        }
    }

    /// Appends the value as it is.
    func append(_ slot: Int, to output: inout [UInt8]) {
        let place = places[slot]
        output.append(contentsOf: bytes[place.start..<place.end])
    }

    /// Appends the value as XML has it: a carriage return by number, as a parser turns a bare one into a line feed.
    func appendEscaped(_ slot: Int, to output: inout [UInt8]) {
        let place = places[slot]
        var start = place.start
        for index in place.start..<place.end {
            let escaped: StaticString
            switch bytes[index] {
            case UInt8(ascii: "&"): escaped = "&amp;"
            case UInt8(ascii: "<"): escaped = "&lt;"
            case UInt8(ascii: ">"): escaped = "&gt;"
            case UInt8(ascii: "\r"): escaped = "&#13;"
            default: continue
            }
            output.append(contentsOf: bytes[start..<index])
            escaped.withUTF8Buffer { output.append(contentsOf: $0) }
            start = index + 1
        }
        output.append(contentsOf: bytes[start..<place.end])
    }
}
