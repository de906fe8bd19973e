/// A number of bytes as people read it: `1.2 MB`, in powers of a thousand, rounded half up to a tenth.
package struct ByteCount: CustomStringConvertible, Sendable {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    package var description: String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        var unit = 1000
        for name in ["kB", "MB", "GB", "TB", "PB"] {
            // 999.95 of a unit would be shown as 1000.0: that is 1.0 of the next.
            if bytes < unit * 1000 - unit / 20 { return tenths(of: unit, name) }
            unit *= 1000
        }
        return tenths(of: unit, "EB")
    }

    private func tenths(of unit: Int, _ name: String) -> String {
        let tenth = unit / 10
        let count = bytes / tenth + (bytes % tenth >= tenth / 2 ? 1 : 0)
        return "\(count / 10).\(count % 10) \(name)"
    }
}
