extension TableDefinition {
    /// The tables of collaterals and mortgages, in the order of `FactTable`.
    ///
    /// `collateral` and `mortgage` are the numbers that they got when a filing first mentioned them, as for loans: facts of
    /// one collateral lie together, oldest filing first.
    static let collateral: [TableDefinition] = [
        TableDefinition(
            "collateral_number", key: 1,
            ["collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "identifier TEXT NOT NULL"],
            unique: ["identifier"]),
        TableDefinition(
            "mortgage_number", key: 1,
            ["mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "identifier TEXT NOT NULL"], unique: ["identifier"]),
        TableDefinition(
            "mortgage_contract", key: 2,
            [
                "mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "signed_on INTEGER NOT NULL",
                "kind TEXT NOT NULL", "amount BIGINT NOT NULL", "currency TEXT NOT NULL", "from_day INTEGER NOT NULL",
                "until_day INTEGER NOT NULL", "determination INTEGER",
            ], indexes: [["filing"]]),
        TableDefinition(
            "mortgage_loan", key: 3,
            [
                "mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "loan BIGINT NOT NULL",
            ], indexes: [["loan"]]),
        TableDefinition(
            "mortgage_collateral", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "mortgage BIGINT NOT NULL", "type TEXT NOT NULL", "rank INTEGER NOT NULL", "currency TEXT NOT NULL",
                "prior_claims BIGINT", "signed_on INTEGER NOT NULL", "agreed_value BIGINT", "description TEXT NOT NULL",
            ], indexes: [["mortgage"]], bundled: 9),
        // The mortgages that a loan contract names: a maximum-amount mortgage secures what is drawn under it.
        TableDefinition(
            "loan_mortgage", key: 3,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "mortgage BIGINT NOT NULL",
            ], indexes: [["mortgage"]]),
        // Of titles, and of the registration of mortgages, which have a mortgage. The key is the number as it is compared.
        TableDefinition(
            "certificate", key: 2,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "mortgage BIGINT",
                "registered_on INTEGER NOT NULL", "division TEXT", "rank INTEGER", "address TEXT",
                "certificate TEXT NOT NULL", "authority TEXT NOT NULL", "property TEXT NOT NULL", "claim BIGINT",
                "currency TEXT", "certificate_key TEXT NOT NULL",
            ], indexes: [["mortgage"], ["certificate_key"]], bundled: Whereabouts.columns),
        TableDefinition(
            "owner", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "party TEXT NOT NULL", "name TEXT NOT NULL",
            ]),
        TableDefinition(
            "valuation_report", key: 1,
            [
                "filing BIGINT NOT NULL", "issued_on INTEGER NOT NULL", "report_number TEXT NOT NULL",
                "valuer TEXT NOT NULL",
            ]),
        // A million rows and more: `kind` and `methods` are numbers, the place of the kind and one bit for each method.
        TableDefinition(
            "valuation", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "value_date INTEGER NOT NULL", "value BIGINT NOT NULL", "valid_until INTEGER NOT NULL",
                "kind INTEGER NOT NULL", "currency TEXT NOT NULL", "methods INTEGER NOT NULL",
            ], bundled: AppraisalRows.columns),
        TableDefinition(
            "verification", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "verified_on INTEGER NOT NULL", "result TEXT NOT NULL",
            ], bundled: 5),
        TableDefinition(
            "seizure", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "seizure TEXT NOT NULL", "action TEXT NOT NULL", "on_day INTEGER NOT NULL", "until_day INTEGER",
                "authority TEXT NOT NULL",
            ], indexes: [["seizure"]]),
        TableDefinition(
            "determination", key: 2,
            [
                "mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "determined_on INTEGER NOT NULL",
                "ground TEXT NOT NULL", "claim BIGINT NOT NULL", "currency TEXT NOT NULL",
            ]),
        TableDefinition(
            "determined_loan", key: 3,
            [
                "mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "loan BIGINT NOT NULL",
            ], indexes: [["loan"]]),
        // A row for each collateral that the mortgage no longer covers; one row without, where it ends as a whole.
        TableDefinition(
            "extinguishment", key: 3,
            [
                "mortgage BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL", "collateral BIGINT",
                "ended_on INTEGER NOT NULL", "ground TEXT NOT NULL", "proceeds BIGINT", "currency TEXT",
            ]),
        TableDefinition(
            "price_index", key: 2,
            [
                "series TEXT NOT NULL", "filing BIGINT NOT NULL", "frequency TEXT NOT NULL", "types TEXT NOT NULL",
            ]),
        TableDefinition(
            "price_index_value", key: 5,
            [
                "series TEXT NOT NULL", "region TEXT NOT NULL", "period INTEGER NOT NULL", "filing BIGINT NOT NULL",
                "position INTEGER NOT NULL", "value BIGINT NOT NULL",
            ]),
        TableDefinition(
            "revaluation", key: 1,
            [
                "filing BIGINT NOT NULL", "series TEXT NOT NULL", "price_index BIGINT NOT NULL",
                "value_date INTEGER NOT NULL", "types TEXT NOT NULL",
            ]),
        TableDefinition(
            "revaluation_region", key: 2,
            [
                "filing BIGINT NOT NULL", "position INTEGER NOT NULL", "division TEXT", "collateral BIGINT",
                "region TEXT NOT NULL",
            ]),
        TableDefinition(
            "inspected_loan", key: 3,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "inspected_on INTEGER NOT NULL", "next_due INTEGER NOT NULL", "grade TEXT NOT NULL",
            ]),
        TableDefinition(
            "inspected_collateral", key: 3,
            [
                "collateral BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "inspected_on INTEGER NOT NULL", "condition TEXT NOT NULL", "occupancy TEXT NOT NULL",
            ]),
        TableDefinition(
            "warning", key: 1,
            [
                "filing BIGINT NOT NULL", "alert TEXT", "role TEXT", "subject TEXT", "level TEXT NOT NULL",
                "cause TEXT NOT NULL", "warned_on INTEGER NOT NULL",
            ]),
        TableDefinition(
            "disposal", key: 2,
            [
                "alert TEXT NOT NULL", "filing BIGINT NOT NULL", "action TEXT NOT NULL",
                "disposed_on INTEGER NOT NULL", "deadline INTEGER", "closes INTEGER NOT NULL",
            ]),
    ]
}
