internal import APIMachinery
internal import EventLoop
internal import JSON
internal import Storage
internal import Transport

/// One watch: a cursor in the history of the cache, pulled when the client can take more.
///
/// Nothing is buffered per watcher. A client that is too slow falls out of the history and is told 410, after which it
/// lists anew. All state belongs to the connection's loop.
final class WatchStream: ResponseStream, @unchecked Sendable {
    // Guard: every member below is touched only by methods that run on the connection's loop.
    private let cursor: WatchCursor<ServedObject>
    private let encoder: WatchEventEncoder
    private let selection: Selection
    private let allowsBookmarks: Bool
    private let lifetime: Duration
    private var owesInitialBookmark: Bool
    private var isFirst = true
    private var isOver = false
    private var owesBookmark = false
    // Timers hold the stream; `closed`, which always comes, ends them.
    private var timers: [TimerHandle] = []

    /// Bookmarks come about so often.
    private static let bookmarkInterval = Duration.seconds(60)
    /// A last bookmark comes so long before the end.
    private static let bookmarkBeforeEnd = Duration.seconds(2)
    private static let eventsPerTurn = 64

    /// - Throws: `StorageError.compacted` when the history does not reach back to the start.
    init(
        request: ResourceRequest,
        start: WatchStart,
        selection: Selection,
        options: ListOptions,
        encoder: WatchEventEncoder
    ) throws {
        self.encoder = encoder
        self.selection = selection
        allowsBookmarks = options.allowsBookmarks
        owesInitialBookmark = start.marksEndOfInitialState
        lifetime = request.environment.watchLifetime(options)
        cursor = try request.store.cache.watch(
            .prefix(request.kind.prefix(namespace: request.namespace)),
            after: start.revision == 0 ? nil : start.revision,
            initialState: start.sendsInitialState
        )
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        cursor.onEvents { waker.wakeInRound() }
        timers.append(loop.schedule(after: lifetime) { _ in self.end(waker) })
        guard allowsBookmarks else { return }
        scheduleBookmark(after: Self.bookmarkInterval, waker, on: loop)
        if lifetime > Self.bookmarkBeforeEnd, lifetime < Self.bookmarkInterval {
            scheduleBookmark(after: lifetime - Self.bookmarkBeforeEnd, waker, on: loop)
        }
    }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let before = buffer.count
        var isDrained = false
        while buffer.count - before < limit, !isOver, !isDrained {
            let events = cursor.next(max: Self.eventsPerTurn)
            if !events.isEmpty, !encoder.canShowObjects { return .end }
            for event in events { append(event, to: &buffer) }
            isDrained = events.isEmpty
        }
        if cursor.isExpired, !isOver {
            buffer += encoder.error(.expired("too old resource version: the watcher was too slow"))
            isOver = true
        }
        if isDrained { appendBookmarks(to: &buffer) }
        if isOver { return .end }
        // The cursor has found its end and will wake the stream: nothing is gained by a pull that finds it again.
        return isDrained ? .wait : .more
    }

    func closed(on loop: isolated EventLoop) {
        isOver = true
        for timer in timers { timer.cancel(on: loop) }
        timers = []
        cursor.onEvents {}
    }

    private func append(_ event: WatchEvent<ServedObject>, to buffer: inout [UInt8]) {
        guard let kind = kind(of: event) else { return }
        let length = buffer.count
        do {
            try encoder.append(kind, shown(event, as: kind), isFirst: isFirst, to: &buffer)
            isFirst = false
        } catch {
            buffer.removeSubrange(length...)
            buffer += encoder.error(.internalError("\(error)"))
            isOver = true
        }
    }

    /// What a change is for somebody who sees only the selected objects; nil if it is nothing.
    private func kind(of event: WatchEvent<ServedObject>) -> WatchEventEncoder.Kind? {
        if selection.takesAll {
            return switch event.type {
            case .added: .added
            case .modified: .modified
            case .deleted: .deleted
            }
        }
        let isIn = event.type != .deleted && selection.contains(event.object)
        let wasIn =
            event.previous.map(selection.contains) ?? (event.type == .deleted && selection.contains(event.object))
        return switch (wasIn, isIn) {
        case (false, true): .added
        case (true, true): .modified
        case (true, false): .deleted
        case (false, false): nil
        }
    }

    /// An object that leaves the selection is shown as it last was in it, with the revision of the change.
    private func shown(_ event: WatchEvent<ServedObject>, as kind: WatchEventEncoder.Kind) throws -> ServedObject {
        guard kind == .deleted, event.type == .modified, let previous = event.previous else { return event.object }
        return try previous.at(revision: event.revision)
    }

    private func appendBookmarks(to buffer: inout [UInt8]) {
        guard let revision = cursor.revision else { return }
        if owesInitialBookmark {
            encoder.appendBookmark(revision: revision, endsInitialState: true, isFirst: isFirst, to: &buffer)
            owesInitialBookmark = false
            owesBookmark = false
            isFirst = false
        } else if owesBookmark {
            encoder.appendBookmark(revision: revision, endsInitialState: false, isFirst: isFirst, to: &buffer)
            owesBookmark = false
        }
    }

    private func scheduleBookmark(after delay: Duration, _ waker: StreamWaker, on loop: isolated EventLoop) {
        let timer = loop.schedule(after: delay) { loop in
            guard !self.isOver else { return }
            self.owesBookmark = true
            waker.wake()
            if delay == Self.bookmarkInterval { self.scheduleBookmark(after: delay, waker, on: loop) }
        }
        timers.append(timer)
    }

    private func end(_ waker: StreamWaker) {
        isOver = true
        waker.wake()
    }
}
