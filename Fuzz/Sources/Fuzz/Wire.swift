@testable internal import Transport

/// The parsers of HTTP/1.1 and of WebSocket frames.
///
/// Bytes may come in any pieces: what is read must not depend on them.
enum Wire {
    private static var limits: HTTPServerConfiguration.Limits {
        var limits = HTTPServerConfiguration.Limits()
        limits.headBytes = 4_096
        limits.fieldCount = 20
        limits.bodyBytes = 2_048
        return limits
    }

    static func requests(_ input: [UInt8]) {
        guard let seed = input.first else { return }
        let bytes = input.dropFirst()
        let whole = steps([bytes])
        hold(steps(pieces(bytes, seed)) == whole, "requests depend on the pieces they come in")
        for case .request(let message) in whole {
            hold(message.body.count <= limits.bodyBytes, "a body is longer than its limit")
            hold(!message.target.isEmpty && !message.method.isEmpty, "a request is incomplete")
        }
    }

    /// All steps but those that depend on the pieces by nature.
    private static func steps(_ pieces: [ArraySlice<UInt8>]) -> [HTTP1RequestParser.Step] {
        var parser = HTTP1RequestParser(limits: limits)
        var steps: [HTTP1RequestParser.Step] = []
        for piece in pieces {
            unsafe piece.withUnsafeBytes { unsafe parser.append($0) }
            reading: while true {
                let step = parser.next()
                switch step {
                case .needMore: break reading
                case .expectsContinue: continue
                case .head, .bodyEnded:
                    hold(false, "a body is handed over that nobody wants to have so")
                case .failed:
                    steps.append(step)
                    return steps
                case .request(let message):
                    steps.append(step)
                    // As the server does: nothing after it can be understood.
                    if message.isBodyTooLarge { return steps }
                }
            }
        }
        return steps
    }

    static func response(_ input: [UInt8]) {
        guard let seed = input.first else { return }
        let bytes = input.dropFirst()
        let whole = answer([bytes], seed)
        hold(answer(pieces(bytes, seed), seed) == whole, "an answer depends on its pieces")
        hold(whole.body.count <= bytes.count, "an answer has more bytes than came")
    }

    private struct Answer: Equatable {
        var steps: [HTTP1ResponseParser.Step] = []
        var body: [UInt8] = []
        var endsWithTheConnection = false
    }

    private static func answer(_ pieces: [ArraySlice<UInt8>], _ seed: UInt8) -> Answer {
        var limits = HTTPClientConfiguration.Limits()
        limits.headBytes = 4_096
        limits.fieldCount = 20
        var parser = HTTP1ResponseParser(limits: limits)
        parser.begin(isHead: seed & 1 == 1, acceptsUpgrade: seed & 2 == 2)
        var answer = Answer()
        for piece in pieces {
            unsafe piece.withUnsafeBytes { unsafe parser.append($0) }
            reading: while true {
                let step = parser.next(into: &answer.body)
                switch step {
                case .needMore: break reading
                case .head: answer.steps.append(step)
                case .end, .upgraded, .failed:
                    answer.steps.append(step)
                    return answer
                }
            }
        }
        answer.endsWithTheConnection = parser.inputClosed()
        return answer
    }

    static func chunked(_ input: [UInt8]) {
        guard let seed = input.first else { return }
        let bytes = Array(input.dropFirst())
        let whole = decoded([bytes[...]])
        hold(decoded(pieces(bytes[...], seed)) == whole, "chunks depend on the pieces they come in")
        hold(whole?.body.count ?? 0 <= bytes.count, "more data than bytes")
    }

    private struct Decoded: Equatable {
        var body: [UInt8] = []
        var used = 0
        var isDone = false
    }

    private static func decoded(_ pieces: [ArraySlice<UInt8>]) -> Decoded? {
        var decoder = ChunkedDecoder()
        var result = Decoded()
        for piece in pieces where !decoder.isDone {
            var position = 0
            guard (try? decoder.decode(Array(piece), from: &position, into: &result.body)) != nil else { return nil }
            result.used += position
        }
        result.isDone = decoder.isDone
        return result
    }

    static func websocket(_ input: [UInt8]) {
        guard let seed = input.first else { return }
        let bytes = input.dropFirst()
        let whole = events([bytes], expectsMask: seed & 1 == 1)
        hold(
            events(pieces(bytes, seed), expectsMask: seed & 1 == 1) == whole,
            "frames depend on the pieces they come in"
        )
    }

    private static func events(_ pieces: [ArraySlice<UInt8>], expectsMask: Bool) -> [String] {
        var decoder = WebSocketDecoder(expectsMask: expectsMask, messageBytes: limits.bodyBytes)
        var events: [String] = []
        do {
            for piece in pieces {
                decoder.append(piece)
                while let event = try decoder.next() { events.append("\(event)") }
            }
        } catch {
            events.append("\(error)")
        }
        return events
    }

    /// Cuts bytes into pieces of a length that depends on the seed and the place.
    static func pieces(_ bytes: ArraySlice<UInt8>, _ seed: UInt8) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var rest = bytes
        var state = UInt32(seed) &+ 1
        while !rest.isEmpty {
            state = state &* 1_664_525 &+ 1_013_904_223
            let count = Int(state >> 24) % (Int(seed % 32) + 1) + 1
            result.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return result
    }
}
