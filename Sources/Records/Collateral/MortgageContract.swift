/// A mortgage over one or more collaterals (抵押合同).
package struct MortgageContract: Hashable, Sendable {
    package var mortgage: BusinessIdentifier
    package var signedOn: CalendarDate
    /// One at least.
    package var mortgagors: [Party]
    package var claim: SecuredClaim
    /// Each collateral once, one at least, in the order of the contract.
    package var items: [MortgagedCollateral]

    package init(
        mortgage: BusinessIdentifier, signedOn: CalendarDate, mortgagors: [Party], claim: SecuredClaim,
        items: [MortgagedCollateral]
    ) {
        self.mortgage = mortgage
        self.signedOn = signedOn
        self.mortgagors = mortgagors
        self.claim = claim
        self.items = items
    }
}

/// 抵押类型.
package enum MortgageKind: String, CaseIterable, Sendable {
    /// 一般抵押: secures named loans (Civil Code 394).
    case ordinary
    /// 最高额抵押: secures what arises in a period, up to a limit (Civil Code 420).
    case maximumAmount = "maximum-amount"
}

/// What a mortgage secures.
package struct SecuredClaim: Hashable, Sendable {
    package var kind: MortgageKind
    /// One at least for an ordinary mortgage. Of a maximum-amount mortgage, those that the contract names already.
    package var loans: [BusinessIdentifier]
    /// The secured amount (被担保主债权数额), or the limit (最高债权额): it never secures more principal.
    package var amount: Money
    /// Of the period of performance, or of the period in which claims arise.
    package var from: CalendarDate
    package var until: CalendarDate
    /// 债权确定日 by the contract; `nil` for an ordinary mortgage.
    package var determination: CalendarDate?

    package init(
        kind: MortgageKind, loans: [BusinessIdentifier], amount: Money, from: CalendarDate, until: CalendarDate,
        determination: CalendarDate?
    ) {
        self.kind = kind
        self.loans = loans
        self.amount = amount
        self.from = from
        self.until = until
        self.determination = determination
    }
}

/// A collateral in a mortgage contract.
package struct MortgagedCollateral: Hashable, Sendable {
    package var collateral: BusinessIdentifier
    package var type: CollateralType
    package var description: String
    package var agreedValue: Money?
    /// What earlier mortgages of other creditors secure; `nil` where the contract states none.
    package var priorClaims: Money?
    /// 顺位, 1–99.
    package var rank: Int

    package init(
        collateral: BusinessIdentifier, type: CollateralType, description: String, agreedValue: Money?,
        priorClaims: Money?, rank: Int
    ) {
        self.collateral = collateral
        self.type = type
        self.description = description
        self.agreedValue = agreedValue
        self.priorClaims = priorClaims
        self.rank = rank
    }
}

/// The claim of a maximum-amount mortgage is fixed (债权确定, Civil Code 423).
package struct ClaimDetermination: Hashable, Sendable {
    package enum Ground: String, CaseIterable, Sendable {
        /// 约定期间届满
        case term
        /// 没有约定, 满二年后请求确定
        case request
        /// 新的债权不可能发生
        case noNewClaims = "no-new-claims"
        /// 抵押财产被查封、扣押
        case seizure
        /// 债务人、抵押人破产或者解散
        case insolvency
        /// 双方约定
        case agreement
    }

    package var mortgage: BusinessIdentifier
    package var determinedOn: CalendarDate
    package var ground: Ground
    /// The loans that the claim consists of; each once, none where nothing was drawn.
    package var loans: [BusinessIdentifier]
    /// The claim on that day, zero or more.
    package var claim: Money

    package init(
        mortgage: BusinessIdentifier, determinedOn: CalendarDate, ground: Ground, loans: [BusinessIdentifier],
        claim: Money
    ) {
        self.mortgage = mortgage
        self.determinedOn = determinedOn
        self.ground = ground
        self.loans = loans
        self.claim = claim
    }
}

/// A mortgage ends otherwise than by payoff (抵押权消灭, Civil Code 393).
package struct Extinguishment: Hashable, Sendable {
    package enum Ground: String, CaseIterable, Sendable {
        /// 抵押财产毁损、灭失
        case loss
        /// 征收: proceeds stand for the collateral (Civil Code 390).
        case expropriation
        /// 抵押权实现
        case enforcement
        /// 债权人放弃抵押权
        case waiver
    }

    package var mortgage: BusinessIdentifier
    /// Those of its collaterals that it no longer covers; empty for all of them.
    package var collaterals: [BusinessIdentifier]
    package var endedOn: CalendarDate
    package var ground: Ground
    /// What came in its place; `nil` where nothing did.
    package var proceeds: Money?

    package init(
        mortgage: BusinessIdentifier, collaterals: [BusinessIdentifier], endedOn: CalendarDate, ground: Ground,
        proceeds: Money?
    ) {
        self.mortgage = mortgage
        self.collaterals = collaterals
        self.endedOn = endedOn
        self.ground = ground
        self.proceeds = proceeds
    }
}
