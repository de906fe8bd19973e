import Records

@testable import RegistryProjection

/// What filings in force must never say together, told by looking at all of them.
struct CollateralFaults {
    private(set) var found: [String] = []
    private var loans: [BusinessIdentifier: Currency] = [:]
    private var contracts: [BusinessIdentifier: MortgageContract] = [:]
    private var ends: [BusinessIdentifier: [Extinguishment]] = [:]
    private var known: Set<BusinessIdentifier> = []
    /// Mortgages over collaterals of which it was registered, if only for a time, which rank they have.
    private var registered: Set<String> = []

    /// - Parameter ever: those, and what was said before.
    init(in speaking: [ProjectedFiling], of ever: [ProjectedFiling]) {
        for case .certificate(let certificate) in ever.map(\.facts.effect) {
            guard let registration = certificate.registration else { continue }
            registered.insert("\(registration.mortgage) \(certificate.collateral)")
        }
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

    /// The day on which a mortgage no longer stands over a collateral.
    private func end(_ mortgage: BusinessIdentifier, over collateral: BusinessIdentifier) -> Int {
        let own = ends[mortgage, default: []].filter { $0.collaterals.isEmpty || $0.collaterals.contains(collateral) }
        return own.map(\.endedOn.dayNumber).min() ?? .max
    }

    private struct Stake {
        var mortgage: BusinessIdentifier
        var collateral: BusinessIdentifier
        /// `nil` where the contract does not say it.
        var rank: Int?
        var currency: Currency
        var days: Range<Int>
    }

    private func stake(
        _ mortgage: BusinessIdentifier, _ collateral: BusinessIdentifier, _ rank: Int?, _ currency: Currency,
        from day: CalendarDate
    ) -> Stake {
        let end = max(day.dayNumber, end(mortgage, over: collateral))
        return Stake(
            mortgage: mortgage, collateral: collateral, rank: rank, currency: currency, days: day.dayNumber..<end)
    }

    /// What stands over one collateral on one day.
    private mutating func check(_ stakes: [Stake], _ what: String) {
        for (place, one) in stakes.enumerated() {
            for other in stakes[..<place]
            where other.collateral == one.collateral && other.days.overlaps(one.days) {
                if let rank = one.rank { expect(other.rank != rank, "\(what) rank \(rank) on \(one.collateral)") }
                expect(other.currency == one.currency, "two currencies of mortgages over \(one.collateral)")
            }
        }
    }

    private mutating func checkContracts() {
        var types: [BusinessIdentifier: CollateralType] = [:]
        var stakes: [Stake] = []
        for contract in contracts.values {
            let currency = contract.claim.amount.currency
            for loan in contract.claim.loans {
                expect(loans[loan] == currency, "\(contract.mortgage) secures \(loan)")
            }
            for item in contract.items {
                let type = types.updateValue(item.type, forKey: item.collateral)
                expect(type == nil || type == item.type, "two types of \(item.collateral)")
                // What is registered counts, whatever the contract agreed: then another contract may have its rank.
                let isRegistered = registered.contains("\(contract.mortgage) \(item.collateral)")
                stakes.append(
                    stake(
                        contract.mortgage, item.collateral, isRegistered ? nil : item.rank, currency,
                        from: contract.signedOn))
            }
        }
        check(stakes, "contracts:")
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
        var stakes: [Stake] = []
        for case .certificate(let certificate) in effects {
            let number = certificate.certificateNumber.replacing("（", with: "(").replacing("\u{3000}", with: "")
            expect(numbers.insert(number).inserted, "two certificates of a number")
            guard let registration = certificate.registration else { continue }
            expect(
                registered.insert("\(registration.mortgage) \(certificate.collateral)").inserted,
                "\(registration.mortgage) is registered twice")
            stakes.append(
                stake(
                    registration.mortgage, certificate.collateral, registration.rank,
                    registration.claimAmount.currency, from: certificate.registeredOn))
            let contract = contracts[registration.mortgage]
            expect(
                contract?.items.contains { $0.collateral == certificate.collateral } == true
                    && contract?.claim.amount.currency == registration.claimAmount.currency
                    && contract.map { $0.signedOn <= certificate.registeredOn } == true,
                "the registration of \(registration.mortgage) over \(certificate.collateral) does not fit")
        }
        check(stakes, "registrations:")
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
        var revalued: Set<String> = []
        for case .revaluation(let revaluation) in effects {
            for type in revaluation.types {
                let key = "\(type) by \(revaluation.series) for \(revaluation.valueDate)"
                expect(revalued.insert(key).inserted, "twice revalued: \(key)")
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
