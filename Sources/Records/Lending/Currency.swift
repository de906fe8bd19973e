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
    private static let withoutDecimals: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let withFour: Set<String> = ["CLF", "UYW"]
    private static let withThree: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]

    package static func minorUnits(of code: String) -> Int {
        withoutDecimals.contains(code) ? 0 : withThree.contains(code) ? 3 : withFour.contains(code) ? 4 : 2
    }
}
