package import Records
package import RegistryProjection
package import Servicing

/// All collaterals and mortgages with the loans that they secure, at one moment under the policy of that day: what lists,
/// coverage, stress and alerts are computed from.
package struct SecurityPortfolio: Sendable {
    package let moment: Moment
    /// `nil` where none is in force: then nothing that depends on a rule can be evaluated.
    package let policy: Filed<Policy>?
    /// Whether it is all of the registry, and not only what hangs together with one collateral, mortgage or loan.
    package let isWhole: Bool
    /// In the order in which they were first mentioned, as the mortgages and loans.
    package internal(set) var collaterals: [SecurityCollateral]
    package let mortgages: [SecurityMortgage]
    package let loans: [SecurityLoan]
    /// What each mortgage covers, in their order; `nil` for those that have ended.
    package internal(set) var coverages: [MortgageCoverage?]

    /// By the numbers of the registry, counted from 1: the places in the arrays; −1 for none.
    let collateralPlaces: [Int]
    let mortgagePlaces: [Int]
    let loanPlaces: [Int]

    package func collateral(_ number: Int) -> Int? { Self.place(number, in: collateralPlaces) }
    package func mortgage(_ number: Int) -> Int? { Self.place(number, in: mortgagePlaces) }
    package func loan(_ number: Int) -> Int? { Self.place(number, in: loanPlaces) }

    private static func place(_ number: Int, in places: [Int]) -> Int? {
        guard places.indices.contains(number), places[number] >= 0 else { return nil }
        return places[number]
    }

    static func places(_ numbers: some Sequence<Int>) -> [Int] {
        var places: [Int] = []
        for (place, number) in numbers.enumerated() {
            if number >= places.count { places += Array(repeating: -1, count: number + 1 - places.count) }
            places[number] = place
        }
        return places
    }

    /// The rule of the policy for a type.
    package func rule(_ type: CollateralType?) -> CollateralRule? { type.flatMap { policy?.fact.collateral[$0] } }
}

/// A collateral with what its filings come to.
package struct SecurityCollateral: Sendable {
    package var number: Int
    package var name: BusinessIdentifier
    package var type: CollateralType?
    package var currency: Currency?
    package var title: Filed<CollateralTitle>?
    package var division: String?
    package var address: String?
    package var region: String?
    package var value: CollateralValue
    package var falls: Falls
    package var verification: Filed<CollateralVerification>?
    package var seizure: Filed<SeizureStep>?
    /// The mortgages over it that have not ended, by their places in the portfolio.
    package var mortgages: [Int]
    /// Whether a mortgage over it has ended.
    package var wasReleased: Bool

    /// Against the valuation before, and the initial one.
    package struct Falls: Hashable, Sendable {
        package var previous: ValueFall?
        package var initial: ValueFall?
    }

    /// Whether it lies in a region that a user names: as an index calls it, the beginning of its division, or a part of its
    /// address.
    package func lies(in region: String) -> Bool {
        if self.region == region { return true }
        if !region.isEmpty, region.utf8.allSatisfy({ (48...57).contains($0) }) {
            return division?.hasPrefix(region) == true
        }
        return address?.contains(region) == true
    }
}

/// A mortgage with its collaterals and loans.
package struct SecurityMortgage: Sendable {
    package var facts: PortfolioMortgage
    /// The collaterals that it covers, in order of number.
    package var stakes: [Stake]
    /// The loans that it secures, by their places in the portfolio.
    package var loans: [Int]
    /// Loans that have no contract in force, or are in another currency: their principal does not count.
    package var unknownLoans: Int

    package struct Stake: Hashable, Sendable {
        /// By its place in the portfolio.
        package var collateral: Int
        package var rank: Int
        /// Minor units.
        package var priorClaims: Int
        package var registration: CollateralRegistration?
    }

    package var isRegistered: Bool { !stakes.isEmpty && stakes.allSatisfy { $0.registration != nil } }

    /// The day on which its last collateral was registered; `nil` while one is not.
    package var registeredOn: CalendarDate? {
        isRegistered ? stakes.compactMap { $0.registration?.registeredOn }.max() : nil
    }

    /// It secures nothing any more: extinguished as a whole, or over all of its collaterals.
    package var hasEnded: Bool { facts.extinguishment != nil || stakes.isEmpty && !facts.released.isEmpty }

    package var state: MortgageState {
        if hasEnded { return .extinguished }
        if facts.determination != nil { return .determined }
        return isRegistered ? .registered : .agreed
    }
}

/// A mortgage's life up to its registration, and its end other than by payoff (domain, "A mortgage's life").
package enum MortgageState: String, CaseIterable, Sendable {
    /// The contract is signed; not all of its collaterals are registered.
    case agreed
    case registered
    /// The claim of a maximum-amount mortgage is determined.
    case determined
    case extinguished
}

/// A loan as far as its security goes.
package struct SecurityLoan: Sendable {
    package var number: Int
    package var name: BusinessIdentifier
    package var contract: FilingNumber
    package var currency: Currency
    /// Outstanding principal.
    package var principal: Int
    package var arrears: Arrears
    package var isPaidOut: Bool
}
