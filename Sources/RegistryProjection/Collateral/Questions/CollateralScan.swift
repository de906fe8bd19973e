internal import GRDB
internal import Records
internal import Servicing

/// Reads the collaterals of a range side by side with what was filed about them: each table once, from one end to the
/// other. As `PortfolioScan` does for loans.
struct CollateralScan {
    private let moment: Moment
    private let names: EntityRows
    private let bundles: BundleRows
    /// `nil` where nobody asks for texts: bundles have the rest.
    private let certificates: EntityRows?
    /// `nil` where nobody asks for events.
    private let seizures: EntityRows?
    private let detail: CollateralDetail
    private let inForce: FilingsInForce
    private(set) var indexes: IndexBook
    private var row = ScannedRow()
    private var types = LastWord<CollateralType>()
    private var currencies = LastCurrency()
    private var results = LastWord<TitleVerification.Result>()
    private var wanted: WantedEntities?

    /// - Parameter wanted: `nil` where all of the range are.
    init(
        _ collaterals: ClosedRange<Int>, _ wanted: WantedEntities?, at moment: Moment, _ detail: CollateralDetail,
        _ indexes: IndexBook, _ inForce: FilingsInForce, in database: Database
    ) throws {
        func rows(_ table: FactTable, columns: Int = .max) throws -> EntityRows {
            try EntityRows(table, collaterals, database, columns: columns)
        }
        self.wanted = wanted
        self.moment = moment
        self.detail = detail
        self.indexes = indexes
        self.inForce = inForce
        names = try rows(.collateralNumber)
        var bundled: [FactTable] = [.mortgageCollateral, .valuation]
        if !detail.contains(.texts) { bundled.append(.certificate) }
        if detail.contains(.events) { bundled.append(.verification) }
        bundles = try BundleRows(bundled, collaterals, database)
        certificates = detail.contains(.texts) ? try rows(.certificate, columns: Whereabouts.columns + 2) : nil
        seizures = detail.contains(.events) ? try rows(.seizure, columns: 7) : nil
    }

    /// - Returns: the next collateral of which a filing in force speaks; `nil` at the end.
    mutating func next() throws -> PortfolioCollateral? {
        while let number = try names.next(&wanted) {
            let name = try names.row.identifier(2)
            try names.next()
            row.removeAll()
            try bundles.advance(to: number)
            try readStakes(of: number)
            try readCertificates(of: number)
            try readValuations(of: number)
            try readEvents(of: number)
            guard !row.isEmpty else { continue }
            return collateral(number, name)
        }
        return nil
    }

    private mutating func readStakes(of number: Int) throws {
        try bundles.each(.mortgageCollateral, of: number, inForce) { stake, filing in
            row.stakes.append(
                Encumbrance(
                    mortgage: try stake.value(3), filing: filing, type: try types.word(stake, 4),
                    rank: try stake.value(5),
                    priorClaims: stake.int(7)))
            // What is not signed yet says type and currency only where nothing is.
            let isSigned = try stake.day(8) <= moment.asOf
            if row.isSigned, !isSigned { return }
            row.isSigned = isSigned
            row.type = row.stakes.last?.type
            row.currency = try currencies.currency(stake, 6)
        }
    }

    private mutating func readCertificates(of number: Int) throws {
        if let certificates {
            try certificates.each(of: number, inForce) { try readCertificate($0, $1, withTexts: true) }
        } else {
            try bundles.each(.certificate, of: number, inForce) { try readCertificate($0, $1, withTexts: false) }
        }
    }

    @inline(__always)
    private mutating func readCertificate(
        _ certificate: some FactRow, _ filing: FilingNumber, withTexts: Bool
    ) throws {
        try row.place.add(certificate, withAddress: withTexts)
        let day = try certificate.day(3)
        guard day <= moment.asOf else { return }
        if let mortgage = certificate.int(2) {
            row.registrations.append(
                CollateralRegistration(
                    mortgage: mortgage, filing: filing, registeredOn: day, rank: try certificate.value(5),
                    certificate: withTexts ? try certificate.text(7) : nil))
        } else if row.title.map({ $0.fact.registeredOn <= day }) ?? true {
            row.title = Filed(
                filing,
                CollateralTitle(registeredOn: day, certificate: withTexts ? try certificate.text(7) : nil))
        }
    }

    private mutating func readValuations(of number: Int) throws {
        try bundles.each(.valuation, of: number, inForce) { valuation, filing in
            try row.values.add(valuation, filing, &row.currency, asOf: moment.asOf)
        }
    }

    private mutating func readEvents(of number: Int) throws {
        try bundles.each(.verification, of: number, inForce) { verification, filing in
            let day = try verification.day(3)
            guard day <= moment.asOf, row.verification.map({ $0.fact.verifiedOn <= day }) ?? true else { return }
            row.verification = Filed(
                filing, CollateralVerification(verifiedOn: day, result: try results.word(verification, 4)))
        }
        try seizures?.each(of: number, inForce) { seizure, filing in
            row.seizures.append(
                Filed(
                    filing,
                    SeizureStep(
                        seizure: try seizure.text(3), action: try seizure.word(4), on: try seizure.day(5),
                        until: seizure.optionalDay(6))))
        }
    }

    private mutating func collateral(_ number: Int, _ name: BusinessIdentifier) -> PortfolioCollateral {
        let (type, day) = (row.type, moment.asOf)
        let division = row.place.division(on: day)
        return PortfolioCollateral(
            number: number, name: name, type: type, currency: row.currency, encumbrances: row.stakes,
            registrations: row.registrations, title: row.title, division: division,
            address: detail.contains(.texts) ? row.place.address(on: day) : nil,
            region: indexes.region(division: division, collateral: number),
            history: indexes.history(row.values.appraisals, type: type, row.place, collateral: number),
            otherCurrency: row.values.otherCurrency(asOf: day), verification: row.verification,
            seizures: row.seizures.standing(on: day))
    }
}

/// What the tables have of one collateral; its memory serves for one after the other.
private struct ScannedRow {
    var stakes: [Encumbrance] = []
    var registrations: [CollateralRegistration] = []
    var title: Filed<CollateralTitle>?
    var place = Whereabouts()
    /// By the latest contract that is signed.
    var type: CollateralType?
    var currency: Currency?
    var isSigned = false
    var values = AppraisalRows()
    var verification: Filed<CollateralVerification>?
    var seizures: [Filed<SeizureStep>] = []

    /// No filing in force speaks of it, up to the day.
    var isEmpty: Bool {
        stakes.isEmpty && registrations.isEmpty && title == nil && values.isEmpty
            && verification == nil && seizures.isEmpty
    }

    mutating func removeAll() {
        stakes.removeAll(keepingCapacity: true)
        registrations.removeAll(keepingCapacity: true)
        (title, type, currency, isSigned) = (nil, nil, nil, false)
        place.removeAll()
        values.removeAll()
        verification = nil
        seizures.removeAll(keepingCapacity: true)
    }
}
