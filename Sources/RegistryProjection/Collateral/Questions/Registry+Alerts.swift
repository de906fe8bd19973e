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
        try reading(
            "SELECT filing, alert, role, subject, level, cause, warned_on FROM warning ORDER BY filing", at: moment
        ) { row in
            let day = try row.day(6)
            guard day <= moment.asOf else { return nil }
            var subject: Subject?
            if !row.isNull(2) { subject = Subject(role: try row.word(2), number: try row.identifier(3)) }
            return FiledWarning(
                filing: try row.filing(0), alert: row.optionalText(1).flatMap { AlertIdentity($0) }, subject: subject,
                level: try row.word(4), cause: try row.word(5), warnedOn: day)
        }
    }

    /// What was done about alerts up to the day asked about, by filing.
    package func disposals(at moment: Moment) throws(MunimentError) -> [Filed<DisposalRecord>] {
        try reading(
            "SELECT filing, alert, action, disposed_on, deadline, closes FROM disposal ORDER BY filing", at: moment
        ) { row in
            let day = try row.day(3)
            guard day <= moment.asOf, let alert = AlertIdentity(try row.text(1)) else { return nil }
            return Filed(
                try row.filing(0),
                DisposalRecord(
                    alert: alert, action: try row.word(2), disposedOn: day, deadline: row.optionalDay(4),
                    closes: try row.value(5) != 0))
        }
    }

    /// The last inspection of each loan up to the day asked about, by the loan's number in the registry.
    package func lastInspections(at moment: Moment) throws(MunimentError) -> [Int: LastInspection] {
        let rows = try reading(
            "SELECT filing, loan, inspected_on, next_due FROM inspected_loan ORDER BY loan, filing", at: moment
        ) { row -> (loan: Int, inspection: LastInspection)? in
            let day = try row.day(2)
            guard day <= moment.asOf else { return nil }
            return (
                try row.value(1),
                LastInspection(filing: try row.filing(0), inspectedOn: day, nextDue: try row.day(3))
            )
        }
        return Dictionary(rows.map { ($0.loan, $0.inspection) }) { one, other in
            other.inspectedOn >= one.inspectedOn ? other : one
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
}
