package import Records
package import Servicing

/// What a question asks about collaterals beside their mortgages and values; what it does not ask for is `nil`, and is not
/// read.
package struct CollateralDetail: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Addresses and the numbers of certificates.
    package static let texts = CollateralDetail(rawValue: 1)
    /// Verifications of titles, and seizures.
    package static let events = CollateralDetail(rawValue: 2)

    package static let all: CollateralDetail = [.texts, .events]
}

/// One collateral of a portfolio, as the rules take it: what filings in force at the moment asked say of it.
package struct PortfolioCollateral: Hashable, Sendable {
    /// By which the registry has it.
    package var number: Int
    package var name: BusinessIdentifier
    /// As the latest mortgage contract has it that is signed up to the day asked about, or else the latest; `nil` where none is
    /// filed.
    package var type: CollateralType?
    /// That of its mortgages, or else of its first value.
    package var currency: Currency?
    /// Its places in mortgage contracts, the oldest filing first.
    package var encumbrances: [Encumbrance]
    /// Of mortgages over it, up to the day asked about.
    package var registrations: [CollateralRegistration]
    /// Its latest title up to the day asked about.
    package var title: Filed<CollateralTitle>?
    /// Of its address (GB/T 2260).
    package var division: String?
    package var address: String?
    /// As the series of the latest revaluation calls it.
    package var region: String?
    /// Also of days after the one asked about.
    package var history: ValueHistory
    /// The filing that states its value of the latest value date up to the day, where that is in another currency than its
    /// mortgages.
    package var otherCurrency: FilingNumber?
    /// The latest up to the day asked about.
    package var verification: Filed<CollateralVerification>?
    /// The blocks that stand on the day asked about.
    package var seizures: [Filed<SeizureStep>]

    /// What it is worth on a day.
    package func value(asOf day: CalendarDate) -> CollateralValue {
        if let otherCurrency { return .unknown(.otherCurrency(otherCurrency)) }
        return history.value(asOf: day)
    }
}

/// The place of a collateral in a mortgage contract.
package struct Encumbrance: Hashable, Sendable {
    /// The mortgage, by which the registry has it.
    package var mortgage: Int
    /// The contract.
    package var filing: FilingNumber
    package var type: CollateralType
    package var rank: Int
    /// Minor units of the mortgage's currency.
    package var priorClaims: Int?
}

/// That a mortgage over a collateral is registered.
package struct CollateralRegistration: Hashable, Sendable {
    package var mortgage: Int
    package var filing: FilingNumber
    package var registeredOn: CalendarDate
    /// Which counts, whatever rank the contract agreed.
    package var rank: Int
    /// Its number; one of the `texts`.
    package var certificate: String?
}

package struct CollateralTitle: Hashable, Sendable {
    package var registeredOn: CalendarDate
    /// Its number; one of the `texts`.
    package var certificate: String?
}

package struct CollateralVerification: Hashable, Sendable {
    package var verifiedOn: CalendarDate
    package var result: TitleVerification.Result
}

/// That a block begins or is lifted.
package struct SeizureStep: Hashable, Sendable {
    package var seizure: String
    package var action: SeizureNotice.Action
    package var on: CalendarDate
    package var until: CalendarDate?
}

extension [Filed<SeizureStep>] {
    /// The blocks that have begun by the day, have not ended by themselves, and have not been lifted.
    package func standing(on day: CalendarDate) -> [Filed<SeizureStep>] {
        filter { step in
            step.fact.action == .seized && step.fact.on <= day && step.fact.until.map { day <= $0 } ?? true
                && !contains {
                    $0.fact.action == .lifted && $0.fact.seizure == step.fact.seizure && $0.fact.on <= day
                }
        }
    }
}
