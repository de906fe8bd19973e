/// What the schema of one kind demands, in the form in which a record can be held against it in one pass.
///
/// Only accepts: what it does not accept may be valid all the same, and libxml2 decides. A construct of XML Schema that
/// is not known here makes a type that accepts nothing. All is in flat tables that refer to each other by index.
struct Grammar: Sendable {
    /// A run of `bytes`.
    struct Word: Sendable {
        var offset = 0
        var count = 0
    }

    struct Element: Sendable {
        var name: Word
        /// Index into `namespaces`; -1 for none.
        var namespace: Int
        /// Index into `types`.
        var type: Int
        /// Of `constraints`.
        var constraints: Range<Int> = 0..<0
    }

    enum TypeDefinition: Sendable {
        /// A value, by index, and attributes.
        case simple(Int, Range<Int>)
        /// A particle, by index, and attributes: elements only.
        case elements(Int, Range<Int>)
        /// Attributes, and nothing else.
        case empty(Range<Int>)
        case unknown
    }

    struct Attribute: Sendable {
        var name: Word
        /// Index into `values`.
        var value: Int
        var fixed: Word?
        var isRequired: Bool
    }

    /// A part of a content model. Greedy matching is enough: XML Schema demands that no part needs to look ahead.
    struct Particle: Sendable {
        enum Term: Sendable {
            /// Index into `elements`.
            case element(Int)
            /// Of `particles`, in order.
            case sequence(Range<Int>)
            case choice(Range<Int>)
        }
        var term: Term
        var least: Int
        var most: Int
        /// Whether it may be there without any element.
        var canBeEmpty: Bool
    }

    /// A simple type.
    struct Value: Sendable {
        enum Base: Sendable {
            case string, date, dateTime, integer
        }
        var base: Base
        /// All must match.
        var patterns: [Pattern] = []
        /// One of each list.
        var enumerations: [[[UInt8]]] = []
        /// In code points.
        var length: ClosedRange<Int> = 0...Int.max
        var range: ClosedRange<Int> = Int.min...Int.max
    }

    /// `key`, `unique` or `keyref`, each with one field.
    struct Constraint: Sendable {
        enum Kind: Sendable {
            case key, unique
            /// Index into `constraints` of a key of the same element, which stands before.
            case reference(Int)
        }
        var kind: Kind
        /// Each a way down from the element, of `steps`.
        var selectors: [Range<Int>]
        /// From what was selected; empty for itself.
        var field: Range<Int>
    }

    struct Step: Sendable {
        var name: Word
        var namespace: Int
    }

    var bytes: [UInt8] = []
    var namespaces: [Word] = []
    var elements: [Element] = []
    var types: [TypeDefinition] = []
    var attributes: [Attribute] = []
    var particles: [Particle] = []
    var values: [Value] = []
    var constraints: [Constraint] = []
    var steps: [Step] = []
    /// Index of the element that a record of the kind is.
    var root = 0
}
