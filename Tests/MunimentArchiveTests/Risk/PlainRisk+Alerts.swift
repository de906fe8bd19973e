import Records
import Servicing

/// The domain table "Alerts", row by row.
extension PlainRisk {
    struct Row {
        var identity: String
        var level: AlertLevel?
        var figure: String
        /// Before that day it did not hold.
        var from: CalendarDate?
        var evidence: [Int] = []
        var contracts: [Int] = []
        var exposure: Int?
        var state = "open"
        var warnings: [Int] = []
        var disposals: [Int] = []

        var text: String {
            "\(identity) \(level?.rawValue ?? "?") \(state): \(figure), \(exposure.map(String.init) ?? "-"), evidence \(evidence.sorted()), "
                + "contracts \(contracts.sorted()), warnings \(warnings), disposals \(disposals)"
        }
    }

    /// Open and ended alerts, and what could not be evaluated as rule, reason and how often.
    func alerts() -> (rows: [Row], notEvaluated: [String]) {
        var (rows, gaps): ([Row], [String]) = ([], [])
        if let policy {
            let coverage = coverage { value($0).amount }
            for name in collaterals { judge(name, coverage, policy.fact, &rows, &gaps) }
            for one in coverage { judge(one, policy.fact.alerts, &rows, &gaps) }
            for loan in loans where loan.paidOut > 0 { judge(loan, policy.fact.alerts, &rows, &gaps) }
        } else {
            gaps = AlertRule.allCases.filter { $0 != .warning }.map { "\($0.rawValue) no-policy" }
        }
        return (withFiled(rows), gaps.sorted())
    }

    private func judge(
        _ name: BusinessIdentifier, _ coverage: [Coverage], _ policy: Policy, _ rows: inout [Row],
        _ gaps: inout [String]
    ) {
        let over = mortgages(over: name)
        guard let first = over.min(by: { ($0.signedOn, $0.contract) < ($1.signedOn, $1.contract) }) else { return }
        let (contracts, exposure) = (over.map(\.contract), Self.exposure(name, coverage))
        func add(
            _ rule: AlertRule, _ fact: Any, _ level: AlertLevel?, _ figure: String, _ evidence: [Int],
            from: CalendarDate?
        ) {
            guard let level else { return }
            rows.append(
                Row(
                    identity: "\(rule.rawValue):\(name):\(fact)", level: level, figure: figure, from: from,
                    evidence: Array(Set(evidence)), contracts: contracts, exposure: exposure))
        }
        let (value, rule) = (value(name), rule(name))
        if rule == nil { gaps.append("valuation no-rule-for-type") }
        let evidence = value.evidence + contracts
        switch value {
        case .missing: add(.valuation, contracts.max() ?? 0, .red, "missing", evidence, from: nil)
        case .expired(let point):
            add(.valuation, point.until, .red, "expired \(point.until)", evidence, from: point.until)
        case .clash(let date, let filings):
            add(.valuation, filings.max() ?? 0, .red, "clash \(date)", evidence, from: date)
        case .known(let point):
            guard let due = Self.due(point.appraisedOn, rule?.revaluation), due < day else { break }
            let late = day.dayNumber - due.dayNumber
            let steps = policy.alerts.staleValuation
            let level: AlertLevel = late > steps.red ? .red : late > steps.orange ? .orange : .yellow
            add(.valuation, point.appraisal, level, "stale \(due)", evidence, from: due)
        }
        if value.amount == nil { gaps.append("value-fall unknown-value") }
        let falls = [FallReference.previous, .initial].compactMap { reference in
            fall(name, since: nil, reference).map { (reference, $0.from, $0.to) }
        }
        // The part that is lost, by cross-multiplication.
        let worst = falls.max { ($0.1.value - $0.2.value) * $1.1.value < ($1.1.value - $1.2.value) * $0.1.value }
        if let (_, from, to) = worst {
            let lost = { (rate: Rate) in (from.value - to.value) * 100_000_000 >= rate.millionthsOfPercent * from.value
            }
            let steps = policy.alerts.valueFall
            let level: AlertLevel? =
                lost(steps.red) ? .red : lost(steps.orange) ? .orange : lost(steps.yellow) ? .yellow : nil
            add(
                .valueFall, max(to.filing, to.appraisal), level, "fall \(from.value) \(to.value)",
                [from.appraisal, from.filing, to.appraisal, to.filing], from: to.date)
        }
        judgeTitle(name, first, contracts, policy.alerts, add)
    }

    private func judgeTitle(
        _ name: BusinessIdentifier, _ first: Mortgage, _ contracts: [Int], _ thresholds: AlertThresholds,
        _ add: (AlertRule, Any, AlertLevel?, String, [Int], CalendarDate?) -> Void
    ) {
        let seizures = seizures(name)
        for seizure in seizures {
            add(.titleVerification, seizure.filing, .red, "seized \(seizure.on)", [seizure.filing], seizure.on)
        }
        var last = (day: first.signedOn, filing: first.contract)
        if let title = title(name), title.fact.registeredOn >= first.signedOn {
            last = (title.fact.registeredOn, title.filing)
        }
        if let found = verification(name) {
            if found.result != .agrees {
                return add(
                    .titleVerification, found.filing, .red, "\(found.result.rawValue) \(found.on)", [found.filing],
                    found.on)
            }
            last = (found.on, found.filing)
        }
        if !seizures.isEmpty { return }
        let due = last.day.adding(months: thresholds.titleVerification.intervalMonths)
        let late = day.dayNumber - due.dayNumber
        let level: AlertLevel? = late < 0 ? nil : late < thresholds.titleVerification.orange ? .yellow : .orange
        add(.titleVerification, last.filing, level, "title due \(due)", [last.filing] + contracts, due)
    }

    private func judge(
        _ coverage: Coverage, _ thresholds: AlertThresholds, _ rows: inout [Row], _ gaps: inout [String]
    ) {
        let mortgage = coverage.mortgage
        let values = mortgage.items.map { value($0.collateral) }
        let rises = loans.filter { mortgage.loans.contains($0.name) }.compactMap(\.rise)
        let evidence = values.flatMap(\.evidence) + rises.map(\.filing)
        if coverage.unknownLoans > 0 { gaps.append("pledge-ratio unknown-loan") }
        func add(
            _ rule: AlertRule, _ fact: Int, _ level: AlertLevel?, _ figure: String, _ evidence: [Int],
            from: CalendarDate?
        ) {
            guard let level else { return }
            rows.append(
                Row(
                    identity: "\(rule.rawValue):\(mortgage.name):\(fact)", level: level, figure: figure, from: from,
                    evidence: Array(Set(evidence)), contracts: [mortgage.contract], exposure: coverage.secured))
        }
        if let value = coverage.value {
            if coverage.found.contains(nil) { gaps.append("pledge-ratio some-values-unknown") }
            if coverage.unruled > 0 { gaps.append("pledge-ratio no-rule-for-type") }
            let steps = thresholds.pledgeRatio
            let isOver = { (millionths: Int) in coverage.secured * 100_000_000 > millionths * value }
            var level: AlertLevel?
            if let cap = coverage.cap {
                if isOver(cap + steps.yellowOverCap.millionthsOfPercent) { level = .yellow }
                if isOver(cap + steps.orangeOverCap.millionthsOfPercent) { level = .orange }
            }
            if isOver(steps.red.millionthsOfPercent) { level = .red }
            add(
                .pledgeRatio, evidence.max() ?? mortgage.contract, level, "ratio \(coverage.secured) \(value)",
                evidence + [mortgage.contract],
                from: (values.compactMap(\.date) + rises.map(\.day)).max())
        } else {
            gaps.append("pledge-ratio unknown-value")
        }
        if !mortgage.isRegistered {
            let days = day.dayNumber - mortgage.signedOn.dayNumber
            let steps = thresholds.unregisteredMortgage
            let evidence = [mortgage.contract] + (endOfRegistration(mortgage).map { [$0] } ?? [])
            add(
                .registration, evidence.max() ?? 0, days > steps.red ? .red : days > steps.orange ? .orange : nil,
                "unregistered \(days)", evidence, from: mortgage.signedOn.plus(steps.orange))
        }
    }

    /// The last filing by which a registration was withdrawn or superseded that the mortgage lacks now.
    private func endOfRegistration(_ mortgage: Mortgage) -> Int? {
        filings.indices.last { number in
            guard number <= knownAt, let target = filings[number].relation?.target.value,
                case .certificate(let certificate) = filings[target].effect, certificate.registeredOn <= day,
                certificate.registration?.mortgage == mortgage.name
            else { return false }
            let lacking = mortgage.items.map(\.collateral).filter { mortgage.registered[$0] == nil }
            return lacking.contains(certificate.collateral)
        }
    }

    private func judge(_ loan: Loan, _ thresholds: AlertThresholds, _ rows: inout [Row], _ gaps: inout [String]) {
        func add(
            _ rule: AlertRule, _ fact: Any, _ level: AlertLevel?, _ figure: String, _ evidence: [Int],
            from: CalendarDate?
        ) {
            guard let level else { return }
            rows.append(
                Row(
                    identity: "\(rule.rawValue):\(loan.name):\(fact)", level: level, figure: figure, from: from,
                    evidence: evidence, contracts: [loan.contract], exposure: loan.principal))
        }
        let steps = thresholds.missedInstalments
        let inARow = loan.since == nil ? 0 : loan.missedInARow
        var level: AlertLevel?
        if loan.missed >= steps.yellow { level = .yellow }
        if loan.missed >= steps.orange { level = .orange }
        if loan.missed >= steps.redInTotal || inARow >= steps.redInARow { level = .red }
        if let run = loan.runSince {
            add(.missedInstalments, run, level, "missed \(loan.missed) \(inARow)", [loan.contract], from: run.plus(1))
        }
        guard loan.principal > 0 else { return }
        guard let last = inspection(loan.name) else { return gaps.append("inspection never-inspected") }
        let late = day.dayNumber - last.due.dayNumber
        let grave: AlertLevel? =
            late > thresholds.inspection.red
            ? .red : late > 0 ? .orange : late >= -thresholds.inspection.yellow ? .yellow : nil
        add(
            .inspection, last.filing, grave, "inspection due \(last.due)", [last.filing],
            from: last.due.plus(-thresholds.inspection.yellow))
    }

    static func due(_ day: CalendarDate, _ interval: RevaluationInterval?) -> CalendarDate? {
        switch interval {
        case .months(let months)?: day.adding(months: months)
        case .days(let days)?: CalendarDate(dayNumber: day.dayNumber + days)
        case .never?, nil: nil
        }
    }
}
