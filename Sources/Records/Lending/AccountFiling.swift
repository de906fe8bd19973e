/// Money that the lender paid out under a loan (放款凭证).
package struct Disbursement: Hashable, Sendable {
    package enum Purpose: String, CaseIterable, Sendable {
        /// Principal of the loan.
        case principal
        /// Costs of enforcing the claim that the lender advanced for the debtor (实现债权的费用, Civil Code 561).
        case costs
    }

    package var loan: BusinessIdentifier
    /// The number of the voucher, unique among the vouchers of disbursements.
    package var voucher: BusinessIdentifier
    package var paidOn: CalendarDate
    package var amount: Money
    package var purpose: Purpose

    package init(
        loan: BusinessIdentifier, voucher: BusinessIdentifier, paidOn: CalendarDate, amount: Money, purpose: Purpose
    ) {
        self.loan = loan
        self.voucher = voucher
        self.paidOn = paidOn
        self.amount = amount
        self.purpose = purpose
    }
}

/// Money received for a loan (还款凭证); a record holds one or many.
package struct Repayment: Hashable, Sendable {
    /// What the money is for beyond what is due.
    package enum Designation: String, CaseIterable, Sendable {
        /// What is due; the rest waits, unapplied, for what falls due next.
        case due
        /// The rest prepays principal; the instalments stay and the term becomes shorter (缩短期限).
        case prepayShorter = "prepay-shorter-term"
        /// The rest prepays principal; the term stays and the instalments become smaller (减少月供).
        case prepaySmaller = "prepay-smaller-instalment"
    }

    package var loan: BusinessIdentifier
    /// The number of the voucher, unique among the vouchers of repayments.
    package var voucher: BusinessIdentifier
    package var received: CalendarDate
    /// From when the money is the lender's for good; `nil` while it is under way.
    package var cleared: CalendarDate?
    package var amount: Money
    package var channel: String
    package var designation: Designation

    package init(
        loan: BusinessIdentifier, voucher: BusinessIdentifier, received: CalendarDate, cleared: CalendarDate?,
        amount: Money, channel: String, designation: Designation
    ) {
        self.loan = loan
        self.voucher = voucher
        self.received = received
        self.cleared = cleared
        self.amount = amount
        self.channel = channel
        self.designation = designation
    }
}

/// Money of a repayment that went back (冲正).
package struct RepaymentReversal: Hashable, Sendable {
    package enum Ground: String, CaseIterable, Sendable {
        /// The bank took it back (退票): it counts as never received.
        case bounced
        /// It was booked by mistake (错账): it counts as never received.
        case error
        /// Unapplied money was paid back to the payer (退还余款) on the day of the reversal.
        case refund
    }

    package var loan: BusinessIdentifier
    /// The number of the reversal's own voucher, unique among the vouchers of reversals.
    package var voucher: BusinessIdentifier
    /// The voucher of the repayment.
    package var repayment: BusinessIdentifier
    package var reversedOn: CalendarDate
    package var amount: Money
    package var ground: Ground

    package init(
        loan: BusinessIdentifier, voucher: BusinessIdentifier, repayment: BusinessIdentifier, reversedOn: CalendarDate,
        amount: Money, ground: Ground
    ) {
        self.loan = loan
        self.voucher = voucher
        self.repayment = repayment
        self.reversedOn = reversedOn
        self.amount = amount
        self.ground = ground
    }
}

/// New terms from a day on (变更/展期协议); what is `nil` stays as it was.
package struct TermsAmendment: Hashable, Sendable {
    package enum Ground: String, CaseIterable, Sendable {
        /// 展期
        case extending = "extension"
        /// 利率调整
        case rateChange = "rate-change"
        /// 重组
        case restructuring
        /// 挪用: the misuse uplift applies from this day.
        case misuse
    }

    package var loan: BusinessIdentifier
    package var from: CalendarDate
    package var ground: Ground
    package var annualRate: Rate?
    package var end: CalendarDate?
    package var method: RepaymentMethod?
    package var repaymentDay: Int?
    package var overdueUplift: Rate?

    package init(
        loan: BusinessIdentifier, from: CalendarDate, ground: Ground, annualRate: Rate?, end: CalendarDate?,
        method: RepaymentMethod?, repaymentDay: Int?, overdueUplift: Rate?
    ) {
        self.loan = loan
        self.from = from
        self.ground = ground
        self.annualRate = annualRate
        self.end = end
        self.method = method
        self.repaymentDay = repaymentDay
        self.overdueUplift = overdueUplift
    }
}
