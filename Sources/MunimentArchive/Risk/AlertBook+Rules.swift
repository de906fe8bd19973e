package import Records
internal import RegistryProjection
package import Servicing

/// Applies the rules of the domain table "Alerts" to a portfolio.
struct AlertRules: Sendable {
    private let portfolio: SecurityPortfolio
    private let thresholds: AlertThresholds
    private(set) var entries: [AlertEntry] = []
    private(set) var unevaluated = UnevaluatedTally()
    /// By the number of a mortgage in the registry: the last filing that ended a registration.
    private var endsOfRegistrations: [Int: FilingNumber] = [:]

    private var day: CalendarDate { portfolio.moment.asOf }

    /// - Returns: `nil` where no policy is in force.
    init?(_ portfolio: SecurityPortfolio) {
        guard let policy = portfolio.policy else { return nil }
        self.portfolio = portfolio
        thresholds = policy.fact.alerts
    }

    /// - Parameters:
    ///   - inspections: by the number of the loan in the registry.
    ///   - endsOfRegistrations: by the number of the mortgage.
    mutating func run(_ inspections: [Int: LastInspection], endsOfRegistrations: [Int: FilingNumber]) {
        self.endsOfRegistrations = endsOfRegistrations
        let start = self
        func run(_ count: Int, _ judge: @Sendable (inout AlertRules, Int) -> Void) {
            Pieces(count: count).forEach { places in
                var part = start
                for place in places { judge(&part, place) }
                return part
            } _: { part in
                entries += part.entries
                unevaluated.add(part.unevaluated)
            }
        }
        run(portfolio.collaterals.count) { part, place in
            let collateral = part.portfolio.collaterals[place]
            if !collateral.mortgages.isEmpty { part.judge(collateral) }
        }
        run(portfolio.mortgages.count) { part, place in
            if !part.portfolio.mortgages[place].hasEnded { part.judge(mortgage: place) }
        }
        run(portfolio.loans.count) { part, place in
            let loan = part.portfolio.loans[place]
            if loan.isPaidOut { part.judge(loan, inspections[loan.number]) }
        }
    }

    // MARK: Collaterals

    private mutating func judge(_ collateral: SecurityCollateral) {
        let contracts = collateral.mortgages.map { portfolio.mortgages[$0].contract }
        func add(
            _ figure: AlertFigure, _ fact: AlertIdentity.Fact, _ evidence: [FilingNumber], _ entries: inout [AlertEntry]
        ) {
            guard let alert = Alert(of: collateral.name, raisedBy: fact, figure, evidence: evidence, by: thresholds)
            else { return }
            entries.append(
                AlertEntry(
                    identity: alert.identity, level: alert.level, alert: alert,
                    exposure: collateral.currency.map {
                        Money(minorUnits: portfolio.exposure(of: collateral), currency: $0)
                    }, contracts: contracts))
        }
        let rule = portfolio.rule(collateral.type)
        if rule == nil { unevaluated.add(.valuation, .noRuleForType, collateral.name) }
        if let figure = AlertFigure(collateral.value, asOf: day, interval: rule?.revaluation) {
            let fact = collateral.value.alertFact ?? .filing(contracts.max() ?? FilingNumber(0))
            add(figure, fact, collateral.value.evidence + contracts, &entries)
        }
        if let (fall, reference) = collateral.worstFall {
            let to = fall.to.evidence
            add(
                .valueFall(fall, against: reference), .filing(to.max() ?? fall.to.filing), fall.from.evidence + to,
                &entries)
        } else if collateral.value.amount == nil {
            unevaluated.add(.valueFall, .unknownValue, collateral.name)
        }
        // Each is a fact of its own: who closed one has not heard of the next.
        for seizure in collateral.seizures {
            add(.titleResult(.seized, on: seizure.fact.on), .filing(seizure.filing), [seizure.filing], &entries)
        }
        if let found = collateral.verification, found.fact.result != .agrees {
            add(
                .titleResult(found.fact.result, on: found.fact.verifiedOn), .filing(found.filing), [found.filing],
                &entries)
        } else if collateral.seizures.isEmpty {
            let (last, filing) = lastVerification(collateral)
            let due = thresholds.titleVerificationDue(after: last)
            add(
                .titleVerification(due: due, days: day.dayNumber - due.dayNumber), .filing(filing),
                [filing] + contracts, &entries)
        }
    }

    /// When the title was last compared: by a verification, by its certificate, or with the contract.
    private func lastVerification(_ collateral: SecurityCollateral) -> (CalendarDate, FilingNumber) {
        if let verification = collateral.verification { return (verification.fact.verifiedOn, verification.filing) }
        let contracts = collateral.mortgages.map { portfolio.mortgages[$0] }
        let first = contracts.min { $0.signedOn < $1.signedOn }
        if let title = collateral.title, title.fact.registeredOn >= first?.signedOn ?? title.fact.registeredOn {
            return (title.fact.registeredOn, title.filing)
        }
        return (first?.signedOn ?? day, first?.contract ?? FilingNumber(0))
    }

    // MARK: Mortgages

    private mutating func judge(mortgage place: Int) {
        let mortgage = portfolio.mortgages[place]
        func add(
            _ figure: AlertFigure, _ fact: FilingNumber, on day: CalendarDate? = nil, _ evidence: [FilingNumber],
            _ entries: inout [AlertEntry]
        ) {
            guard
                let alert = Alert(
                    of: mortgage.name, raisedBy: .filing(fact), on: day, figure, evidence: evidence, by: thresholds)
            else { return }
            entries.append(
                AlertEntry(
                    identity: alert.identity, level: alert.level, alert: alert,
                    exposure: Money(
                        minorUnits: portfolio.coverages[place]?.secured ?? 0, currency: mortgage.currency),
                    contracts: [mortgage.contract]))
        }
        if mortgage.unknownLoans > 0 { unevaluated.add(.pledgeRatio, .unknownLoan, mortgage.name) }
        if let coverage = portfolio.coverages[place] {
            if coverage.value == nil {
                unevaluated.add(.pledgeRatio, .unknownValue, mortgage.name)
            } else {
                if coverage.unknownCollaterals > 0 { unevaluated.add(.pledgeRatio, .someValuesUnknown, mortgage.name) }
                if coverage.unruledCollaterals > 0 { unevaluated.add(.pledgeRatio, .noRuleForType, mortgage.name) }
            }
            let (raising, day) = raisingRatio(of: mortgage)
            add(
                .pledgeRatio(coverage), raising.max() ?? mortgage.contract, on: day, raising + [mortgage.contract],
                &entries)
        }
        if !mortgage.isRegistered {
            let end = endsOfRegistrations[mortgage.number]
            add(
                .unregistered(contract: mortgage.signedOn, days: day.dayNumber - mortgage.signedOn.dayNumber),
                max(mortgage.contract, end ?? mortgage.contract), [mortgage.contract] + (end.map { [$0] } ?? []),
                &entries)
        }
    }

    /// The values that a ratio was taken of, and by what more was owed since: none of them is the same when a ratio comes
    /// back that was lower meanwhile. With the last day of those.
    private func raisingRatio(of mortgage: SecurityMortgage) -> (filings: [FilingNumber], day: CalendarDate?) {
        var filings: [FilingNumber] = []
        var last: CalendarDate?
        func take(_ day: CalendarDate?) { if let day { last = max(last ?? day, day) } }
        for stake in mortgage.stakes {
            let value = portfolio.collaterals[stake.collateral].value
            filings += value.evidence
            take(value.valueDate)
        }
        for loan in mortgage.loans {
            guard let rise = portfolio.loans[loan].lastRise else { continue }
            filings.append(rise.filing)
            take(rise.fact)
        }
        return (filings, last)
    }

    // MARK: Loans

    private mutating func judge(_ loan: SecurityLoan, _ inspection: LastInspection?) {
        func add(
            _ figure: AlertFigure, _ fact: AlertIdentity.Fact, on day: CalendarDate? = nil, _ evidence: [FilingNumber],
            _ entries: inout [AlertEntry]
        ) {
            guard
                let alert = Alert(of: loan.name, raisedBy: fact, on: day, figure, evidence: evidence, by: thresholds)
            else { return }
            entries.append(
                AlertEntry(
                    identity: alert.identity, level: alert.level, alert: alert,
                    exposure: Money(minorUnits: loan.principal, currency: loan.currency), contracts: [loan.contract]))
        }
        let arrears = loan.arrears
        if let run = arrears.runSince {
            let inARow = arrears.openInstalments > 0 ? arrears.missedInARow : 0
            add(
                .missedInstalments(total: arrears.missed, inARow: inARow, since: arrears.since), .day(run),
                on: CalendarDate(dayNumber: run.dayNumber + 1), [loan.contract], &entries)
        }
        // A loan that is repaid needs no inspection.
        guard loan.principal > 0 else { return }
        guard let inspection else { return unevaluated.add(.inspection, .neverInspected, loan.name) }
        add(
            .inspection(due: inspection.nextDue, days: day.dayNumber - inspection.nextDue.dayNumber),
            .filing(inspection.filing), [inspection.filing], &entries)
    }
}

extension SecurityCollateral {
    /// The greater of the two falls, and what it is measured against.
    package var worstFall: (ValueFall, FallReference)? {
        switch falls {
        case (let previous?, let initial?): previous.rate >= initial.rate ? (previous, .previous) : (initial, .initial)
        case (let previous?, nil): (previous, .previous)
        case (nil, let initial?): (initial, .initial)
        case (nil, nil): nil
        }
    }
}

extension CollateralValue {
    /// The filings that it comes from: the appraisal first, then what indexes it.
    package var evidence: [FilingNumber] {
        switch self {
        case .known(let point), .unknown(.expired(let point)): point.evidence
        case .unknown(.contradictory(_, let filings)): filings
        case .unknown(.otherCurrency(let filing)): [filing]
        case .unknown(.missing): []
        }
    }

    /// `nil` where nothing was filed that counts.
    fileprivate var valueDate: CalendarDate? {
        switch self {
        case .known(let point), .unknown(.expired(let point)): point.valueDate
        case .unknown(.contradictory(let day, _)): day
        case .unknown(.otherCurrency), .unknown(.missing): nil
        }
    }

    /// What raises an alert about the value itself: the appraisal that is stale, whatever indexes it since; the day on which
    /// it expired, so that whoever closed the one is told of the other; the last of those that contradict each other. `nil`
    /// where nothing was filed.
    fileprivate var alertFact: AlertIdentity.Fact? {
        if case .unknown(.expired(let point)) = self { return .day(point.validUntil) }
        if case .known = self { return evidence.first.map(AlertIdentity.Fact.filing) }
        return evidence.last.map(AlertIdentity.Fact.filing)
    }
}

extension ValuePoint {
    /// The appraisal, and the revaluation by which it was indexed.
    fileprivate var evidence: [FilingNumber] {
        if case .indexed(let appraisal) = source { [appraisal, filing] } else { [filing] }
    }
}

extension AlertIdentity {
    /// Whether the rule raises alerts by such a fact at all. As far as can be told there never was an alert of another.
    ///
    /// - Parameter kind: of the filing that is the fact; `nil` where that cannot be read.
    func canBeRaised(by kind: RecordKind?) -> Bool {
        guard case .filing = fact else { return rule == .valuation || rule == .missedInstalments }
        guard let kind else { return true }
        let kinds: [RecordKind] =
            switch rule {
            case .valueFall: [.valuationReport, .indexedRevaluation]
            case .pledgeRatio:
                [.valuationReport, .indexedRevaluation, .mortgageContract, .disbursement, .repaymentReversal]
            case .valuation: [.valuationReport, .mortgageContract]
            case .registration: [.mortgageContract, .collateralCertificate, .withdrawal]
            case .titleVerification:
                [.titleVerification, .seizureNotice, .collateralCertificate, .mortgageContract]
            case .missedInstalments: []
            case .inspection: [.inspectionReport]
            case .warning: [.riskWarning]
            }
        return kinds.contains(kind)
    }
}
