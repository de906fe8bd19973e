internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct LoanShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a loan: its terms, parties, balances and arrears, each with its filings.",
        discussion: """
            EXAMPLES
              muniment loan show DK-2024-001
              muniment loan show DK-2024-001 --as-of 2025-03-31 --known-at 30
            """)

    @Argument(help: ArgumentHelp("The loan's number.", valueName: "loan"))
    var loan: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        let file = try registry.knownLoan(loan.identifier, at: moment)
        let position = file.account.position(asOf: moment.asOf)
        if options.archive.json {
            Output.standard.json(json(file, position, moment))
        } else if options.csv {
            options.write(json(file, position, moment).listing, nothing: "")
        } else {
            Output.standard.write(text(file, position, moment))
        }
        noteBehind(behind)
    }

    private func text(_ file: LoanFile, _ position: AccountPosition, _ moment: Moment) -> String {
        let (style, width) = (Output.standard.style, Output.standard.width)
        let terms = file.terms.fact
        let currency = terms.principal.currency
        func amount(_ units: Int) -> String { Money(minorUnits: units, currency: currency).grouped }
        let state = LoanState(position)
        var fields = Fields()
        fields.append("state 状态", state.label, state.tone)
        for party in file.parties {
            let role = party.role == .borrower ? "borrower 借款人" : "guarantor 保证人"
            fields.append(role, "\(party.party.fact.name) (\(party.party.fact.number)), filing \(party.party.filing)")
        }
        fields.append("contract 合同", "filing \(file.contract.filing), signed on \(file.contract.fact.signedOn)")
        fields.append("product 品种", file.contract.fact.product)
        fields.append("principal 本金", "\(currency) \(terms.principal.grouped)")
        fields.append(
            "rate 年利率",
            "\(position.rate) % by \(terms.dayCount.rawValue)"
                + (position.rate == terms.annualRate ? "" : ", at first \(terms.annualRate) %"))
        fields.append("method 还款方式", "\(terms.method.rawValue), on day \(terms.repaymentDay) of the month")
        fields.append("term 期限", "\(terms.start) to \(position.end)")
        if !file.amendments.isEmpty {
            fields.append(
                "amended 变更",
                file.amendments.map { "from \($0.fact.from): \($0.fact.ground.rawValue), filing \($0.filing)" }
                    .joined(separator: "\n"))
        }
        fields.append("balances at the end of \(moment.asOf)", "")
        let rows: [(String, Int, Bool)] = [
            ("paid out 已放款", position.paidOut, true), ("not yet due 未到期本金", position.notYetDue, true),
            ("principal due 到期未还本金", position.duePrincipal, false),
            ("interest due 到期未还利息", position.dueInterest, false),
            ("interest accrued 应计利息", position.accruedInterest, true), ("penalty 罚息", position.penalty, false),
            ("compound 复利", position.compound, false), ("costs 费用", position.costs, false),
            ("unapplied 未入账款项", position.unapplied, false), ("pending 在途款项", position.pending, false),
            ("refunded too much 多退款", position.refundedTooMuch, false),
        ]
        for (label, units, always) in rows where always || units != 0 { fields.append(label, amount(units), depth: 1) }
        fields.append("received 已收", amount(position.received), depth: 1)
        if let next = position.nextDue { fields.append("next due 下一还款日", "\(next)", depth: 1) }
        let arrears = position.arrears
        if arrears.openInstalments > 0, let since = arrears.since {
            fields.append(
                "arrears 拖欠",
                "\(amount(arrears.principal + arrears.interest)) in \(arrears.openInstalments.counted("instalment")),"
                    + " since \(since): \(arrears.daysPastDue.counted("day"))", .red, depth: 1)
        }
        if arrears.missed > 0 {
            fields.append(
                "missed 违约期数", "\(arrears.missed) in all, \(arrears.missedInARow) in a row", .yellow, depth: 1)
        }
        let setAside = file.account.setAside(asOf: moment.asOf)
        if !setAside.isEmpty {
            fields.append(
                "set aside 未计入",
                "filing\(setAside.count == 1 ? "" : "s") \(Self.runs(setAside)): amounts that no account can count; in none"
                    + " of these figures", .red, depth: 1)
        }
        for (label, filings) in [
            ("disbursements 放款", file.disbursements.map(\.filing)), ("repayments 还款", file.repayments.map(\.filing)),
            ("reversals 冲正", file.reversals.map(\.filing)),
        ] where !filings.isEmpty {
            fields.append(label, "\(filings.count), filings \(Self.runs(filings))")
        }
        return style.bold("Loan \(file.loan)") + style.dim("  known at filing \(moment.knownAt)") + "\n"
            + fields.text(width: width, style: style)
    }

    /// `3, 5, 7…12` for people.
    static func runs(_ filings: [FilingNumber]) -> String {
        var distinct: [Int] = []
        for filing in filings.map(\.value).sorted() where distinct.last != filing { distinct.append(filing) }
        guard distinct.count > 12 else { return distinct.map(String.init).joined(separator: ", ") }
        return distinct.prefix(6).map(String.init).joined(separator: ", ") + ", … "
            + distinct.suffix(3).map(String.init).joined(separator: ", ")
    }

    private func json(_ file: LoanFile, _ position: AccountPosition, _ moment: Moment) -> JSONValue {
        let terms = file.terms.fact
        let currency = terms.principal.currency
        func money(_ units: Int) -> JSONValue { JSONValue(Money(minorUnits: units, currency: currency)) }
        let arrears = position.arrears
        return [
            "loan": JSONValue(file.loan), "asOf": JSONValue(moment.asOf), "knownAt": JSONValue(moment.knownAt),
            "state": .string(LoanState(position).rawValue), "filing": JSONValue(file.contract.filing),
            "signedOn": JSONValue(file.contract.fact.signedOn), "product": .string(file.contract.fact.product),
            "parties": .array(
                file.parties.map { party in
                    [
                        "role": .string(party.role.rawValue), "number": JSONValue(party.party.fact.number),
                        "name": .string(party.party.fact.name), "filing": JSONValue(party.party.filing),
                    ]
                }),
            "principal": JSONValue(terms.principal), "annualRate": .string(position.rate.description),
            "dayCount": .string(terms.dayCount.rawValue), "method": .string(terms.method.rawValue),
            "start": JSONValue(terms.start), "end": JSONValue(position.end), "repaymentDay": .int(terms.repaymentDay),
            "amendments": .array(
                file.amendments.map { amendment in
                    [
                        "from": JSONValue(amendment.fact.from), "ground": .string(amendment.fact.ground.rawValue),
                        "filing": JSONValue(amendment.filing),
                    ]
                }),
            "balances": [
                "paidOut": money(position.paidOut), "outstandingPrincipal": money(position.outstandingPrincipal),
                "notYetDue": money(position.notYetDue), "duePrincipal": money(position.duePrincipal),
                "dueInterest": money(position.dueInterest), "accruedInterest": money(position.accruedInterest),
                "penalty": money(position.penalty), "compound": money(position.compound),
                "costs": money(position.costs), "unapplied": money(position.unapplied),
                "pending": money(position.pending), "received": money(position.received),
                "reversed": money(position.reversed), "refunded": money(position.refunded),
                "refundedTooMuch": money(position.refundedTooMuch),
            ],
            "nextDue": JSONValue(position.nextDue),
            "arrears": [
                "principal": money(arrears.principal), "interest": money(arrears.interest),
                "since": JSONValue(arrears.since), "daysPastDue": .int(arrears.daysPastDue),
                "openInstalments": .int(arrears.openInstalments), "missed": .int(arrears.missed),
                "missedInARow": .int(arrears.missedInARow),
            ],
            "disbursements": .array(file.disbursements.map { JSONValue($0.filing) }),
            "repayments": .array(file.repayments.map { JSONValue($0.filing) }),
            "reversals": .array(file.reversals.map { JSONValue($0.filing) }),
            "setAside": .array(file.account.setAside(asOf: moment.asOf).map { JSONValue($0) }),
        ]
    }
}
