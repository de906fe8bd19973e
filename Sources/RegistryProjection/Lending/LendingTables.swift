extension TableDefinition {
    /// The tables of lending, in the order of `FactTable`.
    ///
    /// `loan` is the number that a loan got when a filing first mentioned it: facts of one loan lie together, oldest filing
    /// first, so that one loan and a whole portfolio are both read from one end to the other.
    static let lending: [TableDefinition] = [
        TableDefinition(
            "loan_number", key: 1, ["loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "identifier TEXT NOT NULL"],
            unique: ["identifier"]),
        TableDefinition(
            "loan_contract", key: 2,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "signed_on INTEGER NOT NULL",
                "currency TEXT NOT NULL",
                "principal BIGINT NOT NULL", "annual_rate BIGINT NOT NULL", "day_count TEXT NOT NULL",
                "method TEXT NOT NULL", "starts_on INTEGER NOT NULL", "ends_on INTEGER NOT NULL",
                "repayment_day INTEGER NOT NULL", "overdue_uplift BIGINT NOT NULL", "misuse_uplift BIGINT NOT NULL",
                "compound_interest INTEGER NOT NULL", "notice_days INTEGER", "prepayment_minimum BIGINT",
                "minimum_currency TEXT", "prepayment_fee BIGINT", "fee_until INTEGER", "product TEXT NOT NULL",
                "security TEXT NOT NULL",
            ], indexes: [["filing"]]),
        TableDefinition(
            "loan_party", key: 3,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL", "role TEXT NOT NULL",
                "party TEXT NOT NULL",
            ]),
        TableDefinition(
            "party", key: 3,
            [
                "party TEXT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "from_day INTEGER NOT NULL", "loan BIGINT", "name TEXT NOT NULL", "document TEXT NOT NULL",
                "document_type TEXT", "document_number TEXT NOT NULL", "phone TEXT", "division TEXT", "address TEXT",
                "postal_code TEXT",
            ]),
        TableDefinition(
            "disbursement", key: 3,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "paid_on INTEGER NOT NULL", "amount BIGINT NOT NULL", "currency TEXT NOT NULL", "purpose TEXT NOT NULL",
                "voucher TEXT NOT NULL",
            ], indexes: [["filing"]]),
        TableDefinition(
            "repayment", key: 3,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "position INTEGER NOT NULL",
                "received INTEGER NOT NULL", "cleared INTEGER", "amount BIGINT NOT NULL", "currency TEXT NOT NULL",
                "designation TEXT NOT NULL", "voucher TEXT NOT NULL", "channel TEXT NOT NULL",
            ]),
        TableDefinition(
            "reversal", key: 2,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "reversed_on INTEGER NOT NULL",
                "amount BIGINT NOT NULL", "currency TEXT NOT NULL", "ground TEXT NOT NULL", "repayment TEXT NOT NULL",
                "voucher TEXT NOT NULL",
            ]),
        TableDefinition(
            "amendment", key: 2,
            [
                "loan BIGINT NOT NULL", "filing BIGINT NOT NULL", "from_day INTEGER NOT NULL", "ground TEXT NOT NULL",
                "annual_rate BIGINT", "ends_on INTEGER", "method TEXT", "repayment_day INTEGER",
                "overdue_uplift BIGINT",
            ]),
        TableDefinition(
            "policy", key: 1,
            [
                "filing BIGINT NOT NULL", "from_day INTEGER NOT NULL", "fall_yellow BIGINT NOT NULL",
                "fall_orange BIGINT NOT NULL", "fall_red BIGINT NOT NULL", "over_cap_yellow BIGINT NOT NULL",
                "over_cap_orange BIGINT NOT NULL", "ratio_red BIGINT NOT NULL", "stale_orange INTEGER NOT NULL",
                "stale_red INTEGER NOT NULL", "unregistered_orange INTEGER NOT NULL",
                "unregistered_red INTEGER NOT NULL", "verification_months INTEGER NOT NULL",
                "verification_orange INTEGER NOT NULL", "missed_yellow INTEGER NOT NULL",
                "missed_orange INTEGER NOT NULL", "missed_red_in_a_row INTEGER NOT NULL",
                "missed_red_in_total INTEGER NOT NULL", "inspection_yellow INTEGER NOT NULL",
                "inspection_red INTEGER NOT NULL", "release_days INTEGER NOT NULL", "approval_days INTEGER NOT NULL",
                "missed_special_mention INTEGER NOT NULL", "missed_substandard INTEGER NOT NULL",
                "missed_doubtful INTEGER NOT NULL", "missed_loss INTEGER NOT NULL",
                "overdue_special_mention INTEGER NOT NULL", "overdue_substandard INTEGER NOT NULL",
                "overdue_doubtful INTEGER NOT NULL", "overdue_loss INTEGER NOT NULL",
            ]),
        TableDefinition(
            "policy_collateral", key: 2,
            [
                "filing BIGINT NOT NULL", "type TEXT NOT NULL", "cap BIGINT NOT NULL", "haircut BIGINT NOT NULL",
                "revaluation_months INTEGER", "revaluation_days INTEGER",
            ]),
        TableDefinition(
            "policy_fee", key: 2,
            [
                "filing BIGINT NOT NULL", "kind TEXT NOT NULL", "amount BIGINT NOT NULL", "currency TEXT NOT NULL",
            ]),
    ]
}
