internal import Synchronization

/// A double that threads add to and set without a lock.
final class AtomicDouble: Sendable {
    /// Whole steps, which are by far the most: one instruction.
    private let steps = Atomic<Int>(0)
    /// The bits of everything else.
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(steps.load(ordering: .relaxed)) + Double(bitPattern: bits.load(ordering: .relaxed)) }

    @inline(__always)
    func step(_ number: Int) { steps.wrappingAdd(number, ordering: .relaxed) }

    func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    func set(_ value: Double) {
        let stepped = steps.load(ordering: .relaxed)
        bits.store((value - Double(stepped)).bitPattern, ordering: .relaxed)
    }
}
