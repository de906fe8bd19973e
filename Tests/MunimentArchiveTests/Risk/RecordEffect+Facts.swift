import Records

/// What a record says, as the kinds that a plain computation asks for.
extension RecordEffect {
    var policy: Policy? { if case .policy(let fact) = self { fact } else { nil } }
    var loanContract: LoanContract? { if case .loanContract(let fact) = self { fact } else { nil } }
    var mortgageContract: MortgageContract? { if case .mortgageContract(let fact) = self { fact } else { nil } }
    var certificate: CollateralCertificate? { if case .certificate(let fact) = self { fact } else { nil } }
    var valuation: ValuationReport? { if case .valuation(let fact) = self { fact } else { nil } }
    var determination: ClaimDetermination? { if case .determination(let fact) = self { fact } else { nil } }
    var extinguishment: Extinguishment? { if case .extinguishment(let fact) = self { fact } else { nil } }
    var revaluation: IndexedRevaluation? { if case .revaluation(let fact) = self { fact } else { nil } }
    var verification: TitleVerification? { if case .verification(let fact) = self { fact } else { nil } }
    var seizure: SeizureNotice? { if case .seizure(let fact) = self { fact } else { nil } }
    var inspection: InspectionReport? { if case .inspection(let fact) = self { fact } else { nil } }
    var warning: RiskWarning? { if case .warning(let fact) = self { fact } else { nil } }
    var disposal: DisposalRecord? { if case .disposal(let fact) = self { fact } else { nil } }
}
