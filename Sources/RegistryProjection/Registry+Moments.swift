internal import GRDB
package import Records

extension Registry {
    /// The last filing that the registry knows; `nil` where it knows none.
    package func lastFiling() throws(MunimentError) -> FilingNumber? {
        try position().map { FilingNumber($0.size - 1) }
    }

    /// The last filing that was filed on or before a day; `nil` where there was none.
    ///
    /// Times never decrease from filing to filing, so the place is found by halving: O(log n) look-ups.
    ///
    /// - Parameter dayOf: the day of an instant in the archive's time zone.
    package func lastFiling(
        upTo day: CalendarDate, dayOf: (Timestamp) -> CalendarDate
    ) throws(MunimentError) -> FilingNumber? {
        try translating {
            try self.queue.read { database in
                // A filing that could not be read is not there: the one before it stands for it.
                let before = try FastStatement(
                    "SELECT number, filed_at FROM filing WHERE number < $1 ORDER BY number DESC LIMIT 1", in: database)
                var (known, end) = (0, try Self.position(database)?.size ?? 0)
                var last: Int?
                while known < end {
                    let middle = (known + end) / 2
                    before.bind(1, middle + 1)
                    guard try before.step() else {
                        known = middle + 1
                        continue
                    }
                    guard let number = before.int(0), let time = before.int(1) else {
                        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                    }
                    before.reset()
                    if dayOf(Timestamp(seconds: time)) <= day {
                        last = max(last ?? 0, number)
                        known = middle + 1
                    } else {
                        end = min(middle, number)
                    }
                }
                return last.map { FilingNumber($0) }
            }
        }
    }
}
