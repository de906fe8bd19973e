internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

/// A payoff figure as people and programs get it.
struct PayoffQuote {
    let file: LoanFile
    let figure: PayoffFigure
    let moment: Moment

    private var currency: Currency { file.terms.fact.principal.currency }

    private func money(_ units: Int) -> Money { Money(minorUnits: units, currency: currency) }

    /// A row a component, all of its basis in one field: for programs.
    var listing: Listing { listing(isShown: false) }

    /// - Parameter isShown: each stretch of a basis has a row of its own, for people.
    private func listing(isShown: Bool) -> Listing {
        var listing = Listing([
            .init("component", "Component 项目"), .init("amount", "Amount 金额", .right), .init("basis", "Basis 依据"),
            .init("filings", "Filings 立卷号"),
        ])
        for line in figure.lines {
            let basis = basis(of: line)
            listing.append([
                .text(line.component.label), .money(money(line.amount)),
                .text(isShown ? basis[0] : basis.joined(separator: " + ")),
                .text(LoanShowCommand.runs(filings(of: line.component))),
            ])
            if isShown { for more in basis.dropFirst() { listing.append([.none, .none, .text(more), .none]) } }
        }
        if figure.unapplied > 0 {
            listing.append([
                .text("less unapplied money 减：未入账款项"), .money(money(-figure.unapplied)),
                .text("received and cleared, not applied"), .text(LoanShowCommand.runs(figure.filings.repayments)),
            ])
        }
        listing.append(
            [.text("payoff 结清金额"), .money(money(figure.amount)), .text("on \(figure.day)"), .none],
            tone: .bold)
        return listing
    }

    func text(width: Int?, style: Style) -> String {
        var text =
            style.bold("Payoff of loan \(file.loan) on \(figure.day) 结清试算") + style.dim(", in \(currency)") + "\n\n"
            + listing(isShown: true).table.text(width: width, style: style) + "\n"
        var fields = Fields()
        fields.append("per diem 每日增加", money(figure.perDiem).grouped)
        if let last = figure.days.last, figure.days.count > 1 {
            fields.append("good through 有效期至", "\(last.day): \(money(last.amount).grouped)")
        }
        if figure.refundable > 0 { fields.append("refundable 应退", money(figure.refundable).grouped, .yellow) }
        let pending = file.account.position(asOf: figure.day).pending
        if pending > 0 {
            fields.append(
                "pending 在途", "\(money(pending).grouped) received and not cleared by \(figure.day): not counted",
                .yellow)
        }
        fields.append("known at 截至立卷号", "filing \(moment.knownAt)")
        text += fields.text(width: width, style: style)
        guard figure.days.count > 2 else { return text }
        var days = TextTable([.init("Day"), .init("Payoff 结清金额", .right)])
        for day in figure.days { days.append(["\(day.day)", .init(money(day.amount).grouped)]) }
        return text + "\n" + days.text(width: width, style: style)
    }

    var json: JSONValue {
        [
            "loan": JSONValue(file.loan), "day": JSONValue(figure.day), "knownAt": JSONValue(moment.knownAt),
            "components": .array(
                figure.lines.map { line in
                    [
                        "component": .string(line.component.name), "amount": JSONValue(money(line.amount)),
                        "posted": JSONValue(money(line.posted)), "basis": .array(line.basis.map(json)),
                        "filings": .array(filings(of: line.component).map { JSONValue($0) }),
                    ]
                }),
            "unapplied": JSONValue(money(figure.unapplied)), "payoff": JSONValue(money(figure.amount)),
            "perDiem": JSONValue(money(figure.perDiem)), "goodThrough": JSONValue(figure.goodThrough),
            "days": .array(
                figure.days.map { ["day": JSONValue($0.day), "payoff": JSONValue(money($0.amount))] }),
            "refundable": JSONValue(money(figure.refundable)),
        ]
    }

    private func json(_ basis: AccrualBasis) -> JSONValue {
        [
            "kind": .string(basis.kind.name), "base": JSONValue(money(basis.base)),
            "rate": .string(basis.rate.description), "from": JSONValue(basis.from), "to": JSONValue(basis.to),
            "days": JSONValue(basis.days),
        ]
    }

    /// At least one part.
    private func basis(of line: PayoffFigure.Line) -> [String] {
        var parts = line.basis.map { basis in
            let base = money(basis.base).grouped
            if basis.kind == .fee { return "\(base) × \(basis.rate) %" }
            let span = basis.days.map { "\($0) d" } ?? "1 month"
            return "\(base) × \(basis.rate) % × \(span) (\(basis.from) – \(basis.to))"
        }
        if line.posted > 0, line.posted != line.amount { parts.insert("posted \(money(line.posted).grouped)", at: 0) }
        return parts.isEmpty ? [line.component.meaning] : parts
    }

    private func filings(of component: PayoffFigure.Component) -> [FilingNumber] {
        let filings = figure.filings
        return switch component {
        case .costs: filings.disbursements + filings.repayments
        case .prepaymentFee: [filings.terms]
        case .refundedTooMuch: filings.reversals
        case .principal, .duePrincipal, .accruedInterest, .dueInterest, .penalty, .compound:
            [filings.terms] + filings.amendments + filings.disbursements + filings.repayments + filings.reversals
        }
    }
}

extension PayoffFigure.Component {
    fileprivate var name: String { "\(self)" }

    fileprivate var label: String {
        switch self {
        case .principal: "principal not due 未到期本金"
        case .duePrincipal: "principal due 到期本金"
        case .accruedInterest: "interest accrued 应计利息"
        case .dueInterest: "interest due 到期利息"
        case .penalty: "penalty interest 罚息"
        case .compound: "compound interest 复利"
        case .costs: "costs 费用"
        case .prepaymentFee: "prepayment fee 提前还款违约金"
        case .refundedTooMuch: "refunded too much 多退款"
        }
    }

    fileprivate var meaning: String {
        switch self {
        case .principal: "paid out, less what fell due or was prepaid"
        case .duePrincipal: "fell due and is not paid"
        case .dueInterest: "fell due and is not paid"
        case .costs: "advanced and not paid"
        case .refundedTooMuch: "refunded beyond what was unapplied"
        case .accruedInterest, .penalty, .compound, .prepaymentFee: "posted before"
        }
    }
}

extension AccrualBasis.Kind {
    fileprivate var name: String { "\(self)" }
}
