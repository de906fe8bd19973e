/// A value of a record, and where in a row it comes from.
struct Slot: Sendable {
    enum Piece: Hashable, Sendable {
        case column(Int)
        case constant([UInt8])
    }

    struct Alternative: Sendable {
        var pieces: [Piece]
        var kind: ValueKind
    }

    struct Meaning: Sendable {
        /// Folded, in small letters.
        var value: [UInt8]
        var code: [UInt8]
    }

    /// The element, for messages: its label, else its path.
    var name: String
    /// The columns, for messages.
    var columns: [String]
    var alternatives: [Alternative]
    var meanings: [Meaning] = []
    /// What every other value means.
    var otherwise: [UInt8]?
    /// Whether a record cannot be without it.
    var isRequired = false
    /// Slots of which none can be there without it.
    var requiredWith: [Int] = []

    /// Whether it is the same in all rows.
    var isConstant: Bool { columns.isEmpty }
}
