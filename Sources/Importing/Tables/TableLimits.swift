/// What a table may cost to read: more is no table, or one that was damaged.
enum TableLimits {
    /// Bytes between two line ends. Beyond that nothing is imported: the file is something else.
    static let line = 1 << 20
    /// Bytes of one field with its quotation marks; a cell of Excel has 32 767 characters of at most 4 bytes.
    static let field = 1 << 17
    /// Bytes of a row, over all of its lines.
    static let row = 1 << 22
    /// Fields of a row: as many as Excel has columns.
    static let columns = 16_384
    /// Lines among which the one with the names of the columns is looked for: bank statements begin with the account.
    static let linesBeforeHeader = 64
}
