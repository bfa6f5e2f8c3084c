/// Paths as plain text.
public enum Path {
    /// `name` below `folder`; `name` itself if it is absolute.
    public static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// Everything before the last `/`; empty if there is none, `/` for what lies at the root.
    public static func parent(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }

    /// Everything after the last `/`.
    public static func last(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// An absolute path without `.`, `..` and double slashes; `base` is where a relative one starts.
    public static func absolute(_ path: String, from base: String) -> String {
        var parts: [Substring] = []
        for part in join(base, path).split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
