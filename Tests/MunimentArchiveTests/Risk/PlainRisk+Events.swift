import Records

/// What happened to collaterals and loans, and what people filed about alerts.
extension PlainRisk {
    /// The blocks that stand.
    func seizures(_ collateral: BusinessIdentifier) -> [(filing: Int, on: CalendarDate)] {
        let notices = all { effect -> SeizureNotice? in
            guard case .seizure(let notice) = effect else { return nil }
            return notice.collaterals.contains(collateral) && notice.on <= day ? notice : nil
        }
        return notices.filter { notice in
            notice.fact.action == .seized && notice.fact.until ?? day >= day
                && !notices.contains { $0.fact.action == .lifted && $0.fact.seizure == notice.fact.seizure }
        }.map { ($0.filing, $0.fact.on) }
    }

    func verification(
        _ collateral: BusinessIdentifier
    ) -> (filing: Int, on: CalendarDate, result: TitleVerification.Result)? {
        all(\.verification).compactMap { filing, fact in
            fact.verifiedOn > day
                ? nil
                : fact.items.first { $0.collateral == collateral }.map { (filing, fact.verifiedOn, $0.result) }
        }.max { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    func inspection(_ loan: BusinessIdentifier) -> (filing: Int, due: CalendarDate)? {
        all(\.inspection)
            .filter { $0.fact.loans.contains(loan) && $0.fact.inspectedOn <= day }
            .max { ($0.fact.inspectedOn, $0.filing) < ($1.fact.inspectedOn, $1.filing) }
            .map { ($0.filing, $0.fact.nextDue) }
    }

    /// Computed alerts with those by hand, and what was filed about all of them.
    /// Whether a pledge ratio is higher than then, or was not known then.
    private func isHigher(_ mortgage: BusinessIdentifier, than then: PlainRisk) -> Bool {
        func ratio(_ risk: PlainRisk) -> Int? {
            let coverage = risk.coverage { risk.value($0).amount }.first { $0.mortgage.name == mortgage }
            guard let coverage, let value = coverage.value else { return nil }
            if value == 0 { return coverage.secured == 0 ? 0 : .max }
            return (coverage.secured * 100_000_000 + value - 1) / value
        }
        guard let now = ratio(self), let before = ratio(then) else { return true }
        return now > before
    }

    func withFiled(_ computed: [Row]) -> [Row] {
        let warnings = all(\.warning).filter { $0.fact.warnedOn <= day }
        let disposals = all(\.disposal)
            .filter { $0.fact.disposedOn <= day && Self.wasThere($0.fact.alert, $0.filing, $0.fact.disposedOn) }
        var rows = computed
        for warning in warnings {
            guard case .subject(let subject) = warning.fact.reference else { continue }
            let (contracts, exposure) = stake(subject)
            rows.append(
                Row(
                    identity: "warning:\(subject.number):\(warning.filing)", level: warning.fact.level, figure: "-",
                    from: warning.fact.warnedOn, evidence: [warning.filing], contracts: contracts, exposure: exposure,
                    warnings: [warning.filing]))
        }
        var confirmed: [String: [(filing: Int, fact: RiskWarning)]] = [:]
        for warning in warnings {
            guard case .alert(let alert) = warning.fact.reference,
                Self.wasThere(alert, warning.filing, warning.fact.warnedOn)
            else { continue }
            confirmed["\(alert)", default: []].append(warning)
        }
        for identity in Set(confirmed.keys).union(disposals.map { "\($0.fact.alert)" }).sorted()
        where !rows.contains(where: { $0.identity == identity }) && isTold(identity) {
            rows.append(Row(identity: identity, level: nil, figure: "-", state: "no longer"))
            rows[rows.count - 1].evidence = confirmed[identity]?.map(\.filing) ?? []
        }
        for place in rows.indices {
            let about = confirmed[rows[place].identity] ?? []
            rows[place].warnings += about.map(\.filing)
            if rows[place].figure == "-" { rows[place].evidence = rows[place].warnings }
            rows[place].level = ([rows[place].level].compactMap(\.self) + about.map(\.fact.level)).max()
            let from = rows[place].from
            let done = disposals.filter { disposal in
                "\(disposal.fact.alert)" == rows[place].identity && from.map { $0 <= disposal.fact.disposedOn } ?? true
            }
            rows[place].disposals = done.map(\.filing)
            let isGone = rows[place].state == "no longer"
            for (filing, fact) in done where fact.closes {
                let red = [.furtherSecurity, .recall, .legalAction].contains(fact.action)
                let orange = red || fact.action == .rectification
                let ends =
                    switch rows[place].level {
                    case .yellow, nil: true
                    case .orange: orange
                    case .red: red
                    }
                if ends || isGone { rows[place].state = "closed by \(filing)" }
                if ends, !isGone, fact.alert.rule == .pledgeRatio {
                    var then = PlainRisk(filings, on: fact.disposedOn, knownAt: filing)
                    then.fixedPolicy = policy
                    if isHigher(fact.alert.subject, than: then) { rows[place].state = "open" }
                }
            }
        }
        return rows
    }

    private static func wasThere(_ alert: AlertIdentity, _ record: Int, _ day: CalendarDate) -> Bool {
        switch alert.fact {
        case .filing(let filing): filing.value < record
        case .day(let fact): fact <= day
        }
    }

    /// Without a policy nothing is known of what is computed.
    private func isTold(_ identity: String) -> Bool { policy != nil || identity.hasPrefix("warning:") }

    /// What is at risk with a subject, and the contracts that it rests on.
    private func stake(_ subject: Subject) -> (contracts: [Int], exposure: Int?) {
        let coverage = coverage { value($0).amount }
        switch subject.role {
        case .collateral:
            let isPriced =
                contracts.contains { $0.fact.items.contains { $0.collateral == subject.number } }
                || all(\.valuation).contains { $0.fact.items.contains { $0.collateral == subject.number } }
            let exposure = isPriced ? Self.exposure(subject.number, coverage) : nil
            return (mortgages(over: subject.number).map(\.contract), exposure)
        case .mortgage:
            guard let contract = contracts.last(where: { $0.fact.mortgage == subject.number }) else { return ([], nil) }
            let secured = coverage.first { $0.mortgage.name == subject.number }?.secured
            return ([contract.filing], secured ?? 0)
        case .loan:
            guard let loan = loans.first(where: { $0.name == subject.number }) else { return ([], nil) }
            return ([loan.contract], loan.principal)
        case .party: return ([], nil)
        }
    }
}
