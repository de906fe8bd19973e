/// A row of a table of facts, whose columns are read by position.
protocol FactRow {
    func isNull(_ column: Int32) -> Bool
    /// `nil` where there is no integer.
    func int(_ column: Int32) -> Int?
    /// The bytes of a text, good until the next row; none where there is no text.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer
    /// Whether the column holds exactly this text.
    func holds(_ column: Int32, _ text: String) -> Bool
}

extension FastStatement: FactRow {}
