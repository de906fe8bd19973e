/// What a file may cost to read. Each limit stops something that is quadratic, or worse, in libxml2.
struct ParseLimits {
    /// In bytes.
    var size: Int
    /// Elements within elements; the root is 1.
    var depth: Int
    /// Attributes and namespace declarations of one element: each is compared with every other.
    var attributes: Int
    /// Declarations that hold for one element: its prefix is looked for among them.
    var namespacesInScope = 256
    var elements: Int
    /// Attributes and namespace declarations of all elements.
    var allAttributes: Int
    /// CDATA sections that hold nothing but blanks: each may cut a value in two.
    var blankSections = 1000

    /// A statement of 5 000 repayments with all that a row may hold has 50 000 elements.
    static let record = ParseLimits(
        size: RecordValidator.sizeLimit, depth: 64, attributes: 64, elements: 100_000, allAttributes: 200_000)
    static let schema = ParseLimits(size: 1 << 20, depth: 64, attributes: 64, elements: 20_000, allAttributes: 100_000)

    /// Below this size no number of attributes is felt, and the scan that counts them is saved.
    static let sizeOfScan = 1 << 16
}
