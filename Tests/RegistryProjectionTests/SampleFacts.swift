import Records

/// Facts as records about loans state them, with what does not matter filled in.
enum SampleFacts {
    static func identifier(_ text: String) -> BusinessIdentifier {
        guard let identifier = BusinessIdentifier(text) else { preconditionFailure("\(text) is no identifier") }
        return identifier
    }

    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { preconditionFailure("\(text) is no day") }
        return day
    }

    static func money(_ units: Int, _ currency: String = "CNY") -> Money {
        guard let currency = Currency(currency) else { preconditionFailure("\(currency) is no currency") }
        return Money(minorUnits: units, currency: currency)
    }

    static func record(
        _ name: String, _ kind: RecordKind, _ effect: RecordEffect, effective: String = "2024-01-01",
        supersedes: FilingNumber? = nil, department: String = "信贷部"
    ) -> RecordFacts {
        RecordFacts(
            kind: kind,
            header: RecordHeader(
                identifier: identifier(name), title: name, effective: day(effective), author: "许文",
                department: department, subjects: [], attachments: [], supersedes: supersedes),
            effect: effect, text: name)
    }

    static func party(_ number: String, _ name: String? = nil, phone: String? = nil) -> Party {
        Party(
            number: identifier(number), name: name ?? "户\(number)",
            document: .other(type: "passport", number: "E\(number)"), phone: phone,
            address: Address(division: "310101", line: "\(number) 号", postalCode: nil))
    }

    static func terms(
        _ principal: Money = money(1_000_000), start: String = "2024-01-10", end: String = "2025-01-10",
        method: RepaymentMethod = .equalInstalment
    ) -> LoanTerms {
        LoanTerms(
            principal: principal, annualRate: Rate(millionthsOfPercent: 4_200_000), dayCount: .actual360,
            method: method, start: day(start), end: day(end), repaymentDay: 10,
            penalty: PenaltyTerms(
                overdueUplift: Rate(millionthsOfPercent: 50_000_000),
                misuseUplift: Rate(millionthsOfPercent: 100_000_000), chargesCompoundInterest: true),
            prepayment: PrepaymentTerms(
                noticeDays: 30, minimum: money(100), fee: Rate(millionthsOfPercent: 1_000_000), feeUntil: nil))
    }

    static func contract(
        _ loan: String, _ name: String? = nil, principal: Money = money(1_000_000), signed: String = "2024-01-05",
        borrowers: [Party] = [party("P1")], guarantors: [Party] = [], product: String = "working-capital",
        method: RepaymentMethod = .equalInstalment, supersedes: FilingNumber? = nil, department: String = "信贷部"
    ) -> RecordFacts {
        record(
            name ?? "HT-\(loan)", .loanContract,
            .loanContract(
                LoanContract(
                    loan: identifier(loan), signedOn: day(signed), borrowers: borrowers, guarantors: guarantors,
                    product: product, terms: terms(principal, method: method), security: [.guarantee, .mortgage])),
            effective: signed, supersedes: supersedes, department: department)
    }

    static func paid(
        _ loan: String, _ voucher: String, _ day: String = "2024-01-10", _ amount: Money = money(1_000_000),
        purpose: Disbursement.Purpose = .principal
    ) -> Disbursement {
        Disbursement(
            loan: identifier(loan), voucher: identifier(voucher), paidOn: self.day(day), amount: amount,
            purpose: purpose)
    }

    static func disbursement(_ name: String, _ rows: [Disbursement], supersedes: FilingNumber? = nil) -> RecordFacts {
        record(name, .disbursement, .disbursements(rows), supersedes: supersedes)
    }

    static func received(
        _ loan: String, _ voucher: String, _ day: String = "2024-02-10", _ amount: Money = money(85_000),
        cleared: String? = nil, designation: Repayment.Designation = .due
    ) -> Repayment {
        Repayment(
            loan: identifier(loan), voucher: identifier(voucher), received: self.day(day),
            cleared: cleared.map(self.day) ?? self.day(day), amount: amount, channel: "transfer",
            designation: designation)
    }

    static func repayments(_ name: String, _ rows: [Repayment], supersedes: FilingNumber? = nil) -> RecordFacts {
        record(name, .repaymentRecord, .repayments(rows), supersedes: supersedes)
    }

    static func reversal(
        _ name: String, _ loan: String, of repayment: String, _ amount: Money = money(85_000),
        on day: String = "2024-03-01", ground: RepaymentReversal.Ground = .bounced, voucher: String? = nil,
        supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .repaymentReversal,
            .reversal(
                RepaymentReversal(
                    loan: identifier(loan), voucher: identifier(voucher ?? "CZ-\(name)"),
                    repayment: identifier(repayment), reversedOn: self.day(day), amount: amount, ground: ground)),
            supersedes: supersedes)
    }

    static func amendment(
        _ name: String, _ loan: String, from day: String = "2024-06-01", end: String? = nil, rate: Int? = nil,
        ground: TermsAmendment.Ground? = nil, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .termsAmendment,
            .amendment(
                TermsAmendment(
                    loan: identifier(loan), from: self.day(day),
                    ground: ground ?? (end == nil ? .rateChange : .extending),
                    annualRate: rate.map { Rate(millionthsOfPercent: $0) }, end: end.map(self.day), method: nil,
                    repaymentDay: nil, overdueUplift: nil)), effective: day, supersedes: supersedes)
    }

    static func change(
        _ name: String, _ party: Party, from day: String = "2024-05-01", supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .partyChange,
            .partyChange(PartyChange(party: party, from: self.day(day), reason: "更名")), effective: day,
            supersedes: supersedes)
    }

    static func policy(_ name: String, from day: String, supersedes: FilingNumber? = nil) -> RecordFacts {
        record(name, .policy, .policy(policy(of: name)), effective: day, supersedes: supersedes)
    }

    static func withdrawal(_ name: String, of target: FilingNumber) -> RecordFacts {
        record(name, .withdrawal, .withdrawal(of: target))
    }

    /// A policy of which no two figures are the same.
    private static func policy(of name: String) -> Policy {
        var last = name.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFF
        func next() -> Int {
            last += 1
            return last
        }
        func rate() -> Rate { Rate(millionthsOfPercent: next()) }
        func days() -> AlertThresholds.DaySteps { .init(orange: next(), red: next()) }
        func steps() -> ClassificationSteps.Steps {
            .init(specialMention: next(), substandard: next(), doubtful: next(), loss: next())
        }
        func rule(_ revaluation: RevaluationInterval) -> CollateralRule {
            CollateralRule(cap: rate(), haircut: rate(), revaluation: revaluation)
        }
        return Policy(
            collateral: [
                .residentialBuilding: rule(.months(next())), .inventory: rule(.days(next())), .deposit: rule(.never),
            ],
            alerts: AlertThresholds(
                valueFall: .init(yellow: rate(), orange: rate(), red: rate()),
                pledgeRatio: .init(yellowOverCap: rate(), orangeOverCap: rate(), red: rate()), staleValuation: days(),
                unregisteredMortgage: days(), titleVerification: .init(intervalMonths: next(), orange: next()),
                missedInstalments: .init(yellow: next(), orange: next(), redInARow: next(), redInTotal: next()),
                inspection: .init(yellow: next(), red: next())),
            releaseWorkingDays: next(), approvalDays: next(), fees: [.releaseCertificate: money(next())],
            classification: ClassificationSteps(missedInstalments: steps(), daysPastDue: steps()))
    }
}
