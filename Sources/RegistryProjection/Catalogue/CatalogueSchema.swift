/// The tables of the catalogue: every filing, what it is about, and its attachments.
///
/// `catalogue` is an index without text: a row has the distinct tokens of a `CatalogueSpan`, and `filing.span` names the row.
///
/// Digests are lower-case hexadecimal, days are `YYYY-MM-DD`, instants are seconds since 1970 in UTC.
enum CatalogueSchema {
    static let tables = """
        CREATE TABLE filing (
            number INTEGER PRIMARY KEY,
            filed_at BIGINT NOT NULL,
            officer TEXT,
            kind TEXT NOT NULL,
            identifier TEXT NOT NULL,
            title TEXT NOT NULL,
            effective TEXT NOT NULL,
            author TEXT NOT NULL,
            department TEXT NOT NULL,
            schema_set TEXT NOT NULL,
            record_digest TEXT NOT NULL,
            record_size BIGINT NOT NULL,
            supersedes BIGINT,
            withdraws BIGINT,
            span BIGINT NOT NULL
        );
        CREATE INDEX filing_identifier ON filing (identifier, kind);
        CREATE INDEX filing_effective ON filing (effective);
        CREATE INDEX filing_kind ON filing (kind, number);
        CREATE INDEX filing_supersedes ON filing (supersedes) WHERE supersedes IS NOT NULL;
        CREATE INDEX filing_withdraws ON filing (withdraws) WHERE withdraws IS NOT NULL;
        CREATE TABLE subject (
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            role TEXT NOT NULL,
            number TEXT NOT NULL,
            PRIMARY KEY (filing, position)
        ) WITHOUT ROWID;
        CREATE INDEX subject_number ON subject (role, number, filing);
        CREATE TABLE content (
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            role TEXT NOT NULL,
            digest TEXT NOT NULL,
            size BIGINT NOT NULL,
            PRIMARY KEY (filing, position)
        ) WITHOUT ROWID;
        CREATE TABLE schema_addition (
            filing INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            namespace TEXT NOT NULL,
            digest TEXT NOT NULL
        );

        """

    static let catalogue = """
        CREATE VIRTUAL TABLE catalogue USING fts5 (
            tokens, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '-_.'"
        );
        INSERT INTO catalogue (catalogue, rank) VALUES ('automerge', 0), ('crisismerge', 16);
        """

    /// The tables of filings, and the column that names the filing.
    static let tablesOfFilings = [
        (table: "filing", key: "number"), ("subject", "filing"), ("content", "filing"), ("schema_addition", "filing"),
    ]
}
