internal import GRDB
internal import Records
internal import Servicing

/// Reads the mortgages of a range side by side with what was filed about them, as `CollateralScan` does.
struct MortgageScan {
    private let moment: Moment
    private let names: EntityRows
    private let contracts: EntityRows
    private let loans: EntityRows
    private let determinations: EntityRows
    private let determinedLoans: EntityRows
    private let extinguishments: EntityRows
    private let drawn: DrawnLoans
    private let inForce: FilingsInForce
    private var wanted: WantedEntities?
    private var kinds = LastWord<MortgageKind>()
    private var currencies = LastCurrency()

    /// - Parameter wanted: `nil` where all of the range are.
    init(
        _ mortgages: ClosedRange<Int>, _ wanted: WantedEntities?, at moment: Moment, _ inForce: FilingsInForce,
        in database: Database
    ) throws {
        self.wanted = wanted
        func rows(_ table: FactTable) throws -> EntityRows { try EntityRows(table, mortgages, database) }
        self.moment = moment
        self.inForce = inForce
        names = try rows(.mortgageNumber)
        contracts = try rows(.mortgageContract)
        loans = try rows(.mortgageLoan)
        determinations = try rows(.determination)
        determinedLoans = try rows(.determinedLoan)
        extinguishments = try rows(.extinguishment)
        drawn = try DrawnLoans(inForce, database)
    }

    /// - Returns: the next mortgage that has a contract in force, signed up to the day; `nil` at the end.
    mutating func next() throws -> PortfolioMortgage? {
        while let number = try names.next(&wanted) {
            let name = try names.row.identifier(2)
            try names.next()
            var mortgage: PortfolioMortgage?
            try contracts.each(of: number, inForce) { contract, filing in
                let signed = try contract.day(2)
                guard signed <= moment.asOf else { return }
                mortgage = PortfolioMortgage(
                    number: number, name: name, contract: filing, signedOn: signed, kind: try kinds.word(contract, 3),
                    amount: try currencies.money(contract, 4, 5), from: try contract.day(6), until: try contract.day(7),
                    determinationDate: contract.optionalDay(8), loans: [], released: [])
            }
            guard var mortgage else { continue }
            try readLoans(&mortgage)
            try readEnd(&mortgage)
            return mortgage
        }
        return nil
    }

    private func readLoans(_ mortgage: inout PortfolioMortgage) throws {
        let contract = mortgage.contract
        var named: [Int] = []
        named.reserveCapacity(1)
        try loans.each(of: mortgage.number, inForce) { loan, filing in
            if filing == contract { named.append(try loan.value(3)) }
        }
        guard mortgage.kind == .maximumAmount else { return mortgage.loans = named.count < 2 ? named : named.sorted() }
        var determination: Filed<PortfolioMortgage.Determined>?
        try determinations.each(of: mortgage.number, inForce) { row, filing in
            let day = try row.day(2)
            guard day <= moment.asOf else { return }
            determination = Filed(filing, .init(on: day, ground: try row.word(3), claim: try row.money(4, 5)))
        }
        guard let determination else {
            return mortgage.loans = Set(named + (try drawn.loans(under: mortgage.number))).sorted()
        }
        // Once the claim is determined, only what it consists of is secured (Civil Code 423).
        mortgage.determination = determination
        var fixed: [Int] = []
        try determinedLoans.each(of: mortgage.number, inForce) { loan, filing in
            if filing == determination.filing { fixed.append(try loan.value(3)) }
        }
        mortgage.loans = fixed.sorted()
        let claim = determination.fact.claim
        if claim.currency == mortgage.amount.currency {
            mortgage.amount.minorUnits = min(mortgage.amount.minorUnits, claim.minorUnits)
        }
    }

    private func readEnd(_ mortgage: inout PortfolioMortgage) throws {
        var released: [Filed<PortfolioMortgage.Released>] = []
        var end: Filed<PortfolioMortgage.Extinguished>?
        try extinguishments.each(of: mortgage.number, inForce) { row, filing in
            let day = try row.day(4)
            guard day <= moment.asOf else { return }
            let ground: Extinguishment.Ground = try row.word(5)
            if let collateral = row.int(3) {
                released.append(Filed(filing, .init(collateral: collateral, on: day, ground: ground)))
            } else {
                let proceeds = row.isNull(6) ? nil : try row.money(6, 7)
                end = Filed(filing, .init(on: day, ground: ground, proceeds: proceeds))
            }
        }
        mortgage.released = released
        mortgage.extinguishment = end
    }
}

/// The loans whose contract names a mortgage: those drawn under one with a maximum amount.
private final class DrawnLoans {
    private let rows: FastStatement
    private let inForce: FilingsInForce

    init(_ inForce: FilingsInForce, _ database: Database) throws {
        self.inForce = inForce
        rows = try FastStatement("SELECT loan, filing FROM loan_mortgage WHERE mortgage = $1", in: database)
    }

    func loans(under mortgage: Int) throws -> [Int] {
        rows.bind(1, mortgage)
        var loans: [Int] = []
        while try rows.step() {
            if inForce.contains(try rows.value(1)) { loans.append(try rows.value(0)) }
        }
        return loans
    }
}
