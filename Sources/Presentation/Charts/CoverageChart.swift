package import Records

/// How far mortgages are lent against: pledge ratios (抵质押率) beside their caps.
package struct CoverageChart: Sendable {
    package struct Row: Sendable {
        let label: String
        let ratio: Rate?
        let cap: Rate?
        let isBare: Bool
        let isPartial: Bool

        /// - Parameters:
        ///   - label: such as the number of the mortgage and its borrower; cut where it is too long.
        ///   - ratio: secured principal in percent of the value; `nil` where it is unknown.
        ///   - cap: `nil` where the policy has none.
        ///   - isBare: whether what is secured is known to have no value behind it, which is worse than any ratio.
        ///   - isPartial: whether the ratio leaves out collaterals of unknown value.
        package init(label: String, ratio: Rate?, cap: Rate?, isBare: Bool = false, isPartial: Bool = false) {
            self.label = label
            self.ratio = ratio
            self.cap = cap
            self.isBare = isBare
            self.isPartial = isPartial
        }
    }

    /// From the worst to the best, which is the order of the rows.
    package enum Level: Int, CaseIterable, Sendable {
        case unknown, uncovered, farOverCap, overCap, withoutCap, withinCap
    }

    let title: String
    let subtitle: String
    let rows: [Row]
    let farOver: Rate
    let uncoveredOver: Rate

    /// - Parameters:
    ///   - rows: in any order; the chart shows the worst 40 and says how many more there are of each level.
    ///   - farOver: how many points above its cap a ratio is far over it.
    ///   - uncoveredOver: the ratio above which the value does not cover what it secures.
    package init(
        title: String, subtitle: String, rows: [Row], farOver: Rate = Rate(millionthsOfPercent: Rate.whole / 10),
        uncoveredOver: Rate = Rate(millionthsOfPercent: Rate.whole)
    ) {
        self.title = title
        self.subtitle = subtitle
        self.rows = rows
        self.farOver = farOver
        self.uncoveredOver = uncoveredOver
    }

    package func level(of row: Row) -> Level {
        if row.isBare { return .uncovered }
        guard let ratio = row.ratio else { return .unknown }
        if ratio > uncoveredOver { return .uncovered }
        guard let cap = row.cap else { return .withoutCap }
        let excess = Int128(ratio.millionthsOfPercent) - Int128(cap.millionthsOfPercent)
        return excess > Int128(farOver.millionthsOfPercent) ? .farOverCap : excess > 0 ? .overCap : .withinCap
    }
}
