internal import GRDB
internal import Records
internal import Servicing

/// Whether what a record says of collaterals, mortgages, indices and alerts fits what filings in force say already; reads
/// only. As `LendingAdmission` for loans.
final class CollateralAdmission {
    let database: Database
    let numbers: EntityNumbers
    private var statements: [String: FastStatement] = [:]
    /// The filing that is about to be replaced: as if it were not in force.
    private(set) var left: FilingNumber?
    /// Collaterals that filings in force name.
    private var known: Set<Int> = []

    init(_ database: Database, _ numbers: EntityNumbers) {
        self.database = database
        self.numbers = numbers
    }

    /// - Parameter target: the filing that the record supersedes.
    func objection(to facts: RecordFacts, superseding target: FilingNumber?) throws -> Objection? {
        left = target
        defer { left = nil }
        if let objection = try objection(to: facts.effect) { return objection }
        return try target.flatMap { try objection(toRemoving: $0, facts.kind, insteadOf: facts.effect) }
    }

    /// - Returns: why a filing of this kind may not be withdrawn.
    /// - Parameter restored: the version before it, which would be in force again.
    func objection(
        toWithdrawing target: FilingNumber, _ kind: RecordKind, restoring restored: FilingNumber?
    ) throws -> Objection? {
        left = target
        defer { left = nil }
        guard let restored else { return try objection(toRemoving: target, kind, insteadOf: nil) }
        let effect = try effect(of: restored, kind)
        var objection = try effect.flatMap { try self.objection(to: $0) }
        if objection == nil, kind == .indexedRevaluation {
            objection = try self.objection(toRestoringRevaluation: restored)
        }
        if objection == nil, let effect {
            objection = try self.objection(toRemoving: target, kind, insteadOf: effect)
        }
        guard var objection else { return nil }
        objection.problem = "filing \(restored) would be in force again: " + objection.problem
        return objection
    }

    private func objection(to effect: RecordEffect) throws -> Objection? {
        switch effect {
        case .mortgageContract(let contract): try objection(to: contract)
        case .certificate(let certificate): try objection(to: certificate)
        case .valuation(let report): try objection(to: report)
        case .verification(let verification): try firstUnknown(verification.items.map(\.collateral))
        case .seizure(let notice): try objection(to: notice)
        case .determination(let determination): try objection(to: determination)
        case .extinguishment(let extinguishment): try objection(to: extinguishment)
        case .priceIndex(let index): try objection(to: index)
        case .revaluation(let revaluation): try objection(to: revaluation)
        case .warning(let warning): try objection(to: warning)
        case .disposal(let disposal): try objection(to: disposal)
        default: nil
        }
    }

    // MARK: Questions

    /// Rows of a statement in which `$1` is a number, `$2` the last filing and `$3` the one that is left out.
    func rows(_ sql: String, _ key: Int) throws -> FastStatement {
        let rows = try prepared(sql)
        rows.bind(1, key)
        return rows
    }

    func rows(_ sql: String, _ key: String) throws -> FastStatement {
        let rows = try prepared(sql)
        rows.bind(1, key)
        return rows
    }

    private func prepared(_ sql: String) throws -> FastStatement {
        let rows = try statement(sql)
        rows.bind(2, Int.max)
        rows.bind(3, left?.value ?? -1)
        return rows
    }

    private func statement(_ sql: String) throws -> FastStatement {
        let rows = try statements[sql] ?? FastStatement(sql, in: database)
        statements[sql] = rows
        rows.reset()
        return rows
    }

    /// Gives the rows that a filing has in a table, in the table's order.
    ///
    /// They lie by their loans, mortgages or collaterals, and all of these are among the subjects of the record: its schema
    /// wants that of each kind. Subjects without rows do no harm.
    func eachRow(of filing: FilingNumber, in table: FactTable, _ body: (FastStatement) throws -> Void) throws {
        let rows = try statement(Self.rowsOfFiling(table))
        defer { rows.reset() }
        guard let entity = table.entity else {
            rows.bind(1, filing.value)
            while try rows.step() { try body(rows) }
            return
        }
        for number in try subjects(of: filing, entity) {
            rows.bind(1, number)
            rows.bind(2, filing.value)
            while try rows.step() { try body(rows) }
        }
    }

    static func rowsOfFiling(_ table: FactTable) -> String {
        let condition = table.entity.map { "\($0.column) = $1 AND filing = $2" } ?? "filing = $1"
        return "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) WHERE \(condition)"
            + " ORDER BY \(table.key)"
    }

    /// The numbers of the subjects of a filing, each once and in ascending order.
    private func subjects(of filing: FilingNumber, _ entity: Entity) throws -> [Int] {
        let rows = try statement("SELECT number FROM subject WHERE filing = $1 AND role = $2")
        rows.bind(1, filing.value)
        rows.bind(2, entity.column)
        var found: Set<Int> = []
        while try rows.step() {
            if let number = try numbers.number(of: entity, rows.identifier(0)) { found.insert(number) }
        }
        return found.sorted()
    }

    /// The condition that the filing in a column is in force, and not the one that is left out.
    static func counts(_ column: String) -> String { "\(FilingsInForce.condition(column)) AND \(column) <> $3" }

    /// The first filing that the statement finds.
    func filing(_ sql: String, _ key: Int) throws -> FilingNumber? {
        let rows = try rows(sql, key)
        defer { rows.reset() }
        return try rows.step() ? try rows.filing(0) : nil
    }

    func filing(_ sql: String, _ key: String) throws -> FilingNumber? {
        let rows = try rows(sql, key)
        defer { rows.reset() }
        return try rows.step() ? try rows.filing(0) : nil
    }

    /// Why the first collateral that no contract and no title names is unknown; `nil` where all are known.
    func firstUnknown(_ collaterals: [BusinessIdentifier]) throws -> Objection? {
        for collateral in collaterals where try !isKnown(collateral) { return .unknownCollateral(collateral) }
        return nil
    }

    func isKnown(_ collateral: BusinessIdentifier) throws -> Bool {
        guard let number = try numbers.number(of: .collateral, collateral) else { return false }
        return try isKnown(collateral: number)
    }

    /// Whether a mortgage contract or a title in force names a collateral.
    func isKnown(collateral number: Int) throws -> Bool {
        if left == nil, known.contains(number) { return true }
        let isKnown = try isInContract(number) || hasTitle(number)
        if left == nil, isKnown { known.insert(number) }
        return isKnown
    }

    /// To be told of each filing that supersedes or withdraws another one.
    func forgetWhatIsInForce() { known.removeAll(keepingCapacity: true) }

    private func isInContract(_ collateral: Int) throws -> Bool {
        try filing(
            "SELECT t.filing FROM mortgage_collateral AS t WHERE t.collateral = $1 AND \(Self.counts("t.filing"))",
            collateral) != nil
    }

    private func hasTitle(_ collateral: Int) throws -> Bool {
        try filing(
            """
            SELECT t.filing FROM certificate AS t
            WHERE t.collateral = $1 AND t.mortgage IS NULL AND \(Self.counts("t.filing"))
            """, collateral) != nil
    }

    /// The contract in force of a mortgage.
    func contract(of mortgage: BusinessIdentifier) throws -> KnownMortgage? {
        guard let number = try numbers.number(of: .mortgage, mortgage) else { return nil }
        let rows = try rows(
            """
            SELECT t.filing, t.signed_on, t.kind, t.currency FROM mortgage_contract AS t
            WHERE t.mortgage = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing DESC
            """, number)
        defer { rows.reset() }
        guard try rows.step() else { return nil }
        return KnownMortgage(
            number: number, contract: try rows.filing(0), signedOn: try rows.day(1), kind: try rows.word(2),
            currency: try rows.text(3))
    }
}

/// What a mortgage contract in force says of its mortgage.
struct KnownMortgage {
    var number: Int
    var contract: FilingNumber
    var signedOn: CalendarDate
    var kind: MortgageKind
    var currency: String
}

extension Objection {
    static func unknownCollateral(_ collateral: BusinessIdentifier) -> Objection {
        Objection(
            rule: "unknown-collateral",
            problem: "no mortgage contract and no certificate of title in force names collateral \(collateral)",
            expected: "the number of a collateral whose contract or title is filed (see `muniment collateral list`)",
            isMendable: true)
    }

    static func unknownMortgage(_ mortgage: BusinessIdentifier) -> Objection {
        Objection(
            rule: "unknown-mortgage", problem: "there is no contract of mortgage \(mortgage)",
            expected: "the number of a mortgage whose contract is filed (see `muniment mortgage list`)",
            isMendable: true)
    }

    /// - Parameter filing: the one that says the currency.
    static func otherCurrency(_ what: String, _ currency: Currency, than other: String, _ filing: FilingNumber)
        -> Objection
    {
        Objection(
            rule: "other-currency", problem: "\(what) is in \(currency), and filing \(filing) is in \(other)",
            expected: "an amount in \(other)", filing: filing)
    }

    static func beforeContract(_ what: String, _ day: CalendarDate, _ mortgage: KnownMortgage) -> Objection {
        Objection(
            rule: "before-contract",
            problem:
                "\(what) \(day), and the contract was signed on \(mortgage.signedOn) (filing \(mortgage.contract))",
            expected: "a day from \(mortgage.signedOn) on", filing: mortgage.contract)
    }
}
