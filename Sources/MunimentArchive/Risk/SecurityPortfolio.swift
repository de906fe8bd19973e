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

    static func place(_ number: Int, in places: [Int]) -> Int? {
        guard places.indices.contains(number), places[number] >= 0 else { return nil }
        return places[number]
    }

    /// - Parameter numbers: ascending.
    static func places(_ numbers: some BidirectionalCollection<Int>) -> [Int] {
        var places = Array(repeating: -1, count: (numbers.last ?? -1) + 1)
        for (place, number) in numbers.enumerated() { places[number] = place }
        return places
    }

    /// The rule of the policy for a type.
    package func rule(_ type: CollateralType?) -> CollateralRule? {
        guard let type else { return nil }
        return policy?.fact.collateral[type]
    }
}

/// A collateral with what its filings come to. That is held by reference, as portfolios of hundreds of thousands are put in
/// order and handed on.
package struct SecurityCollateral: Sendable {
    private let facts: Facts
    /// The mortgages over it that have not ended, by their places in the portfolio.
    package internal(set) var mortgages: [Int] = []
    /// Whether a mortgage over it has ended.
    package internal(set) var wasReleased = false

    init(_ collateral: PortfolioCollateral, _ day: CalendarDate) { facts = Facts(collateral, day) }

    package var number: Int { facts.number }
    package var name: BusinessIdentifier { facts.name }
    package var type: CollateralType? { facts.type }
    package var currency: Currency? { facts.currency }
    package var title: Filed<CollateralTitle>? { facts.title }
    package var division: String? { facts.division }
    package var address: String? { facts.address }
    package var region: String? { facts.region }
    package var value: CollateralValue { facts.value }
    /// Against the valuation before, and the initial one.
    package var falls: (previous: ValueFall?, initial: ValueFall?) { facts.falls }
    package var verification: Filed<CollateralVerification>? { facts.verification }
    /// Those that stand.
    package var seizures: [Filed<SeizureStep>] { facts.seizures }

    /// Whether anything that was filed of it holds by the day asked about: a contract that is signed later names it already.
    package var hasBegun: Bool {
        !mortgages.isEmpty || wasReleased || title != nil || verification != nil || !seizures.isEmpty
            || value != .unknown(.missing)
    }

    private final class Facts: Sendable {
        let number: Int
        let name: BusinessIdentifier
        let type: CollateralType?
        let currency: Currency?
        let title: Filed<CollateralTitle>?
        let division: String?
        let address: String?
        let region: String?
        let value: CollateralValue
        let falls: (previous: ValueFall?, initial: ValueFall?)
        let verification: Filed<CollateralVerification>?
        let seizures: [Filed<SeizureStep>]

        init(_ collateral: PortfolioCollateral, _ day: CalendarDate) {
            number = collateral.number
            name = collateral.name
            type = collateral.type
            currency = collateral.currency
            title = collateral.title
            division = collateral.division
            address = collateral.address
            region = collateral.region
            value = collateral.value(asOf: day)
            if case .known = value {
                falls = (
                    collateral.history.fall(asOf: day, since: nil, against: .previous),
                    collateral.history.fall(asOf: day, since: nil, against: .initial)
                )
            } else {
                falls = (nil, nil)
            }
            verification = collateral.verification
            seizures = collateral.seizures
        }
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
    private final class Facts: Sendable {
        let mortgage: PortfolioMortgage

        init(_ mortgage: PortfolioMortgage) { self.mortgage = mortgage }
    }

    private let held: Facts
    /// The collaterals that it covers, in order of number.
    package internal(set) var stakes: [Stake] = []
    /// The loans that it secures, by their places in the portfolio.
    package internal(set) var loans: [Int] = []
    /// Loans that have no contract in force, or are in another currency: their principal does not count.
    package internal(set) var unknownLoans = 0

    init(_ mortgage: PortfolioMortgage) {
        held = Facts(mortgage)
        // Nearly all have one: its memory is made by the core that reads the mortgage.
        stakes.reserveCapacity(1)
    }

    /// Finds the loans that it secures.
    mutating func link(_ loans: [SecurityLoan], places: [Int]) {
        for number in held.mortgage.loans {
            if let loan = SecurityPortfolio.place(number, in: places), loans[loan].currency == currency {
                self.loans.append(loan)
            } else {
                unknownLoans += 1
            }
        }
    }

    package var facts: PortfolioMortgage { held.mortgage }

    // All facts are not copied for one of them.
    package var number: Int { held.mortgage.number }
    package var name: BusinessIdentifier { held.mortgage.name }
    package var contract: FilingNumber { held.mortgage.contract }
    package var signedOn: CalendarDate { held.mortgage.signedOn }
    package var kind: MortgageKind { held.mortgage.kind }
    package var amount: Money { held.mortgage.amount }
    package var currency: Currency { held.mortgage.amount.currency }
    var isDetermined: Bool { held.mortgage.determination != nil }
    var isExtinguished: Bool { held.mortgage.extinguishment != nil }
    /// Whether it no longer covers a collateral, by the number of the registry.
    func released(_ collateral: Int) -> Bool {
        held.mortgage.released.contains { $0.fact.collateral == collateral }
    }

    package struct Stake: Hashable, Sendable {
        /// By its place in the portfolio.
        package var collateral: Int
        package var rank: Int
        /// Minor units.
        package var priorClaims: Int
        package var registration: CollateralRegistration?

        /// Whether it is served before that of another mortgage on the same collateral (`Waterfall`).
        func comes(before other: Stake) -> Bool {
            if (registration == nil) != (other.registration == nil) { return registration != nil }
            return rank < other.rank
        }
    }

    package var isRegistered: Bool { !stakes.isEmpty && stakes.allSatisfy { $0.registration != nil } }

    /// The day on which its last collateral was registered; `nil` while one is not.
    package var registeredOn: CalendarDate? {
        isRegistered ? stakes.compactMap { $0.registration?.registeredOn }.max() : nil
    }

    /// It secures nothing any more: extinguished as a whole, or over all of its collaterals.
    package var hasEnded: Bool {
        isExtinguished || stakes.isEmpty && !held.mortgage.released.isEmpty
    }

    package var state: MortgageState {
        if hasEnded { return .extinguished }
        if isDetermined { return .determined }
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
    /// The latest filing by which more was owed, with the day of what it is about.
    package var lastRise: Filed<CalendarDate>?
    package var isPaidOut: Bool
}
