internal import Records

/// The number of a certificate as it is compared: `沪（２０１９）第1号` is `沪(2019)第1号`. Full-width forms are those of
/// ASCII (Unicode, block Halfwidth and Fullwidth Forms), and blanks do not count.
///
/// A table has numbers as they are printed, in the order of their scalars. `key(after:)` leaps from one that is written
/// otherwise to where the next writing can be.
struct CertificateNumber {
    private let scalars: [UInt32]

    init(_ text: String) {
        scalars = text.unicodeScalars.map(\.value).filter { !Self.blanks.contains($0) }.map(Self.folded)
    }

    func isWritten(_ text: String) -> Bool { CertificateNumber(text).scalars == scalars }

    /// Up to where no writing of the number comes after a text; `nil` where none comes at all.
    func key(after text: String) -> String? {
        let found = text.unicodeScalars.map(\.value)
        // How much of the number stands in the first scalars of the text, as long as they write it.
        var written = [0]
        for scalar in found {
            guard let next = count(after: scalar, written[written.count - 1]) else { break }
            written.append(next)
        }
        for length in written.indices.reversed() {
            let other = found.indices.contains(length) ? found[length] : nil
            guard let next = choice(above: other, written[length]) else { continue }
            return String(String.UnicodeScalarView((found[..<length] + [next]).compactMap(Unicode.Scalar.init)))
        }
        return nil
    }

    /// How much of the number stands there with one scalar more; `nil` where that writes something else.
    private func count(after scalar: UInt32, _ count: Int) -> Int? {
        if Self.blanks.contains(scalar) { return count }
        return count < scalars.count && Self.folded(scalar) == scalars[count] ? count + 1 : nil
    }

    /// The least scalar above another that may follow where so much of the number stands.
    private func choice(above other: UInt32?, _ count: Int) -> UInt32? {
        func isAbove(_ scalar: UInt32) -> Bool { other.map { $0 < scalar } ?? true }
        var least = Self.blanks.first(where: isAbove)
        guard count < scalars.count else { return least }
        for scalar in [scalars[count], Self.widened(scalars[count])] where isAbove(scalar) {
            least = least.map { min($0, scalar) } ?? scalar
        }
        return least
    }

    private static func folded(_ scalar: UInt32) -> UInt32 {
        fullWidth.contains(scalar) ? scalar - fullWidthDistance : scalar
    }

    private static func widened(_ scalar: UInt32) -> UInt32 {
        fullWidth.contains(scalar + fullWidthDistance) ? scalar + fullWidthDistance : scalar
    }

    private static let fullWidth: ClosedRange<UInt32> = 0xFF01...0xFF5E
    private static let fullWidthDistance: UInt32 = 0xFEE0
    /// White_Space of Unicode's PropList.txt, in ascending order.
    private static let blanks: [UInt32] =
        Array(0x09...0x0D) + [0x20, 0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
        + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
}

extension CollateralAdmission {
    /// The first filing in force found that registers a certificate, and how it writes the number.
    ///
    /// - Complexity: two searches of the index of numbers for each scalar at which numbers are told apart; 25 of them among
    ///   a million numbers, some 30 µs.
    func filing(ofCertificate number: String) throws -> (filing: FilingNumber, written: String)? {
        let wanted = CertificateNumber(number)
        var key: String? = ""
        while let from = key {
            let next = try rows(
                "SELECT t.certificate FROM certificate AS t WHERE t.certificate >= $1 ORDER BY t.certificate LIMIT 1",
                from)
            guard try next.step() else { return nil }
            let written = try next.text(0)
            next.reset()
            if wanted.isWritten(written),
                let filing = try filing(
                    "SELECT t.filing FROM certificate AS t WHERE t.certificate = $1 AND \(Self.counts("t.filing"))",
                    written)
            {
                return (filing, written)
            }
            key = wanted.key(after: written)
        }
        return nil
    }
}
