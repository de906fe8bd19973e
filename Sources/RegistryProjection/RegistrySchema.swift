/// The tables, by room. SQL that SQLite 3.40 and PostgreSQL 15 both accept, but for the full-text index and `WITHOUT ROWID`,
/// which spares a table its second tree.
enum RegistrySchema {
    /// A registry of another version is rebuilt, never migrated: it is a projection.
    static let version = 8

    static let tables = projection + CatalogueSchema.tables + TableDefinition.tables

    private static let projection = """
        CREATE TABLE projection (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            tree_size BIGINT NOT NULL,
            root TEXT NOT NULL
        );

        """
}
