/// The tables of lending: what filings say of loans, parties and policies. Rows are facts; none is ever changed, and
/// whether its filing is in force is another question, which `interruption` answers.
///
/// Amounts are minor units of the currency beside them, rates millionths of a percent of a year. Days are numbers since
/// 1970-01-01, because a statement has two of them in every row: as text they make the table of repayments a third
/// larger, and reading a row takes half as long again.
///
/// `loan` is the number that a loan got when a filing first mentioned it: facts of one loan lie together, oldest filing
/// first, so that one loan and a whole portfolio are both read from one end to the other.
enum LendingSchema {
    static let tables = """
        CREATE TABLE interruption (
            filing BIGINT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT,
            PRIMARY KEY (filing, since)
        ) WITHOUT ROWID;
        CREATE TABLE loan_number (
            loan INTEGER PRIMARY KEY,
            filing BIGINT NOT NULL,
            identifier TEXT NOT NULL
        );
        CREATE UNIQUE INDEX loan_number_identifier ON loan_number (identifier);
        CREATE TABLE loan_contract (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            signed_on INTEGER NOT NULL,
            currency TEXT NOT NULL,
            principal BIGINT NOT NULL,
            annual_rate BIGINT NOT NULL,
            day_count TEXT NOT NULL,
            method TEXT NOT NULL,
            starts_on INTEGER NOT NULL,
            ends_on INTEGER NOT NULL,
            repayment_day INTEGER NOT NULL,
            overdue_uplift BIGINT NOT NULL,
            misuse_uplift BIGINT NOT NULL,
            compound_interest INTEGER NOT NULL,
            notice_days INTEGER,
            prepayment_minimum BIGINT,
            minimum_currency TEXT,
            prepayment_fee BIGINT,
            fee_until INTEGER,
            product TEXT NOT NULL,
            security TEXT NOT NULL,
            PRIMARY KEY (loan, filing)
        ) WITHOUT ROWID;
        CREATE INDEX loan_contract_filing ON loan_contract (filing, loan);
        CREATE TABLE loan_party (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            role TEXT NOT NULL,
            party TEXT NOT NULL,
            PRIMARY KEY (loan, filing, position)
        ) WITHOUT ROWID;
        CREATE TABLE party (
            party TEXT NOT NULL,
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            from_day INTEGER NOT NULL,
            loan BIGINT,
            name TEXT NOT NULL,
            document TEXT NOT NULL,
            document_type TEXT,
            document_number TEXT NOT NULL,
            phone TEXT,
            division TEXT,
            address TEXT,
            postal_code TEXT,
            PRIMARY KEY (party, filing, position)
        ) WITHOUT ROWID;
        CREATE TABLE disbursement (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            paid_on INTEGER NOT NULL,
            amount BIGINT NOT NULL,
            currency TEXT NOT NULL,
            purpose TEXT NOT NULL,
            voucher TEXT NOT NULL,
            PRIMARY KEY (loan, filing, position)
        ) WITHOUT ROWID;
        CREATE INDEX disbursement_filing ON disbursement (filing, loan, position);
        CREATE TABLE repayment (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            received INTEGER NOT NULL,
            cleared INTEGER,
            amount BIGINT NOT NULL,
            currency TEXT NOT NULL,
            designation TEXT NOT NULL,
            voucher TEXT NOT NULL,
            channel TEXT NOT NULL,
            PRIMARY KEY (loan, filing, position)
        ) WITHOUT ROWID;
        CREATE TABLE reversal (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            reversed_on INTEGER NOT NULL,
            amount BIGINT NOT NULL,
            currency TEXT NOT NULL,
            ground TEXT NOT NULL,
            repayment TEXT NOT NULL,
            voucher TEXT NOT NULL,
            PRIMARY KEY (loan, filing)
        ) WITHOUT ROWID;
        CREATE TABLE amendment (
            loan BIGINT NOT NULL,
            filing BIGINT NOT NULL,
            from_day INTEGER NOT NULL,
            ground TEXT NOT NULL,
            annual_rate BIGINT,
            ends_on INTEGER,
            method TEXT,
            repayment_day INTEGER,
            overdue_uplift BIGINT,
            PRIMARY KEY (loan, filing)
        ) WITHOUT ROWID;
        CREATE TABLE policy (
            filing INTEGER PRIMARY KEY,
            from_day INTEGER NOT NULL
        );

        """
}
