/// How to go back from a change that is under way; one entry per line, `number` names the files kept aside.
struct Journal: Equatable {
    /// One step.
    enum Entry: Equatable {
        case makeFolder(String)
        case create(Int, String)
        case replace(Int, String)
        case remove(Int, String)
    }

    /// Folders that were made to hold the journal itself, outermost first.
    var folders: [String] = []
    /// In the order in which they are done.
    var entries: [Entry] = []

    init() {}

    /// Reads what `bytes` wrote; nil if it is anything else.
    init?(_ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let number = Int(parts[1]) else { return nil }
            switch parts[0] {
            case "home": folders.append(parts[2])
            case "folder": entries.append(.makeFolder(parts[2]))
            case "create": entries.append(.create(number, parts[2]))
            case "replace": entries.append(.replace(number, parts[2]))
            case "remove": entries.append(.remove(number, parts[2]))
            default: return nil
            }
        }
    }

    var bytes: [UInt8] {
        let homes = folders.map { "home 0 \($0)\n" }
        let steps = entries.map { entry in
            switch entry {
            case .makeFolder(let path): "folder 0 \(path)\n"
            case .create(let number, let path): "create \(number) \(path)\n"
            case .replace(let number, let path): "replace \(number) \(path)\n"
            case .remove(let number, let path): "remove \(number) \(path)\n"
            }
        }
        return Array((homes + steps).joined().utf8)
    }
}
