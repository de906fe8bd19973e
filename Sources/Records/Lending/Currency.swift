/// A currency by its three capital letters in ISO 4217, such as `CNY`.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
    package let code: String

    package init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        self.code = code
    }

    /// How many decimals an amount has: 2 for most, 0 for the yen.
    package var decimals: Int { Self.minorUnits(of: code) }

    package var description: String { code }
}

extension Currency {
    /// Of the currencies that have not two.
    private static let decimals = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3,
        "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]

    package static func minorUnits(of code: String) -> Int {
        // Asked for each amount of an answer, and nearly all are in this one.
        code == "CNY" ? 2 : decimals[code] ?? 2
    }
}
