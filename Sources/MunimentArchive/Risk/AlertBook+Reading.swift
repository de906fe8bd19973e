package import Records
package import RegistryProjection
internal import Servicing

extension AlertBook {
    /// - Parameter registry: which the portfolio was read from.
    package init(_ portfolio: SecurityPortfolio, in registry: Registry) throws(MunimentError) {
        let moment = portfolio.moment
        var computed: [AlertEntry] = []
        if var rules = AlertRules(portfolio) {
            rules.run(try registry.lastInspections(at: moment))
            computed = rules.entries
            notEvaluated = rules.unevaluated.rules
        } else {
            notEvaluated = AlertRule.allCases.filter { $0 != .warning }.map {
                UnevaluatedRule(rule: $0, reason: .noPolicy, count: 0, examples: [])
            }
        }
        let warnings = try registry.warnings(at: moment)
        let disposals = Dictionary(grouping: try registry.disposals(at: moment), by: \.fact.alert)
        var confirmed: [AlertIdentity: [FiledWarning]] = [:]
        for warning in warnings {
            if let alert = warning.alert {
                confirmed[alert, default: []].append(warning)
            } else if let subject = warning.subject {
                computed.append(Self.entry(of: warning, subject, in: portfolio))
            }
        }
        var known: Set<AlertIdentity> = []
        if !confirmed.isEmpty || !disposals.isEmpty { known = Set(computed.map(\.identity)) }
        for var entry in computed {
            entry.warnings += confirmed[entry.identity] ?? []
            entry.disposals = disposals[entry.identity] ?? []
            // A person may hold a computed alert to be graver than the figures make it.
            if let graver = entry.warnings.map(\.level).max(), graver > entry.level { entry.level = graver }
            if let closing = entry.disposals.last(where: \.fact.closes) {
                entry.state = .closed(by: closing.filing)
                ended.append(entry)
            } else {
                open.append(entry)
            }
        }
        for identity in Set(confirmed.keys).union(disposals.keys).subtracting(known) {
            ended.append(
                AlertEntry(
                    identity: identity, level: confirmed[identity]?.map(\.level).max() ?? .yellow, alert: nil,
                    state: (disposals[identity] ?? []).last(where: \.fact.closes).map { .closed(by: $0.filing) }
                        ?? .noLongerHolds, exposure: nil, contracts: [], warnings: confirmed[identity] ?? [],
                    disposals: disposals[identity] ?? []))
        }
        open.sort(by: AlertEntry.isGraver)
        ended.sort(by: AlertEntry.isGraver)
    }

    private static func entry(
        of warning: FiledWarning, _ subject: Subject, in portfolio: SecurityPortfolio
    ) -> AlertEntry {
        AlertEntry(
            identity: AlertIdentity(rule: .warning, subject: subject.number, fact: .filing(warning.filing)),
            level: warning.level, alert: nil, state: .open, exposure: nil, contracts: [], warnings: [warning])
    }
}

extension AlertEntry {
    /// Graver first, then by exposure, then by identity.
    static func isGraver(_ one: AlertEntry, _ other: AlertEntry) -> Bool {
        if one.level != other.level { return one.level > other.level }
        let (first, second) = (one.exposure?.minorUnits ?? 0, other.exposure?.minorUnits ?? 0)
        if first != second { return first > second }
        if one.identity.rule != other.identity.rule { return one.identity.rule.rawValue < other.identity.rule.rawValue }
        if one.identity.subject != other.identity.subject { return one.identity.subject < other.identity.subject }
        return one.identity.description < other.identity.description
    }
}
