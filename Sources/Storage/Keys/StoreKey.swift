internal import Glibc

/// A key of a store, compared and hashed by its UTF-8 bytes.
///
/// `String` compares by canonical equivalence, which is slower, orders differently outside ASCII and would make two
/// keys of one that a client wrote in two ways.
package struct StoreKey: Hashable, Comparable, Sendable {
    /// The key as text.
    package let text: String

    /// Makes a key of its text.
    package init(_ text: String) { self.text = text }

    /// The first key after all keys that start with this one; nil if nothing can follow.
    package var endOfPrefix: StoreKey? {
        var bytes = Array(text.utf8)
        while let last = bytes.popLast() {
            // 0x7F and above would not give valid UTF-8; prefixes end with "/", so this is for odd callers only.
            guard last >= 0x7F else {
                bytes.append(last + 1)
                return StoreKey(String(decoding: bytes, as: UTF8.self))
            }
        }
        return nil
    }

    /// Whether the bytes of `prefix` begin this key.
    package func hasPrefix(_ prefix: StoreKey) -> Bool {
        withBytes(of: text, prefix.text) { key, prefix in
            key.count >= prefix.count && order(key, prefix, prefix.count) == 0
        }
    }

    /// Whether both are the same bytes.
    package static func == (left: StoreKey, right: StoreKey) -> Bool {
        withBytes(of: left.text, right.text) { left, right in
            left.count == right.count && order(left, right, left.count) == 0
        }
    }

    /// Whether the bytes of `left` come before those of `right`.
    package static func < (left: StoreKey, right: StoreKey) -> Bool {
        withBytes(of: left.text, right.text) { left, right in
            let order = order(left, right, min(left.count, right.count))
            return order < 0 || (order == 0 && left.count < right.count)
        }
    }

    package func hash(into hasher: inout Hasher) {
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        precondition(isContiguous != nil, "a native string is contiguous")
    }
}

/// Lends the bytes of two strings, which are contiguous on Linux.
private func withBytes(
    of left: String,
    _ right: String,
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
) -> Bool {
    let outcome = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right in body(left, right) }
    }
    guard case .some(.some(let answer)) = outcome else { preconditionFailure("a native string is contiguous") }
    return answer
}

/// How the first `count` bytes compare: negative, 0 or positive.
private func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ count: Int) -> Int32 {
    guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
    return memcmp(left, right, count)
}
