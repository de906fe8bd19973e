import Records
import Servicing

/// What is filed about the value of one collateral, written down as tersely as a test wants it.
struct TestValues {
    var appraisals: [Appraisal] = []
    var revaluations: [IndexPoint] = []

    var history: ValueHistory { ValueHistory(appraisals: appraisals, revaluations: revaluations) }

    /// - until: never, where a test does not care.
    mutating func appraise(
        _ filing: Int, _ value: Int, on day: String, until: String = "2099-12-31", _ kind: ValuationKind = .periodic
    ) throws {
        appraisals.append(
            Appraisal(
                filing: FilingNumber(filing), valueDate: try TestLoan.day(day), validUntil: try TestLoan.day(until),
                kind: kind, value: value))
    }

    mutating func revalue(_ filing: Int, on day: String, by series: RegionSeries) throws {
        revaluations.append(
            IndexPoint(filing: FilingNumber(filing), valueDate: try TestLoan.day(day), series: series))
    }

    /// - Parameter values: by a day of their period.
    static func series(
        _ values: KeyValuePairs<String, Int>, by frequency: IndexFrequency = .month
    ) throws -> RegionSeries {
        RegionSeries(frequency: frequency, values: try values.map { (day: try TestLoan.day($0.key), value: $0.value) })
    }

    func value(_ day: String) throws -> CollateralValue { history.value(asOf: try TestLoan.day(day)) }

    /// `nil` where it is unknown.
    func amount(_ day: String) throws -> Int? {
        if case .known(let point) = try value(day) { point.value } else { nil }
    }

    func fall(_ day: String, since: String? = nil, _ reference: FallReference) throws -> ValueFall? {
        history.fall(
            asOf: try TestLoan.day(day), since: try since.map { try TestLoan.day($0) }, against: reference)
    }
}

extension CollateralValue {
    /// Of the value that has expired; `nil` where it has not.
    var expired: FilingNumber? {
        if case .unknown(.expired(let point)) = self { point.filing } else { nil }
    }
}
