internal import CZlib

/// Gzip in memory.
public enum Gzip {
    /// Compresses bytes.
    ///
    /// - Parameters:
    ///   - bytes: at most 4 GiB.
    ///   - level: 1 (fast) to 9 (small).
    /// - Returns: one gzip member.
    /// - Complexity: about 20 ns a byte on level 1: offload what is larger than some hundred kilobytes.
    public static func compress(_ bytes: [UInt8], level: Int = 1) -> [UInt8] {
        unsafe withStream { stream in
            guard unsafe apiboot_deflateInit2(stream, Int32(clamping: level), gzipWindowBits) == Z_OK else { return [] }
            defer { unsafe deflateEnd(stream) }
            let bound = Int(unsafe deflateBound(stream, UInt(bytes.count))) + 32
            return unsafe bytes.withUnsafeBufferPointer { input in
                unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    unsafe stream.pointee.avail_in = UInt32(input.count)
                    unsafe stream.pointee.next_out = output.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(bound)
                    let code = unsafe deflate(stream, Z_FINISH)
                    precondition(code == Z_STREAM_END, "deflateBound was too small")
                    count = Int(unsafe stream.pointee.total_out)
                }
            }
        }
    }

    /// Expands what `compress` or any other gzip made; nil if it is broken or longer than `limitBytes`.
    public static func expand(_ bytes: [UInt8], limitBytes: Int = 64 << 20) -> [UInt8]? {
        unsafe withStream { stream in
            guard unsafe apiboot_inflateInit2(stream, gzipWindowBits) == Z_OK else { return nil }
            defer { unsafe inflateEnd(stream) }
            return unsafe bytes.withUnsafeBufferPointer { input in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(input.count)
                return unsafe expand(stream, limitBytes: limitBytes)
            }
        }
    }

    /// 15 bits of window, and 16 for the gzip frame.
    private static let gzipWindowBits: Int32 = 15 + 16

    private static func expand(_ stream: UnsafeMutablePointer<z_stream>, limitBytes: Int) -> [UInt8]? {
        var expanded: [UInt8] = []
        while expanded.count <= limitBytes {
            var code = Z_OK
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { output, count in
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = 65_536
                code = unsafe inflate(stream, Z_NO_FLUSH)
                count = 65_536 - Int(unsafe stream.pointee.avail_out)
            }
            expanded += part
            if code == Z_STREAM_END { return expanded.count <= limitBytes ? expanded : nil }
            guard code == Z_OK, !part.isEmpty else { return nil }
        }
        return nil
    }

    /// Lends a stream that does not move: zlib keeps pointers into it.
    private static func withStream<Value>(_ body: (UnsafeMutablePointer<z_stream>) -> Value) -> Value {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        defer { unsafe stream.deallocate() }
        return unsafe body(stream)
    }
}
