internal import Telemetry

/// How several copies of a program agree which one works.
public struct LeaderElectionConfiguration: Sendable {
    /// The Lease that they agree by.
    public var lease: NamespacedName
    /// What this copy is called; unique.
    public var identity: String
    /// For how long a leader is believed that says nothing; 15 s by default.
    public var leaseDuration: Duration
    /// For how long a leader tries to say something before it gives up; 10 s by default, shorter than `leaseDuration`.
    public var renewDeadline: Duration
    /// How often candidates look, and the leader renews; 2 s by default, shorter than `renewDeadline`.
    public var retryPeriod: Duration

    /// Makes a configuration with the times of upstream's controllers.
    public init(
        lease: NamespacedName,
        identity: String,
        leaseDuration: Duration = .seconds(15),
        renewDeadline: Duration = .seconds(10),
        retryPeriod: Duration = .seconds(2)
    ) {
        self.lease = lease
        self.identity = identity
        self.leaseDuration = leaseDuration
        self.renewDeadline = renewDeadline
        self.retryPeriod = retryPeriod
    }
}

/// The leadership went to somebody else, or could not be renewed in time.
public struct LeadershipLost: Error, Sendable, CustomStringConvertible {
    /// What happened.
    public let description: String
}

/// Takes part in an election, works while it leads.
struct LeaderElection: Sendable {
    private static let resource = GroupVersionResource(group: "coordination.k8s.io", version: "v1", resource: "leases")

    let configuration: LeaderElectionConfiguration
    let client: KubeClient
    let clock: ControllerClock
    let log: Logger
    let isLeading: Gauge.Child
    /// Until when the work may go on.
    let term: LeaderTerm

    init(
        _ configuration: LeaderElectionConfiguration,
        client: KubeClient,
        clock: ControllerClock,
        registry: MetricsRegistry,
        log: Logger,
        onLoss: @escaping @Sendable (LeadershipLost) -> Void
    ) {
        term = LeaderTerm(configuration, clock: clock, onLoss: onLoss)
        self.configuration = configuration
        self.client = client
        self.clock = clock
        self.log = log.with([("lease", "\(configuration.lease)")])
        let gauge = registry.gauge(
            "leader_election_master_status",
            help: "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, "
                + "1 indicates master. 'name' is the string used to identify the lease.",
            labels: ["name"]
        )
        isLeading = gauge.labels([configuration.lease.name])
        isLeading.set(0)
    }

    /// Waits until this copy leads, then works; returns when the work does.
    ///
    /// - Throws: ``LeadershipLost``: whoever hears that must stop at once, another copy works from now on.
    func run(_ work: @escaping @Sendable () async -> Void) async throws {
        var machine = LeaderElectionMachine(
            identity: configuration.identity,
            duration: configuration.leaseDuration
        )
        try await acquire(&machine)
        if let loss = term.loss() { throw loss }
        isLeading.set(1)
        log.info("this copy leads", [("identity", configuration.identity)])
        let held = machine
        // Goes on when this task is cancelled: until the work has ended, nobody else may take the Lease.
        let renewing = Task { await renewals(held) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await work()
                renewing.cancel()
            }
            group.addTask { await renewing.value }
            await group.next()
            group.cancelAll()
            // The work has ended before the Lease is given up.
            await group.waitForAll()
        }
        isLeading.set(0)
        term.finish()
        if let loss = term.lost { throw loss }
        // Asks the server also when this task was cancelled.
        await Task { await release() }.value
    }

    private func acquire(_ machine: inout LeaderElectionMachine) async throws {
        var known: String?
        while true {
            try Task.checkCancellation()
            if await attempt(&machine, until: clock.now() + configuration.renewDeadline) { return }
            if let leader = machine.leader, leader != known, leader != configuration.identity {
                known = leader
                log.info("another copy leads", [("identity", leader)])
            }
            // Not all at the same time. Source: client-go, JitterFactor 1.2.
            try await clock.sleep(configuration.retryPeriod * (1 + 1.2 * clock.chance()))
        }
    }

    /// Renews the Lease until the task is cancelled or the term has ended.
    private func renewals(_ held: LeaderElectionMachine) async {
        var machine = held
        // Never longer than the term lasts: its end is told when it comes.
        while (try? await clock.sleep(min(configuration.retryPeriod, timeLeft(term.end)))) != nil, term.loss() == nil {
            if await attempt(&machine, until: term.end) || Task.isCancelled { continue }
            if let leader = machine.leader, leader != configuration.identity {
                return term.taken(by: leader)
            }
        }
    }

    /// Reads the Lease and writes it if it is free or ours.
    ///
    /// - Parameters:
    ///   - machine: decides.
    ///   - deadline: when the answers must be there.
    /// - Returns: whether it is ours now.
    private func attempt(_ machine: inout LeaderElectionMachine, until deadline: Duration) async -> Bool {
        do throws(KubeClientError) {
            let lease = try await read(until: deadline)
            let step = machine.read(lease.map { LeaseRecord($0) }, now: clock.now(), date: .now)
            guard case .write(let record) = step else { return false }
            // Counted from before the request: nobody may believe us for longer than that.
            let asked = clock.now()
            try await write(record, over: lease, until: deadline)
            machine.wrote(record, now: asked)
            term.renewed(asked)
            return true
        } catch {
            if error.isConflict {
                log.debug("another copy was quicker")
            } else if !Task.isCancelled {
                log.warning("the lease cannot be read or written", [("error", "\(error)")])
            }
            return false
        }
    }

    private func release() async {
        let deadline = clock.now() + configuration.renewDeadline
        do throws(KubeClientError) {
            guard let lease = try await read(until: deadline) else { return }
            var machine = LeaderElectionMachine(
                identity: configuration.identity,
                duration: configuration.leaseDuration
            )
            _ = machine.read(LeaseRecord(lease), now: clock.now(), date: .now)
            if let record = machine.release(date: .now) {
                try await write(record, over: lease, until: deadline)
            }
        } catch {
            log.warning("the lease was not given up; others wait for its end", [("error", "\(error)")])
        }
    }

    private func timeLeft(_ deadline: Duration) -> Duration { max(deadline - clock.now(), .milliseconds(1)) }

    private func read(until deadline: Duration) async throws(KubeClientError) -> JSONValue? {
        var request = KubeRequest(
            path: Self.resource.path(namespace: configuration.lease.namespace, name: configuration.lease.name),
            timeout: timeLeft(deadline)
        )
        request.isRepeated = false
        do throws(KubeClientError) {
            return try await client.send(request)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    private func write(
        _ record: LeaseRecord,
        over lease: JSONValue?,
        until deadline: Duration
    ) async throws(KubeClientError) {
        let (space, name) = (configuration.lease.namespace, configuration.lease.name)
        var request = KubeRequest(
            method: lease == nil ? "POST" : "PUT",
            path: Self.resource.path(namespace: space, name: lease == nil ? nil : name),
            body: JSONWriter.bytes(record.lease(configuration.lease, over: lease)),
            timeout: timeLeft(deadline)
        )
        request.isRepeated = false
        _ = try await client.send(request)
    }
}
