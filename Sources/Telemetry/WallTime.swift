#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A moment of the wall clock.
public struct WallTime: Sendable, Equatable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public var seconds: Int
    /// Nanoseconds after that second, 0 up to 999 999 999.
    public var nanoseconds: Int

    /// Makes a moment.
    public init(seconds: Int, nanoseconds: Int = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// What the system's clock says.
    public static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    /// The moment as `2026-11-20T15:02:03.042Z`.
    public var rfc3339: String { String(decoding: rfc3339Bytes, as: UTF8.self) }

    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    var rfc3339Bytes: [UInt8] {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let second = seconds - days * 86_400
        let shifted = days + 719_468  // days since 0000-03-01
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        var out: [UInt8] = []
        out.reserveCapacity(24)
        func append(_ value: Int, _ digits: Int, _ separator: UInt8) {
            var power = 1
            for _ in 1..<digits { power *= 10 }
            while power > 0 {
                out.append(UInt8(truncatingIfNeeded: value / power % 10) + 0x30)
                power /= 10
            }
            out.append(separator)
        }
        append(year, 4, UInt8(ascii: "-"))
        append(month, 2, UInt8(ascii: "-"))
        append(day, 2, UInt8(ascii: "T"))
        append(second / 3_600, 2, UInt8(ascii: ":"))
        append(second / 60 % 60, 2, UInt8(ascii: ":"))
        append(second % 60, 2, UInt8(ascii: "."))
        append(nanoseconds / 1_000_000, 3, UInt8(ascii: "Z"))
        return out
    }
}
