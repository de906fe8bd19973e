internal import Records

/// The bytes of a table, wherever they are.
///
/// They are read twice, first to see what they are, so a place must give the same bytes each time.
package struct TableFile: Sendable {
    /// As the user knows it, for messages.
    package var name: String
    /// The bytes from an offset on, as many as asked for; fewer only where the file ends.
    package var piece: @Sendable (_ offset: Int, _ count: Int) throws(MunimentError) -> [UInt8]

    package init(
        name: String, piece: @escaping @Sendable (_ offset: Int, _ count: Int) throws(MunimentError) -> [UInt8]
    ) {
        self.name = name
        self.piece = piece
    }

    package init(name: String, bytes: [UInt8]) {
        self.init(name: name) { offset, count throws(MunimentError) in
            Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
        }
    }

    /// How much is read at a time, in bytes.
    static let pieceSize = 1 << 20
}
