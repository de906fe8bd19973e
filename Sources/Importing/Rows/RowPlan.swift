internal import RecordXML
internal import Records

/// A map that was brought together with the form of a kind and the columns of a table: all that can be wrong with it has
/// been said by now.
struct RowPlan: Sendable {
    struct Condition: Sendable {
        var column: Int
        /// Folded, in small letters.
        var values: [[UInt8]]
        var isNegated: Bool
    }

    let form: RecordForm
    let shape: RowShape
    let header: TableHeader
    /// Of the row, or of the whole record where a row is one.
    let slots: [Slot]
    let paths: [[ElementStep]]
    /// Of a record that holds many rows, what stands around them: constants, by their paths from the root.
    let recordValues: [(path: [ElementStep], value: [UInt8])]
    let conditions: [Condition]
    /// The currency of all rows, or the slot that says it.
    let currency: Slot
    let rowsPerRecord: Int
    /// How many columns a row must have at least: behind them are none with a name.
    let columnCount: Int
    /// Columns of the slots that cannot be empty, by slot.
    let requiredColumns: [[[Int]]]

    init(
        _ map: ImportMap, _ form: RecordForm, file: TableFile, survey: TableSurvey
    ) throws(MunimentError) {
        if let kind = map.kind, kind != form.kind {
            throw MunimentError(.usage, map.name, "is a map for \(kind), not for \(form.kind)")
        }
        let shape = RowShape(form)
        var binding = MapBinding(map: map, form: form, shape: shape)
        try binding.resolvePaths()
        let header = try TableHeader.find(in: file, survey, needs: binding.needs)
        try binding.bind(header.columns)
        self.form = form
        self.shape = shape
        self.header = header
        slots = binding.slots
        paths = binding.paths
        recordValues = binding.recordValues
        conditions = binding.conditions
        currency = binding.currency
        rowsPerRecord = map.rowsPerRecord ?? RowShape.usualRowsPerRecord
        columnCount = (header.columns.lastIndex { !$0.isEmpty } ?? -1) + 1
        requiredColumns = binding.slots.compactMap { (slot) -> [[Int]]? in
            guard slot.isRequired, !slot.isConstant else { return nil }
            return slot.alternatives.map { alternative in
                alternative.pieces.compactMap { if case .column(let column) = $0 { column } else { nil } }
            }
        }
    }

    /// The slot of an element, by its path from the row's own.
    func slot(_ path: String...) -> Int? { paths.firstIndex(of: path.map { ElementStep($0) }) }
}
