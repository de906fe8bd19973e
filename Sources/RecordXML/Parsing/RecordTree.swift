internal import Glibc

/// The elements of one record, in the order of the file, in one flat table: what rules and facts are read from.
///
/// Names, values and texts are slices of the record's own bytes wherever these say them literally.
struct RecordTree: Sendable {
    /// A run of bytes: of the source, or behind its end of what was decoded.
    struct Slice: Hashable, Sendable {
        var offset: Int32 = 0
        var count: Int32 = 0
    }

    /// An element; or, where text stands between elements, a piece of that text.
    struct Node: Sendable {
        var name = Slice()
        /// Index into `namespaces`; -1 for none.
        var namespace: Int32 = -1
        /// Index of the element around it; -1 for the root.
        var parent: Int32 = -1
        /// Index of the node behind it in the same element; -1 for none.
        var next: Int32 = -1
        /// Index of its first node; -1 for none.
        var child: Int32 = -1
        /// The text, where it has no nodes inside.
        var text = Slice()
        var firstAttribute: Int32 = 0
        var attributeCount: Int32 = 0
        var isText = false
    }

    struct Attribute: Sendable {
        var name: Slice
        var namespace: Int32
        var value: Slice
    }

    let source: [UInt8]
    var decoded: [UInt8] = []
    var nodes: [Node] = []
    var attributes: [Attribute] = []
    /// Each once.
    var namespaces: [Slice] = []

    init(source: [UInt8]) {
        self.source = source
        nodes.reserveCapacity(64)
    }

    /// Lends the root element; an element is valid only inside the closure.
    func withRoot<Result, Failure: Error>(
        _ body: (RecordElement) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try source.withUnsafeBufferPointer { (source) throws(Failure) in
            try decoded.withUnsafeBufferPointer { (decoded) throws(Failure) in
                try nodes.withUnsafeBufferPointer { (nodes) throws(Failure) in
                    try attributes.withUnsafeBufferPointer { (attributes) throws(Failure) in
                        try namespaces.withUnsafeBufferPointer { (namespaces) throws(Failure) in
                            var lent = Lent(
                                source: source, decoded: decoded, nodes: nodes, attributes: attributes,
                                namespaces: namespaces)
                            lent.ours = lent.namespace(named: RecordNamespace.record)
                            return try withUnsafePointer(to: lent) { (lent) throws(Failure) in
                                try body(RecordElement(tree: lent, index: 0))
                            }
                        }
                    }
                }
            }
        }
    }

    /// The tables while they are lent.
    struct Lent {
        let source: UnsafeBufferPointer<UInt8>
        let decoded: UnsafeBufferPointer<UInt8>
        let nodes: UnsafeBufferPointer<Node>
        let attributes: UnsafeBufferPointer<Attribute>
        let namespaces: UnsafeBufferPointer<Slice>
        /// Index of the namespace of shipped records; -2 where the record does not name it.
        var ours: Int32 = -2

        func bytes(_ slice: Slice) -> UnsafeBufferPointer<UInt8> {
            let offset = Int(slice.offset)
            let part = offset < source.count ? source : decoded
            let start = offset < source.count ? offset : offset - source.count
            return UnsafeBufferPointer(rebasing: part[start..<start + Int(slice.count)])
        }

        func string(_ slice: Slice) -> String { String(decoding: bytes(slice), as: UTF8.self) }

        func `is`(_ slice: Slice, _ text: StaticString) -> Bool {
            guard Int(slice.count) == text.utf8CodeUnitCount, let start = bytes(slice).baseAddress else { return false }
            return memcmp(start, text.utf8Start, Int(slice.count)) == 0
        }

        func namespace(named name: StaticString) -> Int32 {
            namespaces.firstIndex { self.is($0, name) }.map(Int32.init) ?? -2
        }
    }
}
