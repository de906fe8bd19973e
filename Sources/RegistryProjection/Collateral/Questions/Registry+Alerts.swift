internal import GRDB
package import Records
package import Servicing

/// A warning by hand, with its filing.
package struct FiledWarning: Hashable, Sendable {
    package var filing: FilingNumber
    /// The computed alert that it confirms; `nil` where it warns of a subject itself.
    package var alert: AlertIdentity?
    package var subject: Subject?
    package var level: AlertLevel
    package var cause: RiskWarning.Cause
    package var warnedOn: CalendarDate
}

/// When a loan was last inspected.
package struct LastInspection: Hashable, Sendable {
    package var filing: FilingNumber
    package var inspectedOn: CalendarDate
    package var nextDue: CalendarDate
}

extension Registry {
    /// The warnings up to the day asked about, by filing.
    package func warnings(at moment: Moment) throws(MunimentError) -> [FiledWarning] {
        try reading("SELECT \(Self.warningColumns) FROM warning AS t ORDER BY t.filing", at: moment) {
            try Self.warning($0, moment.asOf)
        }
    }

    /// Those of some subjects.
    ///
    /// - Complexity: one look at each warning: they are written by people, and few.
    package func warnings(
        about subjects: [BusinessIdentifier], at moment: Moment
    ) throws(MunimentError) -> [FiledWarning] {
        try warnings(where: "subject", isOneOf: subjects.map(\.text), at: moment)
    }

    /// Those that confirm some alerts; as many looks.
    package func warnings(
        confirming alerts: [AlertIdentity], at moment: Moment
    ) throws(MunimentError) -> [FiledWarning] {
        try warnings(where: "alert", isOneOf: alerts.map(\.description), at: moment)
    }

    private static let warningColumns = "t.filing, t.alert, t.role, t.subject, t.level, t.cause, t.warned_on"

    private static func warning(_ row: FastStatement, _ asOf: CalendarDate) throws -> FiledWarning? {
        let day = try row.day(6)
        guard day <= asOf else { return nil }
        var subject: Subject?
        if !row.isNull(2) { subject = Subject(role: try row.word(2), number: try row.identifier(3)) }
        return FiledWarning(
            filing: try row.filing(0), alert: row.optionalText(1).flatMap { AlertIdentity($0) }, subject: subject,
            level: try row.word(4), cause: try row.word(5), warnedOn: day)
    }

    private func warnings(
        where column: String, isOneOf texts: [String], at moment: Moment
    ) throws(MunimentError) -> [FiledWarning] {
        try translating {
            try self.queue.read { database in
                var warnings: [FiledWarning] = []
                for first in stride(from: 0, to: texts.count, by: Self.mostParameters) {
                    let some = texts[first..<min(first + Self.mostParameters, texts.count)]
                    let parameters = (1...some.count).map { "$\($0)" }.joined(separator: ", ")
                    let rows = try FastStatement(
                        """
                        SELECT \(Self.warningColumns) FROM warning AS t WHERE t.\(column) IN (\(parameters))
                        AND \(FilingsInForce.condition("t.filing", knownAt: "$\(some.count + 1)"))
                        """, in: database)
                    for (place, text) in zip(Int32(1)..., some) { rows.bind(place, text) }
                    rows.bind(Int32(some.count + 1), moment.knownAt.value)
                    while try rows.step() {
                        if let warning = try Self.warning(rows, moment.asOf) { warnings.append(warning) }
                    }
                }
                return warnings.sorted { $0.filing < $1.filing }
            }
        }
    }

    private static let mostParameters = 1000

    /// What was done about alerts up to the day asked about, by filing.
    package func disposals(at moment: Moment) throws(MunimentError) -> [Filed<DisposalRecord>] {
        try reading("SELECT \(Self.disposalColumns) FROM disposal AS t ORDER BY t.filing", at: moment) {
            try Self.disposal($0, moment.asOf)
        }
    }

    /// What was done about some alerts, by filing for each.
    ///
    /// - Complexity: a seek for each alert.
    package func disposals(
        of alerts: [AlertIdentity], at moment: Moment
    ) throws(MunimentError) -> [Filed<DisposalRecord>] {
        try reading(
            """
            SELECT \(Self.disposalColumns) FROM disposal AS t
            WHERE t.alert = $1 AND \(FilingsInForce.condition("t.filing")) ORDER BY t.filing
            """, alerts, at: moment
        ) { rows, alert in
            rows.bind(1, alert.description)
        } _: { row, _ in
            try Self.disposal(row, moment.asOf)
        }
    }

    private static let disposalColumns = "t.filing, t.alert, t.action, t.disposed_on, t.deadline, t.closes"

    private static func disposal(_ row: FastStatement, _ asOf: CalendarDate) throws -> Filed<DisposalRecord>? {
        let day = try row.day(3)
        guard day <= asOf, let alert = AlertIdentity(try row.text(1)) else { return nil }
        return Filed(
            try row.filing(0),
            DisposalRecord(
                alert: alert, action: try row.word(2), disposedOn: day, deadline: row.optionalDay(4),
                closes: try row.value(5) != 0))
    }

    /// The last inspection of each loan up to the day asked about, by the loan's number in the registry.
    ///
    /// - Parameter loans: the numbers that are wanted, a seek for each; `nil` for all.
    package func lastInspections(
        of loans: [Int]? = nil, at moment: Moment
    ) throws(MunimentError) -> [Int: LastInspection] {
        func inspection(_ row: FastStatement) throws -> LastInspection? {
            let day = try row.day(2)
            guard day <= moment.asOf else { return nil }
            return LastInspection(filing: try row.filing(0), inspectedOn: day, nextDue: try row.day(3))
        }
        let select = "SELECT t.filing, t.loan, t.inspected_on, t.next_due FROM inspected_loan AS t"
        let rows: [(loan: Int, inspection: LastInspection)]
        if let loans {
            rows = try reading(
                "\(select) WHERE t.loan = $1 AND \(FilingsInForce.condition("t.filing")) ORDER BY t.filing", loans,
                at: moment
            ) { rows, loan in
                rows.bind(1, loan)
            } _: { row, loan in
                try inspection(row).map { (loan, $0) }
            }
        } else {
            rows = try reading("\(select) ORDER BY t.loan, t.filing", at: moment) { row in
                try inspection(row).map { (try row.value(1), $0) }
            }
        }
        return Dictionary(rows.map { ($0.loan, $0.inspection) }) { one, other in
            other.inspectedOn >= one.inspectedOn ? other : one
        }
    }

    /// The registrations of some mortgages, begun by the day asked about, that were withdrawn or superseded: over which
    /// collateral, by the numbers of the registry, and by which filing they last were.
    ///
    /// - Complexity: a seek for each mortgage.
    package func endedRegistrations(
        of mortgages: [Int], at moment: Moment
    ) throws(MunimentError) -> [(mortgage: Int, collateral: Int, end: FilingNumber)] {
        try reading(
            """
            SELECT MAX(i.since), t.collateral FROM certificate AS t JOIN interruption AS i ON i.filing = t.filing
            WHERE t.mortgage = $1 AND i.since <= $2 AND t.registered_on <= \(moment.asOf.dayNumber)
            GROUP BY t.collateral
            """, mortgages, at: moment
        ) { rows, mortgage in
            rows.bind(1, mortgage)
        } _: { row, mortgage in
            (mortgage, try row.value(1), try row.filing(0))
        }
    }

    /// The kinds of some filings; none for those that cannot be read.
    package func kinds(of filings: Set<FilingNumber>) throws(MunimentError) -> [FilingNumber: RecordKind] {
        try translating {
            try self.queue.read { database in
                let rows = try FastStatement("SELECT kind FROM filing WHERE number = $1", in: database)
                var kinds: [FilingNumber: RecordKind] = [:]
                for filing in filings {
                    rows.bind(1, filing.value)
                    if try rows.step() { kinds[filing] = RecordKind(try rows.text(0)) }
                    rows.reset()
                }
                return kinds
            }
        }
    }

    /// The contracts that an officer filed, by number, or wrote, by name.
    package func contracts(by officer: String, knownAt: FilingNumber) throws(MunimentError) -> Set<FilingNumber> {
        try translating {
            try self.queue.read { database in
                let rows = try FastStatement(
                    """
                    SELECT number FROM filing WHERE kind IN ('mortgage-contract', 'loan-contract')
                    AND number <= $1 AND (officer = $2 OR author = $2)
                    """, in: database)
                rows.bind(1, knownAt.value)
                rows.bind(2, officer)
                var filings: Set<FilingNumber> = []
                while try rows.step() { filings.insert(try rows.filing(0)) }
                return filings
            }
        }
    }

    /// The names of the valuers who made the reports of these filings.
    package func valuers(of filings: Set<FilingNumber>) throws(MunimentError) -> [FilingNumber: String] {
        try translating {
            try self.queue.read { database in
                let rows = try FastStatement("SELECT valuer FROM valuation_report WHERE filing = $1", in: database)
                var valuers: [FilingNumber: String] = [:]
                for filing in filings {
                    rows.bind(1, filing.value)
                    if try rows.step() { valuers[filing] = try rows.text(0) }
                    rows.reset()
                }
                return valuers
            }
        }
    }

    /// The rows of a question whose filing, which is their first column, is in force.
    func reading<Fact>(
        _ sql: String, at moment: Moment, _ fact: (FastStatement) throws -> Fact?
    ) throws(MunimentError) -> [Fact] {
        try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                let rows = try FastStatement(sql, in: database)
                var facts: [Fact] = []
                while try rows.step() {
                    if inForce.contains(try rows.value(0)), let fact = try fact(rows) { facts.append(fact) }
                }
                return facts
            }
        }
    }

    /// The rows of a question for each of some keys, which is `$1` in it; `$2` is the last filing that is known.
    private func reading<Key, Fact>(
        _ sql: String, _ keys: [Key], at moment: Moment, bind: (FastStatement, Key) -> Void,
        _ fact: (FastStatement, Key) throws -> Fact?
    ) throws(MunimentError) -> [Fact] {
        try translating {
            try self.queue.read { database in
                let rows = try FastStatement(sql, in: database)
                var facts: [Fact] = []
                for key in keys {
                    bind(rows, key)
                    rows.bind(2, moment.knownAt.value)
                    while try rows.step() {
                        if let fact = try fact(rows, key) { facts.append(fact) }
                    }
                }
                return facts
            }
        }
    }
}
