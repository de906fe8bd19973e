internal import GRDB

/// The tables. SQL that SQLite 3.40 and PostgreSQL 15 both accept, but for the full-text index.
///
/// Digests are lower-case hexadecimal, days are `YYYY-MM-DD`, instants are seconds since 1970 in UTC.
enum RegistrySchema {
    /// A registry of another version is rebuilt, never migrated: it is a projection.
    static let version = 1

    static let tables = """
        CREATE TABLE projection (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            tree_size BIGINT NOT NULL,
            root TEXT NOT NULL
        );
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
            withdraws BIGINT
        );
        CREATE INDEX filing_identifier ON filing (identifier, kind);
        CREATE INDEX filing_effective ON filing (effective);
        CREATE INDEX filing_kind ON filing (kind, number);
        CREATE INDEX filing_supersedes ON filing (supersedes) WHERE supersedes IS NOT NULL;
        CREATE INDEX filing_withdraws ON filing (withdraws) WHERE withdraws IS NOT NULL;
        CREATE TABLE subject (
            filing BIGINT NOT NULL,
            role TEXT NOT NULL,
            number TEXT NOT NULL
        );
        CREATE INDEX subject_number ON subject (role, number, filing);
        CREATE INDEX subject_filing ON subject (filing);
        CREATE TABLE content (
            filing BIGINT NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            role TEXT NOT NULL,
            digest TEXT NOT NULL,
            size BIGINT NOT NULL
        );
        CREATE INDEX content_filing ON content (filing, position);
        CREATE TABLE schema_addition (
            filing INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            namespace TEXT NOT NULL,
            digest TEXT NOT NULL
        );
        CREATE VIRTUAL TABLE catalogue USING fts5 (
            words, identifiers, tokenize = "unicode61 remove_diacritics 2 tokenchars '-_.'"
        );
        """

    /// Every table, with the columns by which its rows are told apart; for comparing two registries.
    static let keys: [(table: String, columns: [String])] = [
        (
            "filing",
            [
                "number", "filed_at", "officer", "kind", "identifier", "title", "effective", "author", "department",
                "schema_set", "record_digest", "record_size", "supersedes", "withdraws",
            ]
        ),
        ("subject", ["filing", "role", "number"]),
        ("content", ["filing", "position", "name", "media_type", "role", "digest", "size"]),
        ("schema_addition", ["filing", "kind", "namespace", "digest"]),
        ("catalogue", ["rowid", "words", "identifiers"]),
    ]
}
