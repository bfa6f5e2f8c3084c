internal import Glibc
internal import JSON
internal import Project

/// Which run made the objects of a registration: those of one folder of one machine are the same one after the other.
///
/// So a run finds what an earlier one of the same folder has left behind, and knows what is somebody else's.
struct RunIdentity: Sendable, Equatable {
    /// The annotation that carries it.
    static let annotation = "apiserver-boot/run"

    /// A random part, then who and where.
    let text: String

    /// Reads or makes the identity of a folder.
    ///
    /// The random part tells apart machines and containers that look the same; what follows, copies of the folder.
    init(folder: String) throws(FileError) {
        let file = folder + "/run"
        var code = (try Files.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if code.isEmpty {
            code = String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16)
            try Files.replace(file, Array(code.utf8), mode: 0o600)
        }
        // Of the folder, what people know it by: the project that it is kept for.
        let project = folder.split(separator: "/").prefix { $0 != ".apiserver-boot" }.joined(separator: "/")
        text = "\(code) \(Self.user)@\(Self.host):/\(project)"
    }

    init(text: String) { self.text = text }

    /// Who made an object; nil if it does not say.
    init?(of object: JSONValue) {
        guard let text = object["metadata"]?["annotations"]?[Self.annotation]?.string else { return nil }
        self.text = text
    }

    /// Who and where, for people.
    var place: String { String(text.drop { $0 != " " }.dropFirst()) }

    private static var user: String {
        guard let entry = unsafe getpwuid(getuid()) else { return "\(getuid())" }
        return unsafe String(cString: entry.pointee.pw_name)
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
