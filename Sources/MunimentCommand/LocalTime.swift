internal import Glibc
internal import Records

/// Instants as the clocks of the archive's time zone show them.
enum LocalTime {
    private static let zones = "/usr/share/zoneinfo"

    /// Sets the zone for the whole process; called once, before anything is shown.
    static func use(zone: String) {
        setenv("TZ", ":\(zone)", 1)
        tzset()
    }

    /// Whether this machine knows a zone of that name (IANA).
    static func knows(zone: String) -> Bool {
        !zone.hasPrefix("/") && !zone.contains("..") && access("\(zones)/\(zone)", R_OK) == 0
    }

    /// The zone that this machine is set to; UTC where that cannot be told.
    static func machineZone() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/etc/localtime", &buffer, buffer.count - 1)
        guard count > 0 else { return "UTC" }
        let target = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let range = target.firstRange(of: "/zoneinfo/") else { return "UTC" }
        let zone = String(target[range.upperBound...])
        return knows(zone: zone) && zone != "Etc/UTC" ? zone : "UTC"
    }

    /// The calendar day that it is now.
    static func today() -> CalendarDate { day(of: Timestamp(seconds: time(nil))) }

    /// The calendar day of an instant.
    static func day(of timestamp: Timestamp) -> CalendarDate {
        var time = time_t(timestamp.seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        return CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
            ?? CalendarDate(dayNumber: 0)
    }

    /// `2026-11-21 16:30:00 +0800`.
    static func text(_ timestamp: Timestamp) -> String {
        var time = time_t(timestamp.seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S %z", &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
