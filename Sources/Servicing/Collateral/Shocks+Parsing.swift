internal import Records

/// What is wrong with the shocks that a user wrote, in words for that user.
package struct ShockSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension Shocks {
    /// - Parameter text: shocks with commas between them, such as `residential=-20%,region:三亚=-30%`. A type may be
    ///   shortened to the beginning of one type only. A change has up to 6 decimals, −100 % … +1000 %.
    package init(parsing text: String) throws(ShockSyntaxError) {
        self.init(types: [], regions: [])
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            try add(Self.trimmed(part))
        }
    }

    private mutating func add(_ shock: Substring) throws(ShockSyntaxError) {
        guard let sign = shock.lastIndex(of: "=") else {
            throw ShockSyntaxError(
                description: shock.isEmpty
                    ? "a shock is missing: write residential=-20%" : "“\(shock)” is no shock: write residential=-20%")
        }
        let name = Self.trimmed(shock[..<sign])
        let percent = Self.trimmed(shock[shock.index(after: sign)...])
        guard let change = Self.change(percent) else {
            throw ShockSyntaxError(
                description: "“\(percent)” is no change: write -20%, from -100% to +1000%, with up to 6 decimals")
        }
        let isNew: Bool
        if name.hasPrefix("region:") {
            let region = String(Self.trimmed(name.dropFirst("region:".count)))
            if region.isEmpty {
                throw ShockSyntaxError(description: "“\(shock)” names no region: write region:三亚=-30%")
            }
            isNew = !regions.contains { $0.region == region }
            regions.append(OfRegion(region: region, change: change))
        } else {
            let type = try Self.type(name)
            isNew = !types.contains { $0.type == type }
            types.append(OfType(type: type, change: change))
        }
        if !isNew { throw ShockSyntaxError(description: "“\(name)” has two shocks: write one") }
    }

    private static func type(_ name: Substring) throws(ShockSyntaxError) -> CollateralType {
        if let type = CollateralType(rawValue: String(name)) { return type }
        let all = CollateralType.allCases
        let candidates = name.isEmpty ? [] : all.filter { $0.rawValue.hasPrefix(name) }
        if candidates.count == 1 { return candidates[0] }
        let names = (candidates.isEmpty ? all : candidates).map(\.rawValue).joined(separator: ", ")
        throw ShockSyntaxError(
            description: candidates.isEmpty
                ? "“\(name)” is no type of collateral: write one of \(names), or region:三亚"
                : "“\(name)” may be any of \(names): write more of it")
    }

    private static func change(_ percent: Substring) -> Rate? {
        guard percent.last == "%" else { return nil }
        var digits = percent.dropLast()
        let isFall = digits.first == "-"
        if isFall || digits.first == "+" { digits.removeFirst() }
        // A rate has three digits before the point; one more is wanted for +1000 %.
        let rate = digits.hasPrefix("1000") ? thousand(digits) : Rate(percent: digits)
        guard let millionths = rate?.millionthsOfPercent, !isFall || millionths <= Rate.whole else { return nil }
        return Rate(millionthsOfPercent: isFall ? -millionths : millionths)
    }

    private static func thousand(_ digits: Substring) -> Rate? {
        guard let rest = Rate(percent: digits.dropFirst()), rest.millionthsOfPercent == 0 else { return nil }
        return Rate(millionthsOfPercent: 10 * Rate.whole)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
