/// What became of a stretch of a table.
package struct ImportBatch: Sendable {
    /// What is ready to be filed.
    package var records: [ImportedRecord] = []
    /// The rows that are in no record, in their order.
    package var reports: [RowReport] = []
    /// How many rows were read, all told since the beginning.
    package var rowsRead = 0
}
