internal import EventLoop
internal import Glibc
internal import Telemetry

/// What the process uses, measured when somebody looks.
///
/// Source: Prometheus client libraries, "standard process metrics".
enum ProcessMetrics {
    static func register(in registry: MetricsRegistry) {
        registry.counter("process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.") {
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
            return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        }
        registry.gauge("process_resident_memory_bytes", help: "Resident memory size in bytes.") { pages(field: 1) }
        registry.gauge("process_virtual_memory_bytes", help: "Virtual memory size in bytes.") { pages(field: 0) }
        registry.gauge("process_open_fds", help: "Number of open file descriptors.") { Double(openFiles) }
        registry.gauge("process_max_fds", help: "Maximum number of open file descriptors.") {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            return Double(limit.rlim_cur)
        }
        let start = startTime
        registry.gauge("process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.") {
            start
        }
    }

    /// `kubernetes_build_info`, whose value says nothing.
    static func register(_ version: VersionInfo, in registry: MetricsRegistry) {
        registry.gauge(
            "kubernetes_build_info",
            help:
                "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, "
                + "build date, Go version, and compiler from which Kubernetes was built, and platform on which it is "
                + "running.",
            labels: [
                "major", "minor", "git_version", "git_commit", "git_tree_state", "build_date", "go_version", "compiler",
                "platform",
            ]
        )
        .labels([
            version.major, version.minor, version.gitVersion, version.gitCommit, version.gitTreeState,
            version.buildDate, version.json["goVersion"]?.string ?? "", version.json["compiler"]?.string ?? "",
            version.json["platform"]?.string ?? "",
        ])
        .set(1)
    }

    private static func fields(_ file: String) -> [Substring] {
        guard let bytes = try? FileBytes.read(file) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    }

    private static func pages(field: Int) -> Double {
        let fields = fields("/proc/self/statm")
        guard fields.indices.contains(field), let count = Double(fields[field]) else { return 0 }
        return count * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var openFiles: Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Itself, its parent and the descriptor of the listing.
        return max(0, count - 3)
    }

    private static var startTime: Double {
        // The name of the program, in parentheses, may hold spaces.
        guard let bytes = try? FileBytes.read("/proc/self/stat"),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return 0 }
        let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return 0 }
        var sinceBoot = timespec()
        clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        let now = WallTime.now
        let age =
            Double(sinceBoot.tv_sec) + Double(sinceBoot.tv_nsec) / 1e9
            - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return Double(now.seconds) + Double(now.nanoseconds) / 1e9 - age
    }
}
