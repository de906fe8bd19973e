import Records

/// The falls of one or several regions together; amounts in minor units.
struct FallSum {
    private var before: Int128 = 0
    private var after: Int128 = 0
    private(set) var exposure: Int128 = 0
    private(set) var collaterals: Int128 = 0
    private(set) var unknown: Int128 = 0

    init(_ rows: some Sequence<FallsChart.Row>) {
        for row in rows {
            before += Int128(row.before.minorUnits)
            after += Int128(row.after.minorUnits)
            exposure += Int128(row.exposure.minorUnits)
            collaterals += Int128(row.collaterals)
            unknown += Int128(row.unknown)
        }
    }

    /// Negative where values rose.
    var amount: Int128 { before - after }

    /// In millionths of a percent, rounded towards zero; `nil` where there was nothing that could fall.
    var rate: Int128? { before > 0 ? amount * Int128(Rate.whole) / before : nil }

    func measured(by measure: FallsChart.Measure) -> Int128? { measure == .amount ? amount : rate }
}
