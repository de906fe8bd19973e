internal import RecordXML
internal import Records

/// Where the rows of a table go in records of a kind.
struct RowShape: Sendable {
    /// The element that a row fills: the root, or one of many in a record.
    var element: RecordForm.Element
    /// The element that holds many, the last one of its record; `nil` where each row is a record.
    var container: RecordForm.Element?
    /// How many rows a record gets unless the map says otherwise; the schema allows no more.
    ///
    /// 5000 rows are some 1.5 MB of XML: enough that a filing costs little for each row, and little enough that one
    /// record is checked and corrected by itself.
    static let usualRowsPerRecord = 5000

    /// Whether the rows of a table stand only together, as the values of an index do: a missing one would be a gap.
    let standsTogether: Bool

    init(_ form: RecordForm) {
        let names: (container: String, row: String)? =
            switch form.kind.name {
            case "repayment-record": ("repayments", "repayment")
            case "disbursement": ("payments", "payment")
            case "price-index": ("observations", "observation")
            default: nil
            }
        standsTogether = form.kind == .priceIndex
        if let names, let container = form.root.element(named: names.container),
            let row = container.element(named: names.row)
        {
            self.container = container
            element = row
        } else {
            element = form.root
        }
    }
}
