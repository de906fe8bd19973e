internal import GRDB
internal import Records
internal import Servicing

/// The appraisals of one collateral as a scan comes by them; its memory serves for one after the other.
struct AppraisalRows {
    private(set) var appraisals: [Appraisal] = []
    /// The latest value up to the day asked about that is in another currency than the mortgages of the collateral.
    private(set) var foreign: Appraisal?

    /// How many columns of the table are wanted.
    static let columns = 8

    var isEmpty: Bool { appraisals.isEmpty && foreign == nil }

    mutating func removeAll() {
        appraisals.removeAll(keepingCapacity: true)
        foreign = nil
    }

    /// - Parameter currency: that of the mortgages; where there is none, the first value says it.
    mutating func add(
        _ row: some FactRow, _ filing: FilingNumber, _ currency: inout Currency?, asOf day: CalendarDate
    ) throws {
        guard let kind = ValuationKind(place: try row.value(6)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        let appraisal = Appraisal(
            filing: filing, valueDate: try row.day(3), validUntil: try row.day(5), kind: kind,
            value: try row.value(4))
        if currency == nil { currency = Currency(try row.text(7)) }
        if let currency, row.holds(7, currency.code) {
            appraisals.append(appraisal)
        } else if appraisal.valueDate <= day, appraisal.valueDate >= foreign?.valueDate ?? appraisal.valueDate {
            foreign = appraisal
        }
    }

    /// The filing of a value in another currency, where none in the right one came after it.
    func otherCurrency(asOf day: CalendarDate) -> FilingNumber? {
        guard let foreign, !appraisals.contains(where: { $0.valueDate > foreign.valueDate && $0.valueDate <= day })
        else {
            return nil
        }
        return foreign.filing
    }
}
