#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The process's standard error.
public enum StandardError {
    /// Writes bytes with one system call where the kernel takes them all; what cannot be written is lost.
    public static func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                #if canImport(Glibc)
                let written = Glibc.write(2, slice.baseAddress, slice.count)
                #else
                let written = Musl.write(2, slice.baseAddress, slice.count)
                #endif
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
