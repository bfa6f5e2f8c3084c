internal import EventLoop
internal import Glibc

extension Kubeconfig {
    /// Most bytes of a file that is read.
    private static let limitBytes = 16 << 20

    /// Finds and reads the files as kubectl does: the named one, or those of `KUBECONFIG`, or `~/.kube/config`.
    ///
    /// Blocks for as long as it takes to read small files.
    ///
    /// - Parameters:
    ///   - path: the file to read instead of looking for some.
    ///   - environment: looks variables up.
    /// - Returns: the files merged.
    /// - Throws: `.unreadable`, `.malformed`, or `.noConfiguration` if there are none.
    public static func load(
        path: String? = nil,
        environment: (String) -> String? = Kubeconfig.processEnvironment
    ) throws(KubeClientError) -> Kubeconfig {
        if let path { return try Kubeconfig(try read(path), file: path) }
        let candidates = files(environment: environment)
        var found: [Kubeconfig] = []
        for file in candidates {
            // As with kubectl, a file that does not exist is no error when there are several to look at.
            if unsafe access(file, F_OK) != 0, errno == ENOENT { continue }
            found.append(try Kubeconfig(try read(file), file: file))
        }
        guard !found.isEmpty else { throw .noConfiguration(files: candidates) }
        return Kubeconfig(merging: found)
    }

    /// The files to look at, the most important one first.
    static func files(environment: (String) -> String?) -> [String] {
        guard let list = environment("KUBECONFIG"), !list.isEmpty else {
            return [(environment("HOME") ?? "") + "/.kube/config"]
        }
        var seen: Set<String> = []
        return list.utf8.split(separator: UInt8(ascii: ":")).map { String(Substring($0)) }
            .filter { seen.insert($0).inserted }
    }

    /// A variable of this process.
    public static func processEnvironment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static func read(_ path: String) throws(KubeClientError) -> [UInt8] {
        try Files.read(path, purpose: "kubeconfig", limitBytes: limitBytes)
    }
}

/// Small files that a configuration names.
enum Files {
    static func read(
        _ path: String,
        purpose: String,
        limitBytes: Int = 1 << 20
    ) throws(KubeClientError) -> [UInt8] {
        do throws(EventLoopError) {
            return try FileBytes.read(path, limitBytes: limitBytes)
        } catch {
            switch error {
            case .system(_, let code, _):
                throw .unreadable(file: path, purpose: purpose, reason: unsafe String(cString: strerror(code)))
            default: throw .unreadable(file: path, purpose: purpose, reason: "\(error)")
            }
        }
    }
}
