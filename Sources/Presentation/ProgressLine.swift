/// The line that tells how far long work has come.
package enum ProgressLine {
    private static let barWidth = 20

    /// Such as `[#########...........]   45%  13,050/29,000  1.3 GB  1,305/s  130.0 MB/s  0:13 left`.
    ///
    /// What matters least is left out where the terminal is narrow: first the bar, then bytes, rates, the time left. All of
    /// it is ASCII, because a terminal that holds an ambiguous character for a wide one would wrap the line.
    ///
    /// - Parameters:
    ///   - total: `nil` while it is not known; then there is neither share nor time left.
    ///   - bytes: read or written so far; 0 is not shown.
    ///   - elapsed: since the work began. Rates and the time left are told from one second on.
    ///   - width: columns; the result takes no more.
    package static func text(done: Int, total: Int?, bytes: Int, elapsed: Duration, width: Int) -> String {
        let (seconds, attoseconds) = elapsed.components
        let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        var parts: [(text: String, importance: Int)] = []
        if let total, total > 0 {
            let share = scaled(min(done, total), by: 100, over: total)
            let filled = scaled(min(done, total), by: barWidth, over: total)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
            parts.append(("[\(bar)]", 0))
            parts.append((DisplayWidth.padded("\(share)%", to: 4, .right), 4))
        }
        parts.append((total.map { "\(done.grouped)/\($0.grouped)" } ?? done.grouped, 5))
        if bytes > 0 { parts.append(("\(ByteCount(bytes))", 1)) }
        if milliseconds >= 1000 {
            parts.append(("\(rate(scaled(done, by: 10_000, over: milliseconds)))/s", 2))
            if bytes > 0 { parts.append(("\(ByteCount(scaled(bytes, by: 1000, over: milliseconds)))/s", 1)) }
            if let total, done >= total {
                parts.append(("in \(clock(milliseconds / 1000))", 3))
            } else if let total, done > 0 {
                let left = scaled(total - done, by: milliseconds, over: done)
                parts.append(("\(clock(left / 1000 + 1)) left", 3))
            }
        }
        for importance in 0..<5 {
            let line = parts.map(\.text).joined(separator: "  ")
            if line.utf8.count <= width { return line }
            parts.removeAll { $0.importance == importance }
        }
        return String(parts.map(\.text).joined().prefix(max(0, width)))
    }

    private static func scaled(_ value: Int, by factor: Int, over divisor: Int) -> Int {
        Int(clamping: Int128(value) * Int128(factor) / Int128(divisor))
    }

    private static func rate(_ tenths: Int) -> String {
        tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : (tenths / 10).grouped
    }

    /// `m:ss` or `h:mm:ss`.
    private static func clock(_ seconds: Int) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return (hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)") + ":\(twoDigits(seconds % 60))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
