internal import APIMachinery
internal import EventLoop
internal import JSON
internal import Storage
internal import Transport

/// `GET` of a collection with `watch`: a stream of changes.
struct WatchVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation(.watch)
        let options = try ListOptions(request.query, isWatch: true)
        let selection = try Selection(request, options)
        let start = try WatchStart(options)
        let encoder = try WatchEventEncoder(request: request, representation: representation)
        let answer = try WatchAnswer(request.context.request, contentType: representation.encoding.contentType)
        do {
            if start.isConsistent { try await request.store.catchUp() }
            let stream = try WatchStream(
                request: request,
                start: start,
                selection: selection,
                options: options,
                encoder: encoder
            )
            return answer.response(stream)
        } catch let error as StorageError {
            guard case .compacted(let oldest) = error else { throw error }
            let gone = StatusError.expired("too old resource version: \(start.revision) (\(oldest))")
            return answer.response(FinishedStream(encoder.error(gone)))
        }
    }
}

/// Where a watch begins.
struct WatchStart: Sendable, Equatable {
    /// Changes after this revision; 0 if the present state is the beginning.
    var revision: UInt64
    /// Whether the stream begins with what exists.
    var sendsInitialState: Bool
    /// Whether a bookmark tells where the initial state ends.
    var marksEndOfInitialState: Bool
    /// Whether the beginning must not be older than now.
    var isConsistent: Bool

    /// Source: apiserver `cacher.Watch` and `watchListOptions`, as recorded in the watch scenarios.
    init(_ options: ListOptions) throws(StatusError) {
        let text = options.resourceVersion
        guard let revision = text.isEmpty ? 0 : UInt64(text) else {
            throw .unknown("resourceVersion: Invalid value: \"\(text)\": \(NumberFault.unsigned(text))")
        }
        let isFromNow = revision == 0
        sendsInitialState = options.sendInitialEvents ?? isFromNow
        marksEndOfInitialState = sendsInitialState && options.allowsBookmarks
        self.revision = revision
        isConsistent = text.isEmpty
    }
}

/// A stream that says one thing and ends.
final class FinishedStream: ResponseStream {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {}

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        buffer += bytes
        return .end
    }

    func closed(on loop: isolated EventLoop) {}
}
