internal import Protobuf
@testable internal import StorageEtcd

/// What members of etcd answer: messages of gRPC, in any pieces, and what is in them.
enum Etcd {
    static func messages(_ input: [UInt8]) {
        guard let seed = input.first else { return }
        let bytes = input.dropFirst()
        let whole = read([bytes])
        hold(read(Wire.pieces(bytes, seed)) == whole, "messages depend on the pieces they come in")
        hold(bytes.starts(with: whole.flatMap(GRPCFrames.frame)), "a message is not what came")
        for message in whole {
            _ = try? RangeResponse(message[...])
            _ = try? TxnResponse(message[...])
            _ = try? StatusResponse(message[...])
            if let response = try? WatchResponse(message[...]) {
                hold(response.events.count <= message.count, "there are more events than bytes")
            }
        }
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var frames = GRPCFrames()
        var messages: [[UInt8]] = []
        for piece in pieces {
            frames.append(Array(piece))
            do {
                while let message = try frames.next() { messages.append(Array(message)) }
            } catch {
                return messages
            }
        }
        return messages
    }
}
