internal import Project

/// Asks again for as long as what came of it may pass by itself, and there is time.
struct Patience {
    let deadline: ContinuousClock.Instant
    /// Lets a moment go by; throws what ends the waiting early.
    let pause: () throws -> Void

    /// Asks at least once.
    ///
    /// - Parameter question: what is asked.
    /// - Returns: the first answer.
    /// - Throws: what cannot pass, what was wrong last when time is up, or what `pause` throws.
    func ask<Answer>(_ question: () throws(Problems) -> Answer) throws -> Answer {
        while true {
            do throws(Problems) {
                return try question()
            } catch {
                guard error.mayPass, ContinuousClock.now < deadline else { throw error }
            }
            try pause()
        }
    }
}

extension Problems {
    /// Whether the same question may be answered a moment later: the cluster did not answer, or said that it cannot now.
    var mayPass: Bool { list.allSatisfy { [TargetCluster.silent, TargetCluster.busy].contains($0.id) } }
}
