/// What a loan contract lays down for the account, all that `Servicing` needs of it.
package struct LoanTerms: Hashable, Sendable {
    /// What may be paid out at most.
    package var principal: Money
    /// The contract rate of a year.
    package var annualRate: Rate
    package var dayCount: DayCount
    package var method: RepaymentMethod
    /// The first day of the term.
    package var start: CalendarDate
    /// Maturity: the last instalment is due on this day.
    package var end: CalendarDate
    /// 1–31; a month that lacks it uses its last day.
    package var repaymentDay: Int
    package var penalty: PenaltyTerms
    /// `nil` where the contract says nothing of prepayment: it is then free of charge.
    package var prepayment: PrepaymentTerms?

    package init(
        principal: Money, annualRate: Rate, dayCount: DayCount, method: RepaymentMethod, start: CalendarDate,
        end: CalendarDate, repaymentDay: Int, penalty: PenaltyTerms, prepayment: PrepaymentTerms?
    ) {
        self.principal = principal
        self.annualRate = annualRate
        self.dayCount = dayCount
        self.method = method
        self.start = start
        self.end = end
        self.repaymentDay = repaymentDay
        self.penalty = penalty
        self.prepayment = prepayment
    }
}

/// 计息基准: how many days of what year a period counts (ISDA 2006 definitions, section 4.16).
package enum DayCount: String, CaseIterable, Sendable {
    case actual360 = "act-360"
    case actual365 = "act-365"
    case thirtyE360 = "30e-360"
}

/// 还款方式.
package enum RepaymentMethod: String, CaseIterable, Sendable {
    /// 等额本息
    case equalInstalment = "equal-instalment"
    /// 等额本金
    case equalPrincipal = "equal-principal"
    /// 按月付息到期还本
    case interestOnly = "interest-only"
    /// 一次还本付息
    case singleRepayment = "single-repayment"
}

/// 罚息与复利.
package struct PenaltyTerms: Hashable, Sendable {
    /// By how much of itself the contract rate rises on overdue money.
    package var overdueUplift: Rate
    /// By how much of itself it rises on money used against the contract.
    package var misuseUplift: Rate
    /// Whether overdue interest bears interest.
    package var chargesCompoundInterest: Bool

    package init(overdueUplift: Rate, misuseUplift: Rate, chargesCompoundInterest: Bool) {
        self.overdueUplift = overdueUplift
        self.misuseUplift = misuseUplift
        self.chargesCompoundInterest = chargesCompoundInterest
    }
}

/// 提前还款约定.
package struct PrepaymentTerms: Hashable, Sendable {
    package var noticeDays: Int
    package var minimum: Money?
    /// Of the principal that is prepaid.
    package var fee: Rate
    /// The last day on which the fee is charged; `nil` for the whole term.
    package var feeUntil: CalendarDate?

    package init(noticeDays: Int, minimum: Money?, fee: Rate, feeUntil: CalendarDate?) {
        self.noticeDays = noticeDays
        self.minimum = minimum
        self.fee = fee
        self.feeUntil = feeUntil
    }
}
