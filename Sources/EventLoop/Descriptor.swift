internal import CLinux

/// What a descriptor is ready for, or what one wants to hear of.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: apiboot_EPOLLIN)
    package static let writable = Readiness(rawValue: apiboot_EPOLLOUT)
    /// Reported without being asked for.
    package static let failed = Readiness(rawValue: apiboot_EPOLLERR)
    /// Reported without being asked for: both directions are closed.
    package static let hungUp = Readiness(rawValue: apiboot_EPOLLHUP)
    /// The peer sends no more.
    package static let peerClosed = Readiness(rawValue: apiboot_EPOLLRDHUP)

    /// Nothing.
    package static let none: Readiness = []
    /// Whatever ends a connection; sets that every event is held against are made once.
    package static let ending = Readiness([.hungUp, .failed, .peerClosed])
    /// Whatever a reader must look at.
    package static let input = ending.union(.readable)
}

/// Hears of the readiness of a descriptor.
package protocol DescriptorHandler: AnyObject {
    /// Called on the loop when one of the events happened.
    func ready(_ events: Readiness, on loop: isolated EventLoop)
}

/// One descriptor that a loop watches.
package struct Registration: Sendable {
    let fd: Int32
    let slot: UInt32
    let generation: UInt32

    var token: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
