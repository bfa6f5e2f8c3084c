internal import Telemetry

extension Timestamp {
    /// The date of this machine.
    public static var now: Timestamp { MicroTime.now.timestamp }
}

extension MicroTime {
    /// The date of this machine.
    public static var now: MicroTime {
        let now = WallTime.now
        return MicroTime(microsecondsSince1970: Int64(now.seconds) * 1_000_000 + Int64(now.nanoseconds / 1000))
    }
}
