package import Records

extension RecordFacts {
    /// With the loans, collaterals and mortgages that it speaks of among its subjects, as the schema of its kind wants it.
    package var namingItsSubjects: RecordFacts {
        var facts = self
        for subject in effect.subjects where !facts.header.subjects.contains(subject) {
            facts.header.subjects.append(subject)
        }
        return facts
    }
}

extension RecordEffect {
    fileprivate var subjects: [Subject] {
        switch self {
        case .loanContract(let contract): Self.subjects(.loan, [contract.loan])
        case .mortgageContract(let contract):
            Self.subjects(.mortgage, [contract.mortgage]) + Self.subjects(.collateral, contract.items.map(\.collateral))
                + Self.subjects(.loan, contract.claim.loans)
        case .certificate(let certificate):
            Self.subjects(.collateral, [certificate.collateral])
                + Self.subjects(.mortgage, [certificate.registration?.mortgage].compactMap { $0 })
        case .valuation(let report): Self.subjects(.collateral, report.items.map(\.collateral))
        case .verification(let verification): Self.subjects(.collateral, verification.items.map(\.collateral))
        case .seizure(let notice): Self.subjects(.collateral, notice.collaterals)
        case .determination(let determination):
            Self.subjects(.mortgage, [determination.mortgage]) + Self.subjects(.loan, determination.loans)
        case .extinguishment(let extinguishment):
            Self.subjects(.mortgage, [extinguishment.mortgage])
                + Self.subjects(.collateral, extinguishment.collaterals)
        default: []
        }
    }

    private static func subjects(_ role: Subject.Role, _ numbers: [BusinessIdentifier]) -> [Subject] {
        numbers.map { Subject(role: role, number: $0) }
    }
}
