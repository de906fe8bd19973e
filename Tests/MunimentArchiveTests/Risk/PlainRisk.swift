import Records
import Servicing

/// What filings say of collaterals, mortgages and loans at a moment, told by looking at all of them each time: what a
/// `SecurityPortfolio` must agree with.
struct PlainRisk {
    let filings: [RecordFacts]
    let day: CalendarDate
    let knownAt: Int
    /// The numbers of the filings that speak, ascending.
    let speaking: [Int]
    /// Instead of the one that is filed.
    var fixedPolicy: (filing: Int, fact: Policy)?

    /// A filing speaks if nobody withdrew it, and no version of it follows that was not withdrawn itself.
    init(_ filings: [RecordFacts], on day: CalendarDate, knownAt: Int) {
        self.filings = filings
        self.day = day
        self.knownAt = knownAt
        speaking = Self.speaking(filings, knownAt)
    }

    static func speaking(_ filings: [RecordFacts], _ knownAt: Int) -> [Int] {
        let known = filings.indices.filter { $0 <= knownAt }
        let withdrawn = Set(known.compactMap { filings[$0].relation?.withdrawn?.value })
        let followed = Set(
            known.filter { !withdrawn.contains($0) }.compactMap { filings[$0].relation?.superseded?.value })
        return known.filter { !withdrawn.contains($0) && !followed.contains($0) }
    }

    /// The facts of one kind, oldest filing first.
    func all<Fact>(_ fact: (RecordEffect) -> Fact?) -> [(filing: Int, fact: Fact)] {
        speaking.compactMap { number in fact(filings[number].effect).map { (number, $0) } }
    }

    // MARK: What is filed

    var policy: (filing: Int, fact: Policy)? {
        if let fixedPolicy { return fixedPolicy }
        return all(\.policy)
            .filter { filings[$0.filing].header.effective <= day }
            .max { (filings[$0.filing].header.effective, $0.filing) < (filings[$1.filing].header.effective, $1.filing) }
    }

    var contracts: [(filing: Int, fact: MortgageContract)] {
        all(\.mortgageContract)
    }

    var certificates: [(filing: Int, fact: CollateralCertificate)] {
        all(\.certificate)
            .filter { $0.fact.registeredOn <= day }
    }

    var extinguishments: [(filing: Int, fact: Extinguishment)] {
        all(\.extinguishment)
            .filter { $0.fact.endedOn <= day }
    }

    /// All names that any filing in force gives a collateral.
    var collaterals: [BusinessIdentifier] {
        var names: Set<BusinessIdentifier> = Set(contracts.flatMap { $0.fact.items.map(\.collateral) })
        names.formUnion(certificates.map(\.fact.collateral))
        names.formUnion(all(\.valuation).flatMap { $0.fact.items.map(\.collateral) })
        names.formUnion(all(\.seizure).flatMap(\.fact.collaterals))
        return names.sorted()
    }

    func type(_ collateral: BusinessIdentifier) -> CollateralType? {
        let own = contracts.filter { $0.fact.items.contains { $0.collateral == collateral } }
        // What is not signed yet says it only where nothing is.
        return (own.last { $0.fact.signedOn <= day } ?? own.last)?
            .fact.items.first { $0.collateral == collateral }?.type
    }

    func title(_ collateral: BusinessIdentifier) -> (filing: Int, fact: CollateralCertificate)? {
        certificates.filter { $0.fact.collateral == collateral && $0.fact.registration == nil }
            .max { ($0.fact.registeredOn, $0.filing) < ($1.fact.registeredOn, $1.filing) }
    }

    /// As its latest title says, else the first one after the day, else registrations of mortgages, asked likewise.
    func division(_ collateral: BusinessIdentifier, on day: CalendarDate) -> String? {
        let all = all(\.certificate).filter { $0.fact.collateral == collateral && $0.fact.place != nil }
        for isTitle in [true, false] {
            let own = all.filter { ($0.fact.registration == nil) == isTitle }
            let past = own.filter { $0.fact.registeredOn <= day }.map(\.fact.registeredOn).max()
            if let chosen = past ?? own.map(\.fact.registeredOn).min() {
                return own.last { $0.fact.registeredOn == chosen }?.fact.place?.division
            }
        }
        return nil
    }

    func rule(_ collateral: BusinessIdentifier) -> CollateralRule? {
        type(collateral).flatMap { policy?.fact.collateral[$0] }
    }

    // MARK: Mortgages

    struct Mortgage {
        var name: BusinessIdentifier
        var contract: Int
        var signedOn: CalendarDate
        var amount: Int
        var loans: [BusinessIdentifier]
        /// In order of number.
        var items: [MortgagedCollateral]
        /// The collaterals over which it is registered, and by which rank.
        var registered: [BusinessIdentifier: Int]
        var isRegistered: Bool { items.allSatisfy { registered[$0.collateral] != nil } }
    }

    /// Those that are signed and have not ended, by contract.
    var mortgages: [Mortgage] {
        contracts.filter { $0.fact.signedOn <= day }.compactMap { contract in
            let name = contract.fact.mortgage
            let ends = extinguishments.filter { $0.fact.mortgage == name }
            let released = ends.flatMap(\.fact.collaterals)
            let items = contract.fact.items.filter { !released.contains($0.collateral) }
                .sorted { $0.collateral < $1.collateral }
            if items.isEmpty || ends.contains(where: { $0.fact.collaterals.isEmpty }) { return nil }
            var registered: [BusinessIdentifier: Int] = [:]
            for certificate in certificates {
                guard let registration = certificate.fact.registration, registration.mortgage == name else { continue }
                registered[certificate.fact.collateral] = registration.rank
            }
            let (loans, amount) = secured(by: contract.fact)
            return Mortgage(
                name: name, contract: contract.filing, signedOn: contract.fact.signedOn, amount: amount,
                loans: loans, items: items, registered: registered)
        }
    }

    private func secured(by contract: MortgageContract) -> (loans: [BusinessIdentifier], amount: Int) {
        let amount = contract.claim.amount.minorUnits
        guard contract.claim.kind == .maximumAmount else { return (contract.claim.loans, amount) }
        let determinations = all { effect -> ClaimDetermination? in
            guard case .determination(let fact) = effect, fact.mortgage == contract.mortgage else { return nil }
            return fact.determinedOn <= day ? fact : nil
        }
        if let determined = determinations.last?.fact {
            return (determined.loans, min(amount, determined.claim.minorUnits))
        }
        let drawn = speaking.compactMap { number -> BusinessIdentifier? in
            guard case .loanContract(let loan) = filings[number].effect,
                filings[number].header.subjects.contains(Subject(role: .mortgage, number: contract.mortgage))
            else { return nil }
            return loan.loan
        }
        return (Array(Set(contract.claim.loans + drawn)), amount)
    }

    func mortgages(over collateral: BusinessIdentifier) -> [Mortgage] {
        mortgages.filter { $0.items.contains { $0.collateral == collateral } }
    }
}
