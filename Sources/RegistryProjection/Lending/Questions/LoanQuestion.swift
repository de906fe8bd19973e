package import Records
package import Servicing

/// Which loans to list: every condition given must hold.
package struct LoanQuestion: Hashable, Sendable {
    /// A borrower: its whole number, or a part of its name.
    package var borrower: String?
    /// The officer who filed the contract, by number, or its author, by name.
    package var officer: String?
    /// Of the contract.
    package var department: String?
    package var product: String?
    package var state: LoanState?
    /// Only loans whose identifier comes after this one: the page after it.
    package var after: BusinessIdentifier?
    /// How many to give at most.
    package var limit = 50

    package init() {}
}

/// How a loan stands at the end of a day.
package enum LoanState: String, CaseIterable, Sendable {
    /// Nothing has been paid out.
    case notPaidOut = "not-paid-out"
    /// Paid out, and nothing is overdue.
    case current
    /// Something that was due is not paid.
    case overdue
    /// Paid out, and nothing is owed in cleared funds.
    case settled

    package init(_ position: AccountPosition) {
        self =
            if position.paidOut == 0 {
                .notPaidOut
            } else if position.isSettled {
                .settled
            } else {
                position.arrears.openInstalments > 0 ? .overdue : .current
            }
    }
}

/// A loan in a list.
package struct ListedLoan: Hashable, Sendable {
    package var loan: BusinessIdentifier
    /// The contract in force, as it stands, without the particulars of its parties.
    package var contract: Filed<LoanContract>
    /// By the names of the day asked about, in the order of the contract.
    package var borrowers: [Borrower]
    package var officer: BusinessIdentifier?
    package var author: String
    package var department: String
    /// At the end of the day asked about.
    package var position: AccountPosition

    package var state: LoanState { LoanState(position) }

    package struct Borrower: Hashable, Sendable {
        package var number: BusinessIdentifier
        package var name: String
    }
}
