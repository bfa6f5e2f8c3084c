/// Which keys somebody is interested in.
public enum KeyRange: Sendable, Hashable {
    /// All keys that start with this text, which ends with `/`.
    case prefix(String)
    /// This key alone.
    case key(String)

    /// Whether a key is in.
    package func contains(_ key: StoreKey) -> Bool {
        switch self {
        case .prefix(let prefix): key.hasPrefix(StoreKey(prefix))
        case .key(let own): key == StoreKey(own)
        }
    }
}

/// A half-open range of keys.
package struct KeyBounds: Sendable {
    /// The first key that is in.
    package let lower: StoreKey
    /// The first key after `lower` that is out; nil for none.
    package let upper: StoreKey?

    /// The keys from `lower` to before `upper`.
    package init(lower: StoreKey, upper: StoreKey?) {
        self.lower = lower
        self.upper = upper
    }

    /// The keys below `prefix` that are not before `start`, which may be empty.
    package init(prefix: String, start: String = "") {
        let first = StoreKey(prefix)
        lower = max(first, StoreKey(start))
        upper = first.endOfPrefix
    }

    /// The keys of a range.
    package init(_ range: KeyRange) {
        switch range {
        case .prefix(let prefix):
            self.init(prefix: prefix)
        case .key(let key):
            self.init(lower: StoreKey(key), upper: StoreKey(key + "\0"))
        }
    }

    /// Whether a key is in.
    package func contains(_ key: StoreKey) -> Bool {
        guard key >= lower else { return false }
        guard let upper else { return true }
        return key < upper
    }
}
