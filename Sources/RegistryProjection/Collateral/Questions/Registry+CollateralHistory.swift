internal import GRDB
package import Records
package import Servicing

extension Registry {
    /// All values of a collateral up to the day asked about, by value date: appraisals and what indices made of them, and
    /// appraisals that contradict each other.
    package func values(of collateral: BusinessIdentifier, at moment: Moment) throws(MunimentError) -> [FiledValue] {
        guard let number = try number(of: .collateral, collateral) else { return [] }
        let scan = try collateralScan(at: moment, only: [number]) {
            [ValuePoint]()
        } _: { (collateral, points) throws(MunimentError) in
            points = collateral.history.points(upTo: moment.asOf)
        }
        let points = try read(scan).flatMap { $0 }
        return try translating {
            try self.queue.read { database in
                let rows = try FastStatement(
                    """
                    SELECT v.filing, v.value_date, v.value, v.currency, v.valid_until, v.kind, v.methods, r.valuer,
                        r.report_number, r.issued_on
                    FROM valuation AS v INNER JOIN valuation_report AS r ON r.filing = v.filing
                    WHERE v.collateral = $1 AND \(FilingsInForce.condition("v.filing")) AND v.value_date <= $3
                    """, in: database)
                rows.bind(1, number)
                rows.bind(2, moment.knownAt.value)
                rows.bind(3, moment.asOf.dayNumber)
                var values: [FiledValue] = []
                var currencies: [FilingNumber: Currency] = [:]
                while try rows.step() {
                    let kind = ValuationKind(place: try rows.value(5)) ?? .periodic
                    let (filing, day) = (try rows.filing(0), try rows.day(1))
                    let value = try rows.money(2, 3)
                    currencies[filing] = value.currency
                    values.append(
                        FiledValue(
                            point: ValuePoint(
                                value: value.minorUnits, valueDate: day, filing: filing, source: .appraisal(kind),
                                appraisedOn: day, validUntil: try rows.day(4)), currency: value.currency,
                            methods: [ValuationMethod](bits: try rows.value(6)), valuer: try rows.text(7),
                            reportNumber: try rows.text(8)))
                }
                for point in points where point.isIndexed {
                    guard case .indexed(let appraisal) = point.source, let currency = currencies[appraisal] else {
                        continue
                    }
                    values.append(
                        FiledValue(point: point, currency: currency, methods: [], valuer: nil, reportNumber: nil))
                }
                return values.sorted { ($0.point.valueDate, $0.point.filing) < ($1.point.valueDate, $1.point.filing) }
            }
        }
    }

    /// The number of a loan, a collateral or a mortgage in the registry; `nil` where no filing mentioned it.
    func number(of entity: Entity, _ name: BusinessIdentifier) throws(MunimentError) -> Int? {
        try translating { try self.queue.read { try EntityNumbers($0).number(of: entity, name) } }
    }

    /// What happened to a collateral up to the day asked about beside its valuations, by day and filing.
    package func events(of collateral: BusinessIdentifier, at moment: Moment) throws(MunimentError) -> [CollateralEvent]
    {
        guard let number = try number(of: .collateral, collateral) else { return [] }
        let questions: [(kind: CollateralEvent.Kind, sql: String)] = [
            (
                .mortgage,
                """
                SELECT t.filing, m.signed_on, n.identifier, NULL FROM mortgage_collateral AS t
                INNER JOIN mortgage_contract AS m ON m.mortgage = t.mortgage AND m.filing = t.filing
                INNER JOIN mortgage_number AS n ON n.mortgage = t.mortgage WHERE t.collateral = $1
                """
            ),
            (
                .title,
                """
                SELECT t.filing, t.registered_on, t.certificate, NULL FROM certificate AS t
                WHERE t.collateral = $1 AND t.mortgage IS NULL
                """
            ),
            (
                .registration,
                """
                SELECT t.filing, t.registered_on, t.certificate, n.identifier FROM certificate AS t
                INNER JOIN mortgage_number AS n ON n.mortgage = t.mortgage WHERE t.collateral = $1
                """
            ),
            (
                .verification,
                "SELECT t.filing, t.verified_on, t.result, NULL FROM verification AS t WHERE t.collateral = $1"
            ),
            (.seizure, "SELECT t.filing, t.on_day, t.action, t.seizure FROM seizure AS t WHERE t.collateral = $1"),
            (
                .inspection,
                "SELECT t.filing, t.inspected_on, t.condition, t.occupancy FROM inspected_collateral AS t WHERE t.collateral = $1"
            ),
            (
                .extinguishment,
                """
                SELECT t.filing, t.ended_on, t.ground, n.identifier FROM extinguishment AS t
                INNER JOIN mortgage_number AS n ON n.mortgage = t.mortgage
                INNER JOIN mortgage_collateral AS c ON c.mortgage = t.mortgage AND c.collateral = $1
                WHERE t.collateral = $1 OR t.collateral IS NULL
                """
            ),
        ]
        return try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                var events: Set<CollateralEvent> = []
                for (kind, sql) in questions {
                    let rows = try FastStatement(sql, in: database)
                    rows.bind(1, number)
                    while try rows.step() {
                        let day = try rows.day(1)
                        guard inForce.contains(try rows.value(0)), day <= moment.asOf else { continue }
                        events.insert(
                            CollateralEvent(
                                kind: kind, day: day, filing: try rows.filing(0), text: try rows.text(2),
                                detail: rows.optionalText(3)))
                    }
                }
                return events.sorted {
                    ($0.day, $0.filing, $0.kind.rawValue) < ($1.day, $1.filing, $1.kind.rawValue)
                }
            }
        }
    }
}

/// A value of a collateral, with who found it and how.
package struct FiledValue: Hashable, Sendable {
    package var point: ValuePoint
    package var currency: Currency
    /// None for an indexed value.
    package var methods: [ValuationMethod]
    package var valuer: String?
    package var reportNumber: String?
}

/// Something that a filing in force says of a collateral.
package struct CollateralEvent: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case mortgage, title, registration, verification, seizure, inspection, extinguishment
    }

    package var kind: Kind
    package var day: CalendarDate
    package var filing: FilingNumber
    /// A number, a result or a ground.
    package var text: String
    package var detail: String?
}
