internal import Records

extension RegistryTransaction {
    /// Projects one filing into rows. Total: whatever stands in the journal has its rows, and nothing is rejected here.
    ///
    /// Also used alone by `rebuild`, so that both give the same tables. Filings come in the order of their numbers.
    package func apply(_ filing: ProjectedFiling) throws {
        try writer.write(filing)
        if filing.entry.relation != nil {
            try lending.forgetWhatIsInForce()
            collateral.forgetWhatIsInForce()
        }
    }
}
