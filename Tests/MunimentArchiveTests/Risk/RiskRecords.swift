import Records
import Servicing

/// Facts as records about loans and collaterals state them, in minor units of CNY, with what does not matter filled in.
enum RiskRecords {
    static func name(_ text: String) -> BusinessIdentifier {
        guard let identifier = BusinessIdentifier(text) else { preconditionFailure("\(text) is no identifier") }
        return identifier
    }

    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { preconditionFailure("\(text) is no day") }
        return day
    }

    static func money(_ units: Int) -> Money {
        guard let currency = Currency("CNY") else { preconditionFailure("CNY is no currency") }
        return Money(minorUnits: units, currency: currency)
    }

    static func percent(_ percent: Int) -> Rate { Rate(millionthsOfPercent: percent * 1_000_000) }

    static func record(
        _ identifier: String, _ kind: RecordKind, _ effect: RecordEffect, from day: CalendarDate,
        subjects: [Subject] = []
    ) -> RecordFacts {
        RecordFacts(
            kind: kind,
            header: RecordHeader(
                identifier: name(identifier), title: identifier, effective: day, author: "许文", department: "信贷部",
                subjects: subjects, attachments: [], supersedes: nil), effect: effect, text: identifier)
    }

    static let party = Party(
        number: name("P1"), name: "户", document: .other(type: "passport", number: "E1"), phone: nil, address: nil)

    /// A loan without interest, drawn under mortgages with a maximum amount if any are named.
    static func loan(
        _ loan: String, _ principal: Int, start: CalendarDate, end: CalendarDate, _ method: RepaymentMethod,
        under mortgages: [String]
    ) -> RecordFacts {
        let terms = LoanTerms(
            principal: money(principal), annualRate: percent(0), dayCount: .actual360, method: method, start: start,
            end: end, repaymentDay: 10,
            penalty: PenaltyTerms(
                overdueUplift: percent(0), misuseUplift: percent(0), chargesCompoundInterest: false), prepayment: nil)
        return record(
            "HT-\(loan)", .loanContract,
            .loanContract(
                LoanContract(
                    loan: name(loan), signedOn: start, borrowers: [party], guarantors: [], product: "housing",
                    terms: terms, security: [.mortgage])), from: start,
            subjects: mortgages.map { Subject(role: .mortgage, number: name($0)) })
    }

    static func disbursement(_ loan: String, _ amount: Int, on day: CalendarDate) -> RecordFacts {
        record(
            "FK-\(loan)", .disbursement,
            .disbursements([
                Disbursement(
                    loan: name(loan), voucher: name("F-\(loan)"), paidOn: day, amount: money(amount),
                    purpose: .principal)
            ]), from: day)
    }

    static func repayment(
        _ identifier: String, _ loan: String, _ amount: Int, on day: CalendarDate, _ designation: Repayment.Designation
    ) -> RecordFacts {
        record(
            identifier, .repaymentRecord,
            .repayments([
                Repayment(
                    loan: name(loan), voucher: name(identifier), received: day, cleared: day, amount: money(amount),
                    channel: "transfer", designation: designation)
            ]), from: day)
    }

    static func mortgage(
        _ mortgage: String, _ kind: MortgageKind, amount: Int, loans: [String], _ items: [MortgagedCollateral],
        signed day: CalendarDate
    ) -> RecordFacts {
        let until = day.adding(months: 60)
        return record(
            "DY-\(mortgage)", .mortgageContract,
            .mortgageContract(
                MortgageContract(
                    mortgage: name(mortgage), signedOn: day, mortgagors: [party],
                    claim: SecuredClaim(
                        kind: kind, loans: loans.map(name), amount: money(amount), from: day, until: until,
                        determination: kind == .maximumAmount ? until : nil), items: items)), from: day)
    }

    static func certificate(
        _ identifier: String, _ collateral: String, division: String?, of mortgage: String? = nil, rank: Int = 1,
        on day: CalendarDate
    ) -> RecordFacts {
        record(
            identifier, .collateralCertificate,
            .certificate(
                CollateralCertificate(
                    collateral: name(collateral), certificateNumber: "证\(identifier)", registeredOn: day,
                    authority: "登记中心", owners: [party],
                    registration: mortgage.map {
                        MortgageRegistration(mortgage: name($0), claimAmount: money(1), rank: rank)
                    }, property: .realEstate,
                    place: division.map { Address(division: $0, line: "\(collateral) 室", postalCode: nil) })), from: day
        )
    }

    static func valuation(
        _ identifier: String, _ values: [(collateral: String, value: Int)], on day: CalendarDate,
        until last: CalendarDate, _ kind: ValuationKind = .periodic
    ) -> RecordFacts {
        record(
            identifier, .valuationReport,
            .valuation(
                ValuationReport(
                    valueDate: day, issuedOn: day, validUntil: last, kind: kind, reportNumber: identifier,
                    valuer: "估价行",
                    items: values.map {
                        ValuedCollateral(collateral: name($0.collateral), methods: [.market], value: money($0.value))
                    })), from: day)
    }

    static func disposal(
        _ identifier: String, of alert: AlertIdentity, _ action: DisposalRecord.Action, closes: Bool,
        on day: CalendarDate
    ) -> RecordFacts {
        record(
            identifier, .disposalRecord,
            .disposal(
                DisposalRecord(alert: alert, action: action, disposedOn: day, deadline: nil, closes: closes)),
            from: day)
    }

    /// Of residential buildings alone, by the thresholds of the domain table.
    ///
    /// - Parameter months: after which a value is stale.
    static func policy(revaluedAfter months: Int) -> Policy {
        let steps = ClassificationSteps.Steps(specialMention: 1, substandard: 2, doubtful: 3, loss: 4)
        return Policy(
            collateral: [
                .residentialBuilding: CollateralRule(
                    cap: percent(70), haircut: percent(0), revaluation: .months(months))
            ],
            alerts: AlertThresholds(
                valueFall: .init(yellow: percent(10), orange: percent(20), red: percent(30)),
                pledgeRatio: .init(yellowOverCap: percent(0), orangeOverCap: percent(10), red: percent(100)),
                staleValuation: .init(orange: 90, red: 180), unregisteredMortgage: .init(orange: 30, red: 90),
                titleVerification: .init(intervalMonths: 120, orange: 90),
                missedInstalments: .init(yellow: 1, orange: 3, redInARow: 3, redInTotal: 6),
                inspection: .init(yellow: 7, red: 30)), releaseWorkingDays: 30, approvalDays: 30, fees: [:],
            classification: ClassificationSteps(missedInstalments: steps, daysPastDue: steps))
    }
}
