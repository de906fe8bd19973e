import Records

@testable import RegistryProjection

/// What filings in force must never say together, told by looking at all of them.
struct CollateralFaults {
    private(set) var found: [String] = []
    private var loans: [BusinessIdentifier: Currency] = [:]
    private var contracts: [BusinessIdentifier: MortgageContract] = [:]
    private var ends: [BusinessIdentifier: [Extinguishment]] = [:]
    private var known: Set<BusinessIdentifier> = []

    init(in speaking: [ProjectedFiling]) {
        for filing in speaking {
            switch filing.facts.effect {
            case .loanContract(let contract): loans[contract.loan] = contract.terms.principal.currency
            case .mortgageContract(let contract):
                if contracts.updateValue(contract, forKey: contract.mortgage) != nil {
                    found.append("two contracts of \(contract.mortgage)")
                }
                known.formUnion(contract.items.map(\.collateral))
            case .certificate(let certificate) where certificate.registration == nil:
                known.insert(certificate.collateral)
            case .extinguishment(let end): ends[end.mortgage, default: []].append(end)
            default: break
            }
        }
        let effects = speaking.map(\.facts.effect)
        checkContracts()
        checkEnds()
        checkCertificates(effects)
        checkDeterminations(effects)
        checkEvents(effects)
        checkIndices(effects)
    }

    private mutating func expect(_ isRight: Bool, _ fault: @autoclosure () -> String) {
        if !isRight { found.append(fault()) }
    }

    private func hasEnded(_ mortgage: BusinessIdentifier, over collateral: BusinessIdentifier) -> Bool {
        ends[mortgage]?.contains { $0.collaterals.isEmpty || $0.collaterals.contains(collateral) } == true
    }

    private mutating func checkContracts() {
        var ranks: Set<String> = []
        var (types, currencies): ([BusinessIdentifier: CollateralType], [BusinessIdentifier: Currency]) = ([:], [:])
        for contract in contracts.values {
            let currency = contract.claim.amount.currency
            for loan in contract.claim.loans {
                expect(loans[loan] == currency, "\(contract.mortgage) secures \(loan)")
            }
            for item in contract.items {
                let type = types.updateValue(item.type, forKey: item.collateral)
                expect(type == nil || type == item.type, "two types of \(item.collateral)")
                guard !hasEnded(contract.mortgage, over: item.collateral) else { continue }
                expect(
                    ranks.insert("\(item.collateral) \(item.rank)").inserted, "rank \(item.rank) on \(item.collateral)")
                let other = currencies.updateValue(currency, forKey: item.collateral)
                expect(other == nil || other == currency, "two currencies of mortgages over \(item.collateral)")
            }
        }
    }

    private mutating func checkEnds() {
        for (mortgage, ends) in ends {
            guard let contract = contracts[mortgage] else {
                return found.append("\(mortgage) ended without a contract")
            }
            let collaterals = ends.flatMap(\.collaterals)
            expect(Set(collaterals).count == collaterals.count, "\(mortgage) ended twice over a collateral")
            expect(ends.count(where: \.collaterals.isEmpty) < 2, "\(mortgage) ended twice")
            for end in ends {
                expect(end.endedOn >= contract.signedOn, "\(mortgage) ended too early")
                expect(
                    Set(end.collaterals).isSubset(of: contract.items.map(\.collateral)),
                    "\(mortgage) ended over another collateral")
                expect(
                    end.proceeds.map { $0.currency == contract.claim.amount.currency } ?? true,
                    "proceeds of \(mortgage) in another currency")
            }
        }
    }

    private mutating func checkCertificates(_ effects: [RecordEffect]) {
        var (numbers, registered): (Set<String>, Set<String>) = ([], [])
        for case .certificate(let certificate) in effects {
            expect(numbers.insert(certificate.certificateNumber).inserted, "two certificates of a number")
            guard let registration = certificate.registration else { continue }
            expect(
                registered.insert("\(registration.mortgage) \(certificate.collateral)").inserted,
                "\(registration.mortgage) is registered twice")
            let contract = contracts[registration.mortgage]
            expect(
                contract?.items.contains { $0.collateral == certificate.collateral } == true
                    && contract?.claim.amount.currency == registration.claimAmount.currency
                    && contract.map { $0.signedOn <= certificate.registeredOn } == true,
                "the registration of \(registration.mortgage) over \(certificate.collateral) does not fit")
        }
    }

    private mutating func checkDeterminations(_ effects: [RecordEffect]) {
        var determined: Set<BusinessIdentifier> = []
        for case .determination(let determination) in effects {
            expect(determined.insert(determination.mortgage).inserted, "\(determination.mortgage) is determined twice")
            let contract = contracts[determination.mortgage]
            expect(
                contract?.claim.kind == .maximumAmount
                    && contract?.claim.amount.currency == determination.claim.currency
                    && contract.map { $0.signedOn <= determination.determinedOn } == true
                    && determination.loans.allSatisfy { loans[$0] == determination.claim.currency },
                "the determination of \(determination.mortgage) does not fit")
        }
    }

    private mutating func checkEvents(_ effects: [RecordEffect]) {
        var begun: [String: CalendarDate] = [:]
        var closed: Set<AlertIdentity> = []
        for effect in effects {
            var collaterals: [BusinessIdentifier] = []
            switch effect {
            case .valuation(let report): collaterals = report.items.map(\.collateral)
            case .verification(let verification): collaterals = verification.items.map(\.collateral)
            case .seizure(let notice):
                collaterals = notice.collaterals
                guard notice.action == .seized else { break }
                for collateral in collaterals {
                    let other = begun.updateValue(notice.on, forKey: "\(notice.seizure) \(collateral)")
                    expect(other == nil, "\(notice.seizure) begins twice over \(collateral)")
                }
            case .disposal(let disposal) where disposal.closes:
                expect(closed.insert(disposal.alert).inserted, "\(disposal.alert) is closed twice")
            default: break
            }
            expect(known.isSuperset(of: collaterals), "unknown collaterals among \(collaterals)")
        }
        var lifted: Set<String> = []
        for case .seizure(let notice) in effects where notice.action == .lifted {
            for collateral in notice.collaterals {
                let key = "\(notice.seizure) \(collateral)"
                expect(lifted.insert(key).inserted, "\(key) is lifted twice")
                expect(begun[key].map { $0 <= notice.on } == true, "\(key) is lifted before it begins")
            }
        }
    }

    private mutating func checkIndices(_ effects: [RecordEffect]) {
        var periods: [String: [Int]] = [:]
        var shapes: [BusinessIdentifier: Set<CollateralType>] = [:]
        for case .priceIndex(let index) in effects {
            let types = shapes.updateValue(Set(index.types), forKey: index.series)
            expect(types == nil || types == Set(index.types), "two shapes of \(index.series)")
            for value in index.values {
                periods["\(index.series) \(value.region)", default: []].append(index.frequency.period(of: value.period))
            }
        }
        for (region, periods) in periods {
            let periods = periods.sorted()
            expect(
                zip(periods, periods.dropFirst()).allSatisfy { $0 + 1 == $1 }, "the periods of \(region) are \(periods)"
            )
        }
    }
}
