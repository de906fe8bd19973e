import Records
import Servicing

@testable import RegistryProjection

/// What filings say of loans, told by looking at all of them each time: what the registry must agree with.
struct PlainLedger {
    /// Filings that speak, oldest first.
    let speaking: [ProjectedFiling]
    private let numbers: Set<FilingNumber>

    /// A filing speaks if nobody withdrew it, and no version of it follows that was not withdrawn itself.
    init(filings: [ProjectedFiling]) {
        let withdrawn = Set(filings.compactMap(\.entry.relation?.withdrawn))
        let followed = filings.filter { !withdrawn.contains($0.number) }.compactMap(\.entry.relation?.superseded)
        let silent = withdrawn.union(followed)
        speaking = filings.filter { !silent.contains($0.number) }
        numbers = Set(speaking.map(\.number))
    }

    func isInForce(_ number: FilingNumber) -> Bool { numbers.contains(number) }

    func contract(_ loan: BusinessIdentifier) -> Filed<LoanContract>? {
        speaking.compactMap { filing -> Filed<LoanContract>? in
            guard case .loanContract(let contract) = filing.facts.effect, contract.loan == loan else { return nil }
            return Filed(filing.number, contract)
        }.last
    }

    func disbursements(_ loan: BusinessIdentifier) -> [Filed<Disbursement>] {
        speaking.flatMap { filing -> [Filed<Disbursement>] in
            guard case .disbursements(let rows) = filing.facts.effect else { return [] }
            return rows.filter { $0.loan == loan }.map { Filed(filing.number, $0) }
        }
    }

    func repayments(_ loan: BusinessIdentifier) -> [Filed<Repayment>] {
        speaking.flatMap { filing -> [Filed<Repayment>] in
            guard case .repayments(let rows) = filing.facts.effect else { return [] }
            return rows.filter { $0.loan == loan }.map { Filed(filing.number, $0) }
        }
    }

    func reversals(_ loan: BusinessIdentifier) -> [Filed<RepaymentReversal>] {
        speaking.compactMap { filing -> Filed<RepaymentReversal>? in
            guard case .reversal(let reversal) = filing.facts.effect, reversal.loan == loan else { return nil }
            return Filed(filing.number, reversal)
        }
    }

    func amendments(_ loan: BusinessIdentifier) -> [Filed<TermsAmendment>] {
        speaking.compactMap { filing -> Filed<TermsAmendment>? in
            guard case .amendment(let amendment) = filing.facts.effect, amendment.loan == loan else { return nil }
            return Filed(filing.number, amendment)
        }
    }

    /// The particulars that hold on a day, and the filing that says them.
    func particulars(_ party: BusinessIdentifier, on day: CalendarDate) -> Filed<Party>? {
        var versions: [(from: CalendarDate, party: Filed<Party>)] = []
        for filing in speaking {
            switch filing.facts.effect {
            case .loanContract(let contract):
                for one in contract.borrowers + contract.guarantors where one.number == party {
                    versions.append((contract.signedOn, Filed(filing.number, one)))
                }
            case .partyChange(let change) where change.party.number == party:
                versions.append((change.from, Filed(filing.number, change.party)))
            default: break
            }
        }
        let come = versions.filter { $0.from <= day }
        if let latest = come.map(\.from).max() { return come.last { $0.from == latest }?.party }
        return versions.first { $0.from == versions.map(\.from).min() }?.party
    }

    func policy(on day: CalendarDate) -> Filed<Policy>? {
        var latest: (from: CalendarDate, policy: Filed<Policy>)?
        for filing in speaking {
            guard case .policy(let policy) = filing.facts.effect else { continue }
            let from = filing.facts.header.effective
            if from <= day, latest.map({ $0.from <= from }) ?? true { latest = (from, Filed(filing.number, policy)) }
        }
        return latest?.policy
    }
}
