internal import Records

/// The number of a certificate as it is compared: `沪（２０１９）第1号` is `沪(2019)第1号`. Full-width forms are those of
/// ASCII (Unicode, block Halfwidth and Fullwidth Forms), and blanks (White_Space) do not count.
struct CertificateNumber {
    /// The same for all writings of a number.
    let key: String

    init(_ text: String) {
        var key = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace { key.append(Self.folded(scalar)) }
        self.key = String(key)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard fullWidth.contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - fullWidthDistance) ?? scalar
    }

    private static let fullWidth: ClosedRange<UInt32> = 0xFF01...0xFF5E
    private static let fullWidthDistance: UInt32 = 0xFEE0
}

extension CollateralAdmission {
    /// The first filing in force found that registers a certificate, and how it writes the number.
    func filing(ofCertificate number: String) throws -> (filing: FilingNumber, written: String)? {
        let found = try rows(
            """
            SELECT t.filing, t.certificate FROM certificate AS t
            WHERE t.certificate_key = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing LIMIT 1
            """, CertificateNumber(number).key)
        defer { found.reset() }
        return try found.step() ? (found.filing(0), found.text(1)) : nil
    }
}
