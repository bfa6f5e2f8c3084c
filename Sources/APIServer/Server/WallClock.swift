internal import Glibc

/// The time of day.
public enum WallClock {
    /// Seconds since 1970.
    ///
    /// The C function is `time`.
    public static func seconds() -> Int64 { Int64(time(nil)) }
}
