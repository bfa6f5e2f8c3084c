import Testing

@testable import Transport

@Suite struct WebSocketMachineTests {
    private func frames(_ body: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        body(&bytes)
        return bytes
    }

    private func client(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
        frames { WebSocketEncoder.append(opcode, payload, mask: [1, 2, 3, 4], to: &$0) }
    }

    private func output(_ machine: inout WebSocketMachine) -> [UInt8] {
        var bytes: [UInt8] = []
        machine.output.take(.max, into: &bytes)
        return bytes
    }

    @Test func answersPings() {
        var machine = WebSocketMachine(messageBytes: 100)
        let messages = machine.receive(client(.ping, [9, 8]))
        #expect(messages == [])
        #expect(output(&machine) == [0x8a, 2, 9, 8])
        #expect(machine.phase == .open)
    }

    @Test func answersACloseWithItsCode() {
        var machine = WebSocketMachine(messageBytes: 100)
        let bytes = client(.text, [0x61]) + client(.close, [0x0f, 0xa0, 0x62]) + client(.text, [0x63])
        let messages = machine.receive(bytes)
        #expect(messages == [.text("a")])
        #expect(output(&machine) == [0x88, 2, 0x0f, 0xa0])
        #expect(machine.phase == .over)
        #expect(machine.outcome == .peerClosed(WebSocketClose(WebSocketCloseCode(rawValue: 4_000), reason: "b")))
        let isSent = machine.send(.text("late"))
        #expect(!isSent)
    }

    @Test func answersAnEmptyCloseWithAnEmptyOne() {
        var machine = WebSocketMachine(messageBytes: 100)
        _ = machine.receive(client(.close, []))
        #expect(output(&machine) == [0x88, 0])
    }

    @Test func tellsThePeerWhatItDidWrong() {
        var machine = WebSocketMachine(messageBytes: 3)
        let messages = machine.receive(client(.binary, [1, 2, 3]) + client(.binary, [1, 2, 3, 4]))
        #expect(messages == [.binary([1, 2, 3])])
        let close = WebSocketClose(.messageTooBig, reason: "a message is longer than 3 bytes")
        #expect(output(&machine) == frames { WebSocketEncoder.append(close, to: &$0) })
        #expect(machine.outcome == .violated(close))
        #expect(machine.phase == .over)
    }

    @Test func waitsForTheAnswerToItsOwnClose() {
        var machine = WebSocketMachine(messageBytes: 100)
        _ = machine.send(.text("a"))
        machine.close(WebSocketClose(.goingAway))
        machine.close(WebSocketClose(.normal))
        let isSent = machine.send(.text("b"))
        #expect(!isSent)
        #expect(output(&machine) == [0x81, 1, 0x61, 0x88, 2, 0x03, 0xe9])
        let messages = machine.receive(client(.text, [0x62]) + client(.ping, []))
        #expect(messages == [])
        #expect(machine.phase == .closeSent)
        _ = machine.receive(client(.close, [0x03, 0xe9]))
        #expect(output(&machine) == [])
        #expect(machine.phase == .over)
        #expect(machine.outcome == .closed(WebSocketClose(.goingAway)))
    }

    @Test func cutsLongReasonsBetweenCharacters() {
        let bytes = frames { out in
            WebSocketEncoder.append(WebSocketClose(.normal, reason: String(repeating: "ü", count: 100)), to: &out)
        }
        #expect(bytes.count == 2 + 2 + 122)
    }

    @Test func keepsNothingOfWhatWasTaken() {
        var queue = ByteQueue()
        var sent: [UInt8] = []
        var taken: [UInt8] = []
        for round in 0..<300 {
            let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 1_000)
            sent += piece
            queue.build { $0 += piece }
            queue.take(round % 3 == 0 ? 2_500 : 250, into: &taken)
        }
        queue.take(.max, into: &taken)
        #expect(taken == sent)
        #expect(queue.isEmpty)
    }
}
