/// A row of a table as it was read; one object serves all rows in turn.
struct TableRow {
    /// Why a row cannot be taken apart.
    enum Fault: Hashable, Sendable {
        case unclosedQuotation
        case textAfterQuotation
        case fieldTooLong
        case rowTooLong
        case tooManyFields

        var problem: String {
            switch self {
            case .unclosedQuotation: "a quotation mark is opened here and never closed"
            case .textAfterQuotation: "text stands between a closing quotation mark and the end of the field"
            case .fieldTooLong: "a field has more than \(TableLimits.field) bytes; a quotation mark may be missing"
            case .rowTooLong: "it has more than \(TableLimits.row) bytes; a quotation mark may be missing"
            case .tooManyFields: "there are more than \(TableLimits.columns) fields"
            }
        }

        var expected: String {
            switch self {
            case .tooManyFields: "the fields that the header names"
            default:
                #"a field in quotation marks ends with one; within it each is doubled, as in "the ""new"" contract""#
            }
        }
    }

    /// From 1, of the line on which it begins.
    var line = 0
    /// As it stands in the file, without its line end.
    var source: [UInt8] = []
    /// The fields one after another without their quotation marks, in the encoding of the file.
    var text: [UInt8] = []
    /// Where each field ends in `text`.
    var ends: [Int] = []
    /// Where each field begins in `source`.
    var starts: [Int] = []
    var fault: Fault?

    var count: Int { ends.count }

    func range(_ field: Int) -> Range<Int> { (field == 0 ? 0 : ends[field - 1])..<ends[field] }

    /// Whether the field is not there, or holds nothing but blanks.
    func isBlank(_ field: Int) -> Bool {
        guard field < count else { return true }
        return text[range(field)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    mutating func removeAll() {
        source.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        fault = nil
    }
}
