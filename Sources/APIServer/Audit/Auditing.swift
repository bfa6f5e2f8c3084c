internal import APIMachinery
internal import JSON
internal import Telemetry
internal import Transport

/// A policy and where its events go.
struct Auditor: Sendable {
    let policy: AuditPolicy
    let log: AuditLog
    let metrics: AuditMetrics

    /// Begins the record of a request; nil if the policy wants none.
    fileprivate func record(_ context: RequestContext, user: UserInfo?) -> AuditRecord? {
        let attributes = AuthorizationAttributes(
            user: user ?? UserInfo(name: ""),
            info: context.info,
            query: context.query
        )
        let decision = policy.decision(for: attributes, user: user)
        metrics.decided(decision.level)
        guard decision.level > .none else { return nil }
        let subject = AuditSubject(context, user: user, received: context.received ?? .now)
        return AuditRecord(decision: decision, subject: subject, object: AuditObject(attributes))
    }

    fileprivate func write(_ record: AuditRecord, _ stage: AuditStage) async -> Bool {
        guard record.records(stage) else { return true }
        return await log.write(AuditEvent(record: record, stage: stage, time: .now))
    }

    fileprivate func add(_ record: AuditRecord, _ stage: AuditStage) {
        if record.records(stage) { log.add(AuditEvent(record: record, stage: stage, time: .now)) }
    }
}

/// Records requests as the policy says: when they come, when a long answer begins, when an answer is complete.
///
/// Stands behind the authentication; in a server without a policy it does not stand at all.
/// Source: apiserver `endpoints/filters/audit.go`.
struct Auditing: Middleware {
    let auditor: Auditor

    /// An answer that took longer says in its annotations how long.
    private static let slow = 0.5

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        context.isPastAudit = true
        guard var record = auditor.record(context, user: context.user) else { return await next(context) }
        context.audit = record
        guard await auditor.write(record, .requestReceived) else {
            auditor.metrics.rejected.increment()
            return ErrorRendering.internalError("failed to store audit event", for: context)
        }
        var response = await next(context)
        record = context.audit ?? record
        Self.note(response, context, in: &record)
        let isLongRunning = context.info.isLongRunning
        if isLongRunning { _ = await auditor.write(record, .responseStarted) }
        switch response.body {
        case .bytes, .pieces:
            if !isLongRunning { Self.noteSlowness(of: &record) }
            _ = await auditor.write(record, .responseComplete)
        case .stream(let stream):
            response.body = .stream(EndingStream(stream, atEnd: end(of: record)))
        case .upgrade(let stream):
            response.body = .upgrade(EndingStream(stream, atEnd: end(of: record)))
        }
        return response
    }

    /// Records the end of an answer that comes over time.
    private func end(of record: AuditRecord) -> @Sendable () -> Void {
        { [auditor] in auditor.add(record, .responseComplete) }
    }

    fileprivate static func note(_ response: HTTPResponse, _ context: RequestContext, in record: inout AuditRecord) {
        if let error = context.answeredError, error.code == response.status { record.note(status: error.json) }
        record.note(code: response.status)
    }

    private static func noteSlowness(of record: inout AuditRecord) {
        let (began, now) = (record.subject.received, WallTime.now)
        let seconds = Double(now.seconds - began.seconds) + Double(now.nanoseconds - began.nanoseconds) / 1e9
        guard seconds > slow else { return }
        record.annotate("apiserver.latency.k8s.io/total", GoDuration.text(.nanoseconds(Int64(seconds * 1e9))))
    }
}

/// Records what is refused before anybody is known: a wrong credential, a time-out that is none.
///
/// The outermost step, so that it also knows when a request came.
/// Source: apiserver `WithFailedAuthenticationAudit`, `withFailedRequestAudit`.
struct AuditingRefusals: Middleware {
    let auditor: Auditor

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        context.received = .now
        let response = await next(context)
        guard !context.isPastAudit, var record = auditor.record(context, user: nil) else { return response }
        Auditing.note(response, context, in: &record)
        _ = await auditor.write(record, .responseStarted)
        return response
    }
}
