package import Records
package import RegistryProjection
internal import Servicing

extension AlertBook {
    /// - Parameters:
    ///   - registry: which the portfolio was read from.
    ///   - withGone: whether to look for alerts of which something was filed, and which no longer hold.
    package init(
        _ portfolio: SecurityPortfolio, in registry: Registry, withGone: Bool = true
    ) throws(MunimentError) {
        let moment = portfolio.moment
        var computed: [AlertEntry] = []
        if var rules = AlertRules(portfolio) {
            let loans = portfolio.isWhole ? nil : portfolio.loans.map(\.number)
            rules.run(
                try registry.lastInspections(of: loans, at: moment),
                endsOfRegistrations: try portfolio.endsOfRegistrations(in: registry))
            computed = rules.entries
            notEvaluated = rules.unevaluated.rules
        } else {
            notEvaluated = AlertRule.allCases.filter { $0 != .warning }.map {
                UnevaluatedRule(rule: $0, reason: .noPolicy, count: 0, examples: [])
            }
        }
        let filed = try FiledAboutAlerts(of: portfolio, in: registry, &computed)
        if !filed.isEmpty {
            for place in computed.indices {
                let identity = computed[place].identity
                if let warnings = filed.warnings[identity] { computed[place].confirm(by: warnings) }
                if let disposals = filed.disposals[identity] { computed[place].dispose(by: disposals) }
                if try computed[place].hasRisenSinceClosed(by: portfolio.policy?.fact, in: registry) {
                    computed[place].state = .open
                }
            }
            // What holds elsewhere has not ended.
            if withGone, portfolio.isWhole {
                computed += try filed.gone(computed, in: registry, isJudged: portfolio.policy != nil)
            }
        }
        for place in AlertEntry.inOrder(computed) {
            if case .open = computed[place].state {
                open.append(computed[place])
            } else {
                ended.append(computed[place])
            }
        }
    }
}

/// What people filed about alerts: what names a fact that was not there yet was about none, and counts for nothing.
private struct FiledAboutAlerts {
    /// Those that confirm an alert.
    private(set) var warnings: [AlertIdentity: [FiledWarning]] = [:]
    let disposals: [AlertIdentity: [Filed<DisposalRecord>]]

    /// - Parameter computed: to which the alerts by hand are added.
    init(
        of portfolio: SecurityPortfolio, in registry: Registry, _ computed: inout [AlertEntry]
    ) throws(MunimentError) {
        let moment = portfolio.moment
        let found: (warnings: [FiledWarning], disposals: [Filed<DisposalRecord>])
        if portfolio.isWhole {
            found.warnings = try registry.warnings(at: moment)
            computed += Self.entries(of: found.warnings, in: portfolio)
            found.disposals = try registry.disposals(at: moment)
        } else {
            let own = try registry.warnings(about: portfolio.names, at: moment)
            computed += Self.entries(of: own, in: portfolio)
            let identities = computed.map(\.identity)
            found.warnings = try registry.warnings(confirming: identities, at: moment)
            found.disposals = try registry.disposals(of: identities, at: moment)
        }
        for warning in found.warnings {
            guard let alert = warning.alert, alert.isOlder(than: warning.filing, of: warning.warnedOn) else { continue }
            warnings[alert, default: []].append(warning)
        }
        disposals = Dictionary(
            grouping: found.disposals.filter { $0.fact.alert.isOlder(than: $0.filing, of: $0.fact.disposedOn) },
            by: \.fact.alert)
    }

    var isEmpty: Bool { warnings.isEmpty && disposals.isEmpty }

    /// Warnings of the portfolio's subjects, with what is at risk with each.
    private static func entries(of warnings: [FiledWarning], in portfolio: SecurityPortfolio) -> [AlertEntry] {
        let warnings = warnings.filter { $0.alert == nil }
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

    /// What no longer holds. Its level does not follow from the facts any more: only warnings say it.
    ///
    /// - Parameter isJudged: whether a policy is in force; without one nothing can be said of computed alerts.
    func gone(
        _ computed: [AlertEntry], in registry: Registry, isJudged: Bool
    ) throws(MunimentError) -> [AlertEntry] {
        let known = Set(computed.lazy.map(\.identity))
        let gone = Set(warnings.keys).union(disposals.keys).subtracting(known).filter {
            isJudged || $0.rule == .warning
        }
        let kinds = try registry.kinds(of: Set(gone.compactMap(\.filing)))
        return gone.filter { $0.canBeRaised(by: $0.filing.flatMap { kinds[$0] }) }.map { identity in
            let (warnings, disposals) = (warnings[identity] ?? [], disposals[identity] ?? [])
            return AlertEntry(
                identity: identity, level: warnings.map(\.level).max(), alert: nil,
                state: disposals.last(where: \.fact.closes).map { .closed(by: $0.filing) } ?? .noLongerHolds,
                exposure: nil, contracts: [], warnings: warnings, disposals: disposals)
        }
    }
}

extension SecurityPortfolio {
    /// By the number of a mortgage: the last filing that ended a registration which it lacks now.
    fileprivate func endsOfRegistrations(in registry: Registry) throws(MunimentError) -> [Int: FilingNumber] {
        let unregistered = mortgages.filter { !$0.hasEnded && !$0.isRegistered }
        var ends: [Int: FilingNumber] = [:]
        for (number, thing, end) in try registry.endedRegistrations(of: unregistered.map(\.number), at: moment) {
            guard let mortgage = mortgage(number), let collateral = collateral(thing),
                mortgages[mortgage].stakes.contains(where: { $0.collateral == collateral && $0.registration == nil })
            else { continue }
            ends[number] = max(end, ends[number] ?? end)
        }
        return ends
    }

    fileprivate var names: [BusinessIdentifier] {
        collaterals.map(\.name) + mortgages.map(\.name) + loans.map(\.name)
    }

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
        level = warnings.map(\.level).reduce(level ?? .yellow, max)
    }

    fileprivate mutating func dispose(by disposals: [Filed<DisposalRecord>]) {
        let (level, firstDay) = (level ?? .yellow, firstDay)
        // What was done before it began was done about nothing.
        self.disposals = disposals.filter { disposal in firstDay.map { $0 <= disposal.fact.disposedOn } ?? true }
        // What has grown graver since is open again.
        let closing = self.disposals.last { $0.fact.closes && level <= $0.fact.action.ends }
        if let closing { state = .closed(by: closing.filing) }
    }

    /// Whether a pledge ratio is closed, and higher than it was at the end of the day of that disposal, as was known with it.
    ///
    /// By whatever raised it: values and money are facts of their own, but what is released, ranked or determined elsewhere,
    /// or withdrawn, changes a ratio, too.
    ///
    /// - Parameter policy: of the day asked about: what it changed is no rise.
    /// - Complexity: for each that is closed, as much as `collateral show`.
    fileprivate func hasRisenSinceClosed(by policy: Policy?, in registry: Registry) throws(MunimentError) -> Bool {
        guard case .closed(let filing) = state, case .pledgeRatio(let now)? = alert?.figure,
            let closing = disposals.first(where: { $0.filing == filing }),
            let scope = try registry.scope(of: .mortgage, identity.subject)
        else { return false }
        let then = try SecurityPortfolio(
            at: Moment(asOf: closing.fact.disposedOn, knownAt: closing.filing), in: registry, scope: scope,
            policy: policy, [])
        guard let place = then.mortgages.firstIndex(where: { $0.name == identity.subject }),
            let before = then.coverages[place], before.value != nil
        else { return true }
        return now.isGraver(than: before)
    }

    /// The places of the entries, graver ones first and those of unknown level last, then one currency after the other and
    /// in it by exposure, then by identity.
    fileprivate static func inOrder(_ entries: [AlertEntry]) -> [Int] {
        let keys = entries.map { entry in
            RowKey(
                rank: entry.level?.rank ?? 3, entry.exposure?.currency, amount: entry.exposure?.minorUnits ?? 0)
        }
        return Records.inOrder(keys) { entries[$0].identity.precedes(entries[$1].identity) }
    }
}

extension AlertLevel {
    /// The gravest comes first.
    fileprivate var rank: Int {
        switch self {
        case .red: 0
        case .orange: 1
        case .yellow: 2
        }
    }
}

extension AlertIdentity {
    /// The filing that raised it; `nil` where a day did.
    fileprivate var filing: FilingNumber? {
        if case .filing(let filing) = fact { filing } else { nil }
    }

    fileprivate func precedes(_ other: AlertIdentity) -> Bool {
        if rule != other.rule { return rule.rawValue < other.rule.rawValue }
        if subject != other.subject { return subject < other.subject }
        return description < other.description
    }
}
