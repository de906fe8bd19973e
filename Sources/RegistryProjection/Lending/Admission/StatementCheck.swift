internal import GRDB
internal import Records

/// Checks repayments, one or thousands of them: one pass in the order of their loans, and for each loan one look at its
/// contract, at its disbursements and at its repayments, which lie together.
///
/// Nothing is allocated for a row that is in the registry already.
final class StatementCheck {
    private let loans: EntityNumbers
    private let contracts: FastStatement
    private let disbursements: FastStatement
    private let voucher: FastStatement
    private let vouchers: FastStatement
    private let interruption: FastStatement
    /// Whether filings that were asked for are in force.
    private var inForce: [Int: Bool] = [:]

    init(_ database: Database, _ loans: EntityNumbers) throws {
        self.loans = loans
        contracts = try FastStatement(
            "SELECT filing, currency FROM loan_contract WHERE loan = $1 ORDER BY filing DESC", in: database)
        disbursements = try FastStatement(
            "SELECT filing, paid_on FROM disbursement WHERE loan = $1 AND purpose = 'principal'", in: database)
        voucher = try FastStatement("SELECT filing FROM repayment WHERE loan = $1 AND voucher = $2", in: database)
        vouchers = try FastStatement("SELECT filing, voucher FROM repayment WHERE loan = $1", in: database)
        interruption = try FastStatement(
            "SELECT 1 FROM interruption WHERE filing = $1 AND until IS NULL LIMIT 1", in: database)
    }

    func forgetWhatIsInForce() { inForce.removeAll(keepingCapacity: true) }

    /// What is wrong with each row, those left out that are as they should be.
    ///
    /// - Parameter target: the filing that the rows take the place of.
    func objections(to rows: [Repayment], superseding target: FilingNumber?) throws -> [Int: Objection] {
        let numbers = try rows.map { try loans.number(of: .loan, $0.loan) ?? 0 }
        var objections: [Int: Objection] = [:]
        let places = numbers.sortedPlaces
        var start = 0
        while start < places.count {
            let loan = numbers[places[start]]
            var end = start + 1
            while end < places.count, numbers[places[end]] == loan { end += 1 }
            try check(rows, places[start..<end], loan, target, &objections)
            start = end
        }
        return objections
    }

    private func check(
        _ rows: [Repayment], _ places: ArraySlice<Int>, _ loan: Int, _ target: FilingNumber?,
        _ objections: inout [Int: Objection]
    ) throws {
        guard loan > 0, let contract = try contract(of: loan, target) else {
            for place in places { objections[place] = .unknownLoan(rows[place].loan) }
            return
        }
        let first = try firstDisbursement(of: loan, target)
        for place in places {
            let row = rows[place]
            if row.amount.minorUnits <= 0 {
                objections[place] = .notPositive(row.amount)
            } else if row.amount.currency.code != contract.currency {
                objections[place] = .otherCurrency(row.amount, contract.currency, contract.filing)
            } else if first.map({ row.received.dayNumber < $0 }) ?? true {
                objections[place] = Self.beforeDisbursement(row, first)
            }
        }
        try checkVouchers(rows, places, loan, target, &objections)
    }

    private static func beforeDisbursement(_ row: Repayment, _ first: Int?) -> Objection {
        Objection(
            rule: "before-disbursement",
            problem: first.map {
                "money came in on \(row.received), and the first was paid out on \(CalendarDate(dayNumber: $0))"
            } ?? "money came in on \(row.received), and none has been paid out",
            expected: "a day from the first disbursement on, or first that disbursement", isMendable: true)
    }

    private func checkVouchers(
        _ rows: [Repayment], _ places: ArraySlice<Int>, _ loan: Int, _ target: FilingNumber?,
        _ objections: inout [Int: Objection]
    ) throws {
        if places.count == 1, let place = places.first {
            voucher.bind(1, loan)
            voucher.bind(2, rows[place].voucher.text)
            while try voucher.step() {
                try object(to: place, rows, of: try voucher.value(0), target, &objections)
            }
            return
        }
        var seen: [String: Int] = [:]
        for place in places {
            let voucher = rows[place].voucher
            if seen[voucher.text] != nil {
                objections[place] = .voucherTwice(voucher, nil)
            } else {
                seen[voucher.text] = place
            }
        }
        vouchers.bind(1, loan)
        while try vouchers.step() {
            guard let place = seen[try vouchers.text(1)] else { continue }
            try object(to: place, rows, of: try vouchers.value(0), target, &objections)
        }
    }

    /// A filing has the voucher of a row.
    private func object(
        to place: Int, _ rows: [Repayment], of filing: Int, _ target: FilingNumber?,
        _ objections: inout [Int: Objection]
    ) throws {
        guard try isInForce(filing, target) else { return }
        objections[place] = .voucherTwice(rows[place].voucher, FilingNumber(filing))
    }

    private func contract(
        of loan: Int, _ target: FilingNumber?
    ) throws -> (filing: FilingNumber, currency: String)? {
        contracts.bind(1, loan)
        defer { contracts.reset() }
        while try contracts.step() {
            let filing = try contracts.value(0)
            if try isInForce(filing, target) { return (FilingNumber(filing), try contracts.text(1)) }
        }
        return nil
    }

    private func firstDisbursement(of loan: Int, _ target: FilingNumber?) throws -> Int? {
        disbursements.bind(1, loan)
        var first: Int?
        while try disbursements.step() {
            let day = try disbursements.value(1)
            if try day < first ?? .max && isInForce(try disbursements.value(0), target) { first = day }
        }
        return first
    }

    private func isInForce(_ filing: Int, _ target: FilingNumber?) throws -> Bool {
        if filing == target?.value { return false }
        if let known = inForce[filing] { return known }
        interruption.bind(1, filing)
        let isInterrupted = try interruption.step()
        interruption.reset()
        inForce[filing] = !isInterrupted
        return !isInterrupted
    }
}
