internal import Glibc

/// The rows of one loan have vouchers of their own: money that is booked twice would pay a loan off twice. A transfer that
/// pays several loans is a row for each, with one voucher.
///
/// O(n log n) in the rows, where a constraint of XSD may be quadratic. Across records the registry sees to it.
enum VoucherRule {
    /// - Parameter root: a record whose rows stand in one element behind the header.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        for rows in root.elements where rows.isOurs && !rows.isNamed("header") {
            var vouchers: [Voucher] = []
            var isAscending = true
            for row in rows.elements {
                guard let voucher = row.child("voucher"), let text = voucher.bytes else { continue }
                if isAscending, let last = vouchers.last { isAscending = order(last.text, text) < 0 }
                vouchers.append(Voucher(text: text, loan: row.child("loan")?.bytes, element: voucher))
            }
            // Most statements are numbered through.
            guard !isAscending else { continue }
            vouchers.sort { left, right in
                let order = order(left, right)
                return order < 0 || order == 0 && left.element.index < right.element.index
            }
            for (first, second) in zip(vouchers, vouchers.dropFirst()) where order(first, second) == 0 {
                guard problems.count < RecordRules.problemLimit else { return }
                problems.append(
                    PlacedProblem(
                        rule: "duplicate-voucher", place: Place(of: second.element),
                        problem: "the voucher `\(second.element.shortText.abridged)` of this loan is there already",
                        expected: "each voucher of a loan once: leave the row out, or give it its own number"))
            }
        }
    }

    private struct Voucher {
        var text: UnsafeBufferPointer<UInt8>
        var loan: UnsafeBufferPointer<UInt8>?
        var element: RecordElement
    }

    /// By number, then by loan.
    private static func order(_ left: Voucher, _ right: Voucher) -> Int {
        let order = order(left.text, right.text)
        guard order == 0, let first = left.loan, let second = right.loan else { return order }
        return self.order(first, second)
    }

    /// By length, then by bytes.
    private static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
            return left.count - right.count
        }
        return Int(memcmp(first, second, left.count))
    }
}
