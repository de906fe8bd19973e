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
            }
        }
        computed += Self.entries(of: warnings.filter { $0.alert == nil }, in: portfolio)
        var known: Set<AlertIdentity> = []
        if !confirmed.isEmpty || !disposals.isEmpty {
            known = Set(computed.lazy.map(\.identity))
            for place in computed.indices {
                let identity = computed[place].identity
                if let warnings = confirmed[identity] { computed[place].confirm(by: warnings) }
                if let disposals = disposals[identity] { computed[place].dispose(by: disposals) }
            }
        }
        // What holds elsewhere has not ended.
        let gone = portfolio.isWhole ? Set(confirmed.keys).union(disposals.keys).subtracting(known) : []
        for identity in gone {
            computed.append(
                AlertEntry(
                    identity: identity, level: confirmed[identity]?.map(\.level).max() ?? .yellow, alert: nil,
                    state: (disposals[identity] ?? []).last(where: \.fact.closes).map { .closed(by: $0.filing) }
                        ?? .noLongerHolds, exposure: nil, contracts: [], warnings: confirmed[identity] ?? [],
                    disposals: disposals[identity] ?? []))
        }
        for place in AlertEntry.inOrder(computed) {
            if case .open = computed[place].state {
                open.append(computed[place])
            } else {
                ended.append(computed[place])
            }
        }
    }

    /// Warnings of the portfolio's subjects, with what is at risk with each.
    private static func entries(of warnings: [FiledWarning], in portfolio: SecurityPortfolio) -> [AlertEntry] {
        guard !warnings.isEmpty else { return [] }
        let stakes = portfolio.stakes(of: Set(warnings.compactMap(\.subject)))
        return warnings.compactMap { warning in
            guard let subject = warning.subject, portfolio.isWhole || stakes[subject] != nil else { return nil }
            return AlertEntry(
                identity: AlertIdentity(rule: .warning, subject: subject.number, fact: .filing(warning.filing)),
                level: warning.level, alert: nil, exposure: stakes[subject]?.exposure,
                contracts: stakes[subject]?.contracts ?? [], warnings: [warning])
        }
    }
}

extension SecurityPortfolio {
    /// What is at risk with some subjects, and the contracts that it rests on; none for those that the portfolio lacks.
    ///
    /// - Complexity: O(collaterals + mortgages + loans), however many subjects there are.
    fileprivate func stakes(of subjects: Set<Subject>) -> [Subject: (exposure: Money?, contracts: [FilingNumber])] {
        var stakes: [Subject: (exposure: Money?, contracts: [FilingNumber])] = [:]
        for collateral in collaterals {
            let subject = Subject(role: .collateral, number: collateral.name)
            guard subjects.contains(subject) else { continue }
            stakes[subject] = (
                collateral.currency.map { Money(minorUnits: exposure(of: collateral), currency: $0) },
                collateral.mortgages.map { mortgages[$0].contract }
            )
        }
        for (place, mortgage) in mortgages.enumerated() {
            let subject = Subject(role: .mortgage, number: mortgage.name)
            guard subjects.contains(subject) else { continue }
            stakes[subject] = (
                Money(minorUnits: coverages[place]?.secured ?? 0, currency: mortgage.currency),
                [mortgage.contract]
            )
        }
        for loan in loans {
            let subject = Subject(role: .loan, number: loan.name)
            guard subjects.contains(subject) else { continue }
            stakes[subject] = (Money(minorUnits: loan.principal, currency: loan.currency), [loan.contract])
        }
        return stakes
    }
}

extension AlertEntry {
    fileprivate mutating func confirm(by warnings: [FiledWarning]) {
        self.warnings += warnings
        // A person may hold a computed alert to be graver than the figures make it.
        level = warnings.map(\.level).reduce(level, max)
    }

    fileprivate mutating func dispose(by disposals: [Filed<DisposalRecord>]) {
        self.disposals = disposals
        // What has grown graver since is open again.
        let closing = disposals.last { $0.fact.closes && level <= $0.fact.action.ends }
        if let closing { state = .closed(by: closing.filing) }
    }

    /// The places of the entries, graver ones first, then by exposure, then by identity.
    fileprivate static func inOrder(_ entries: [AlertEntry]) -> [Int] {
        let ranks = entries.map { (level: $0.level, exposure: $0.exposure?.minorUnits ?? 0) }
        return Records.inOrder(entries.count) { one, other in
            let (left, right) = (ranks[one], ranks[other])
            if left.level != right.level { return left.level > right.level }
            if left.exposure != right.exposure { return left.exposure > right.exposure }
            return entries[one].identity.precedes(entries[other].identity)
        }
    }
}

extension AlertIdentity {
    fileprivate func precedes(_ other: AlertIdentity) -> Bool {
        if rule != other.rule { return rule.rawValue < other.rule.rawValue }
        if subject != other.subject { return subject < other.subject }
        return description < other.description
    }
}
