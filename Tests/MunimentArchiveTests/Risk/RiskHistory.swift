import MunimentTestSupport
import Records
import Servicing

/// Makes up what a lender files about a dozen loans and collaterals: mostly what can be filed, on days that do not follow
/// the order of the filings. Amounts are small, so that they can be computed unit by unit.
struct RiskHistory {
    private(set) var random: SeededGenerator
    private var count = 0
    private static let loans = ["L1", "L2", "L3", "L4", "L5"]
    private static let collaterals = ["K1", "K2", "K3", "K4", "K5", "K6", "K7"]
    private static let mortgages = ["M1", "M2", "M3", "M4", "M5", "M6"]
    private static let types: [CollateralType] = [.residentialBuilding, .land, .commercialBuilding]
    static let first = RiskRecords.day("2024-01-01")

    init(_ random: SeededGenerator) { self.random = random }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    /// One of so many.
    mutating func happens(oneOf times: Int) -> Bool { number(1...times) == 1 }

    /// Within so many days of the two years that all is about.
    mutating func day(_ days: ClosedRange<Int> = 0...700) -> CalendarDate {
        CalendarDate(dayNumber: Self.first.dayNumber + number(days))
    }

    private mutating func some(_ names: [String], _ most: Int = 3) -> [String] {
        Array(names.shuffled(using: &random).prefix(number(1...most)))
    }

    /// Fills a ledger until it has so many filings, what a lender begins with first.
    mutating func fill(_ ledger: RiskLedger, to size: Int) throws {
        while ledger.filings.count < size {
            if count < Self.beginning.count {
                try ledger.file(fresh(Self.beginning[count], ledger.filings))
            } else {
                try ledger.file(record(after: ledger.filings))
            }
            count += 1
        }
    }

    private static let beginning: [RecordKind] =
        [.policy, .priceIndex] + Array(repeating: .loanContract, count: 8)
        + Array(repeating: .mortgageContract, count: 8) + Array(repeating: .disbursement, count: 6)
        + Array(repeating: .collateralCertificate, count: 12) + Array(repeating: .valuationReport, count: 6)
    private static let kinds: [RecordKind] =
        beginning + [
            .repaymentRecord, .repaymentRecord, .repaymentRecord, .titleVerification, .titleVerification,
            .seizureNotice,
            .seizureNotice, .claimDetermination, .extinguishment, .priceIndex, .priceIndex, .indexedRevaluation,
            .indexedRevaluation, .indexedRevaluation, .inspectionReport, .inspectionReport, .riskWarning, .riskWarning,
            .disposalRecord, .disposalRecord, .disposalRecord, .policy, .valuationReport, .valuationReport,
            .valuationReport,
        ]

    /// A new record, a new version of one that was filed, or the withdrawal of one.
    private mutating func record(after filings: [RecordFacts]) throws -> RecordFacts {
        guard happens(oneOf: 5) else { return try fresh(pick(Self.kinds), filings) }
        let target = number(0...filings.count - 1)
        if happens(oneOf: 3) {
            return RiskRecords.record(
                "CX-\(count)", .withdrawal, .withdrawal(of: FilingNumber(target)), from: day())
        }
        var version = try fresh(filings[target].kind, filings)
        version.header.identifier = filings[target].header.identifier
        version.header.supersedes = FilingNumber(target)
        return version
    }

    private mutating func fresh(_ kind: RecordKind, _ filings: [RecordFacts]) throws -> RecordFacts {
        let (name, collateral) = ("R-\(count)", pick(Self.collaterals))
        switch kind {
        case .policy: return policy(name)
        case .loanContract: return loan()
        case .disbursement:
            let loan = pick(Self.loans)
            let start = start(of: loan)
            return RiskRecords.disbursement(
                loan, 12 * number(1...40),
                on: loan > "L3" ? start : CalendarDate(dayNumber: start.dayNumber + number(0...60)))
        case .repaymentRecord:
            let loan = pick(Self.loans)
            return RiskRecords.repayment(
                name, loan, number(1...150), on: day(20...700), loan > "L3" ? .due : .prepaySmaller)
        case .mortgageContract: return mortgage()
        case .collateralCertificate:
            let isTitle = happens(oneOf: 3)
            return RiskRecords.certificate(
                name, collateral,
                division: isTitle || happens(oneOf: 3) ? pick(["310115", "310230", "320506", "440305"]) : nil,
                of: isTitle ? nil : pick(Self.mortgages), rank: number(1...4), on: day(-90...(isTitle ? 500 : 200)))
        case .valuationReport:
            let date = day(-60...600)
            return RiskRecords.valuation(
                name, some(Self.collaterals).map { ($0, number(0...9) * 90 + number(0...3)) }, on: date,
                until: CalendarDate(dayNumber: date.dayNumber + number(20...800)), pick(ValuationKind.allCases))
        case .priceIndex: return index(name)
        case .indexedRevaluation: return revaluation(name, filings)
        case .riskWarning, .disposalRecord: return try aboutAlert(name, kind, filings)
        default: return event(name, kind)
        }
    }

    private mutating func policy(_ name: String) -> RecordFacts {
        var rules: [CollateralType: CollateralRule] = [:]
        for type in Self.types where !happens(oneOf: 6) {
            rules[type] = CollateralRule(
                cap: RiskRecords.percent(number(4...10) * 10), haircut: RiskRecords.percent(number(0...3) * 5),
                revaluation: pick([.months(number(1...12)), .days(number(1...200)), .never]))
        }
        let steps = ClassificationSteps.Steps(specialMention: 1, substandard: 2, doubtful: 3, loss: 4)
        let alerts = AlertThresholds(
            valueFall: .init(
                yellow: RiskRecords.percent(number(1...10)), orange: RiskRecords.percent(number(11...20)),
                red: RiskRecords.percent(number(21...40))),
            pledgeRatio: .init(
                yellowOverCap: RiskRecords.percent(number(0...4)), orangeOverCap: RiskRecords.percent(number(5...15)),
                red: RiskRecords.percent(number(9...12) * 10)),
            staleValuation: .init(orange: number(1...90), red: number(91...200)),
            unregisteredMortgage: .init(orange: number(0...60), red: number(61...200)),
            titleVerification: .init(intervalMonths: number(1...12), orange: number(1...120)),
            missedInstalments: .init(yellow: 1, orange: number(2...3), redInARow: number(2...4), redInTotal: 6),
            inspection: .init(yellow: number(0...20), red: number(10...60)))
        let effect = Policy(
            collateral: rules, alerts: alerts, releaseWorkingDays: 30, approvalDays: 30, fees: [:],
            classification: ClassificationSteps(missedInstalments: steps, daysPastDue: steps))
        return RiskRecords.record(name, .policy, .policy(effect), from: day(-400...500))
    }

    private func start(of loan: String) -> CalendarDate {
        Self.first.adding(months: loan.utf8.last.map { Int($0) - 48 } ?? 0).plus(9)
    }

    private mutating func loan() -> RecordFacts {
        let loan = pick(Self.loans)
        let isByParts = loan > "L3"
        let start = start(of: loan)
        return RiskRecords.loan(
            loan, 100_000, start: start, end: start.adding(months: isByParts ? pick([3, 4, 6, 12]) : number(3...20)),
            isByParts ? .equalPrincipal : .singleRepayment,
            under: happens(oneOf: 3) ? some(["M5", "M6"], 2) : [])
    }

    private mutating func mortgage() -> RecordFacts {
        let mortgage = pick(Self.mortgages)
        let isMaximum = mortgage > "M4"
        let items = some(Self.collaterals, 4).map { collateral in
            MortgagedCollateral(
                collateral: RiskRecords.name(collateral),
                type: Self.types[(collateral.utf8.last.map { Int($0) } ?? 0) % Self.types.count], description: "",
                agreedValue: nil, priorClaims: happens(oneOf: 4) ? RiskRecords.money(number(0...200)) : nil,
                rank: number(1...4))
        }
        return RiskRecords.mortgage(
            mortgage, isMaximum ? .maximumAmount : .ordinary, amount: number(1...90) * 10,
            loans: isMaximum && !happens(oneOf: 3) ? [] : some(Self.loans), items, signed: day(0...200))
    }

    /// Three quarters of a series, one after the other.
    private mutating func index(_ name: String) -> RecordFacts {
        let first = pick([0, 0, 3, 6, 6]) - 3
        let values = ["沪", "苏", "深"].flatMap { region in
            (0..<3).map { place in
                PriceIndexValue(
                    region: region, period: Self.first.adding(months: 3 * (first + place)),
                    tenThousandths: number(5_000...11_000))
            }
        }
        return RiskRecords.record(
            name, .priceIndex,
            .priceIndex(
                PriceIndex(
                    series: RiskRecords.name("ZS"), frequency: .quarter, types: [.residentialBuilding, .land],
                    values: values)), from: day())
    }

    private mutating func revaluation(_ name: String, _ filings: [RecordFacts]) -> RecordFacts {
        let index = filings.indices.filter { filings[$0].kind == .priceIndex }
        var rules = [("31", "沪"), ("3205", "苏"), ("44", "深")]
        if happens(oneOf: 2) { rules.append(("310230", "苏")) }
        let own = happens(oneOf: 2) ? Self.collaterals : some(Self.collaterals)
        let date = Self.first.adding(months: 3 * number(1...7)).plus(-1)
        return RiskRecords.record(
            name, .indexedRevaluation,
            .revaluation(
                IndexedRevaluation(
                    series: RiskRecords.name("ZS"), index: FilingNumber(index.isEmpty ? 0 : pick(index)),
                    valueDate: date, types: pick([[.residentialBuilding], [.land], [.residentialBuilding, .land]]),
                    regions: rules.map { RegionRule(scope: .division($0.0), region: $0.1) }
                        + own.map {
                            RegionRule(scope: .collateral(RiskRecords.name($0)), region: pick(["沪", "苏", "深"]))
                        })), from: date)
    }

    /// About an alert that there is on some day, whether it still holds or not.
    private mutating func aboutAlert(_ name: String, _ kind: RecordKind, _ filings: [RecordFacts]) throws -> RecordFacts
    {
        let asked = day()
        let rows = PlainRisk(filings, on: asked, knownAt: number(filings.count / 2...filings.count - 1)).alerts().rows
        let alert = rows.isEmpty ? nil : AlertIdentity(pick(rows).identity)
        let onDay = CalendarDate(dayNumber: asked.dayNumber + number(0...60))
        if kind == .disposalRecord, let alert {
            return RiskRecords.disposal(
                name, of: alert, pick(DisposalRecord.Action.allCases), closes: happens(oneOf: 2), on: onDay)
        }
        let subject = Subject(role: .collateral, number: RiskRecords.name(pick(Self.collaterals)))
        let reference = alert.map(RiskWarning.Reference.alert) ?? .subject(subject)
        return RiskRecords.record(
            name, .riskWarning,
            .warning(
                RiskWarning(
                    reference: happens(oneOf: 2) ? reference : .subject(subject), level: pick(AlertLevel.allCases),
                    cause: .market, warnedOn: onDay)), from: onDay)
    }

    private mutating func event(_ name: String, _ kind: RecordKind) -> RecordFacts {
        let (on, mortgage) = (day(60...650), RiskRecords.name(pick(Self.mortgages)))
        let collaterals = some(Self.collaterals).map(RiskRecords.name)
        let effect: RecordEffect
        switch kind {
        case .titleVerification:
            effect = .verification(
                TitleVerification(
                    verifiedOn: on,
                    items: collaterals.map {
                        .init(
                            collateral: $0,
                            result: happens(oneOf: 3) ? pick(TitleVerification.Result.allCases) : .agrees)
                    }))
        case .seizureNotice:
            effect = .seizure(
                SeizureNotice(
                    seizure: RiskRecords.name(pick(["S1", "S2", "S3"])), action: pick(SeizureNotice.Action.allCases),
                    on: on, until: happens(oneOf: 3) ? on.plus(100) : nil, authority: "法院", collaterals: collaterals))
        case .claimDetermination:
            effect = .determination(
                ClaimDetermination(
                    mortgage: mortgage, determinedOn: on, ground: .agreement,
                    loans: some(Self.loans).map(RiskRecords.name), claim: RiskRecords.money(number(0...500))))
        case .extinguishment:
            effect = .extinguishment(
                Extinguishment(
                    mortgage: mortgage, collaterals: happens(oneOf: 3) ? [] : [collaterals[0]], endedOn: on,
                    ground: .waiver, proceeds: nil))
        default:
            return RiskRecords.record(
                name, .inspectionReport,
                .inspection(
                    InspectionReport(
                        inspectedOn: on, nextDue: on.plus(number(10...200)), grade: "normal",
                        loans: some(Self.loans).map(RiskRecords.name), conditions: [])), from: on)
        }
        return RiskRecords.record(name, kind, effect, from: on)
    }
}

extension CalendarDate {
    func plus(_ days: Int) -> CalendarDate { CalendarDate(dayNumber: dayNumber + days) }
}
