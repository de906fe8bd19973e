internal import GRDB
package import Records
package import Servicing

/// A policy by its filing.
package struct PolicyVersion: Hashable, Sendable {
    package var filing: FilingNumber
    package var from: CalendarDate
    package var state: FilingState
}

extension Registry {
    /// The policy that holds on a day: that of the latest effective day which has come; `nil` before the first.
    package func policyVersion(at moment: Moment) throws(MunimentError) -> PolicyVersion? {
        try policies(knownAt: moment.knownAt).last { $0.state == .inForce && $0.from <= moment.asOf }
    }

    /// What it says.
    package func policy(at moment: Moment) throws(MunimentError) -> Filed<Policy>? {
        guard let filing = try policyVersion(at: moment)?.filing else { return nil }
        return try translating {
            try self.queue.read { database in try Policy(filing, in: database).map { Filed(filing, $0) } }
        }
    }

    /// All policies, by effective day and filing, also those superseded or withdrawn.
    package func policies(knownAt: FilingNumber) throws(MunimentError) -> [PolicyVersion] {
        try translating {
            try self.queue.read { database in
                let rows = try FastStatement(
                    "SELECT filing, from_day FROM policy WHERE filing <= $1 ORDER BY from_day, filing", in: database)
                rows.bind(1, knownAt.value)
                var policies: [PolicyVersion] = []
                while try rows.step() {
                    let filing = try rows.filing(0)
                    policies.append(
                        PolicyVersion(
                            filing: filing, from: try rows.day(1),
                            state: try FilingState.of(filing, knownAt: knownAt.value, in: database)))
                }
                return policies
            }
        }
    }
}
