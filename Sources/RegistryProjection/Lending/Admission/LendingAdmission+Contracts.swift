internal import GRDB
internal import Records
internal import Servicing

extension LendingAdmission {
    /// A loan has one contract in force, and what was filed about the loan must fit it.
    ///
    /// - Parameter parties: the numbers of its parties.
    func objection(
        to contract: LoanContract, _ parties: [String], superseding target: FilingNumber?
    ) throws -> Objection? {
        if contract.terms.principal.minorUnits <= 0 { return .notPositive(contract.terms.principal) }
        if let book = try book(contract.loan) {
            if let rival = book.contract {
                return Objection(
                    rule: "loan-in-use", problem: "the contract of loan \(contract.loan) is filing \(rival.filing)",
                    expected: "<supersedes>\(rival.filing)</supersedes> if this is its new version, or the number of"
                        + " another loan",
                    filing: rival.filing)
            }
            let misfits = book.misfits(under: contract)
            if !misfits.isEmpty {
                return .restsOnIt(
                    misfits, target,
                    "what was filed about the loan does not fit this contract in its currency, its principal or the"
                        + " day of its signing",
                    isSuperseded: true)
            }
        }
        guard let target else { return nil }
        return try objection(
            toRemovingContract: target, isSuperseded: true, keeping: contract.loan, Set(parties))
    }

    /// - Parameters:
    ///   - loan: that of its new version.
    ///   - kept: the numbers of the parties to its new version.
    func objection(
        toRemovingContract target: FilingNumber, isSuperseded: Bool, keeping loan: BusinessIdentifier? = nil,
        _ kept: Set<String> = []
    ) throws -> Objection? {
        let numbers = try Int.fetchAll(
            database.cachedStatement(sql: "SELECT loan FROM loan_contract WHERE filing = $1"),
            arguments: ["1": target.value])
        for number in numbers {
            let name = try database.name(of: .loan, number)
            if name != loan {
                let resting = try LoanBook(number, name, reader).filings
                if !resting.isEmpty {
                    return .restsOnIt(resting, target, "the loan would have no contract", isSuperseded: isSuperseded)
                }
            }
            for party in try reader.namesOfParties(of: number, in: target) where !kept.contains(party) {
                guard try !introduces(party, without: target) else { continue }
                let changes = try changes(of: party)
                guard changes.isEmpty else {
                    return .restsOnIt(
                        changes, target, "no other contract names the party that changed", isSuperseded: isSuperseded)
                }
            }
        }
        return nil
    }

    private func changes(of party: String) throws -> [FilingNumber] {
        let sql = """
            SELECT t.filing FROM party AS t
            WHERE t.party = $1 AND \(FilingsInForce.condition("t.filing")) AND t.loan IS NULL
            """
        return try Int.fetchAll(
            database.cachedStatement(sql: sql), arguments: ["1": party, "2": Int.max]
        ).map { FilingNumber($0) }
    }
}
