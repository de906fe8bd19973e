package import Records

/// The bytes of a table, wherever they are.
///
/// They are read twice, first to see what they are, so a place must give the same bytes each time.
package struct TableFile: Sendable {
    /// As the user knows it, for messages.
    package var name: String
    package var piece: Piece

    /// The bytes from an offset on, as many as asked for; fewer only where the file ends.
    package typealias Piece = @Sendable (_ offset: Int, _ count: Int) throws(MunimentError) -> [UInt8]

    package init(name: String, piece: @escaping Piece) {
        self.name = name
        self.piece = piece
    }

    package init(name: String, bytes: [UInt8]) {
        self.init(name: name) { offset, count throws(MunimentError) in
            Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
        }
    }

    /// That it is no table which can be read.
    package func refusal(_ reason: String, remedy: String = "") -> MunimentError {
        MunimentError(.usage, name, reason, remedy: remedy)
    }

    /// How much is read at a time, in bytes.
    static let pieceSize = 1 << 20
}
