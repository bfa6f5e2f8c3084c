/// Reads the output of `swift build`: how far it is, and what went wrong first.
struct BuildLog: Equatable {
    /// `[n/m] what` of the newest line that has it.
    private(set) var step: (done: Int, of: Int, what: String)?
    /// The first error of the compiler or the package manager, with the lines that belong to it.
    private(set) var firstError: [String] = []
    /// The newest lines that are no progress.
    private(set) var tail: [String] = []
    private var isInError = false

    private static let tailLength = 20
    private static let errorLength = 12

    mutating func add(_ line: String) {
        if let step = Self.progress(line) {
            self.step = step
            isInError = false
            return
        }
        tail.append(line)
        if tail.count > Self.tailLength { tail.removeFirst() }
        let isDiagnostic = line.hasPrefix("error: ") || line.contains(": error: ")
        let isBetter = firstError.isEmpty || (place.isEmpty && line.contains(": error: "))
        if isDiagnostic, isBetter {
            firstError = [line]
            isInError = true
        } else if isInError {
            let isNext = isDiagnostic || line.contains(": warning: ")
            if isNext || firstError.count >= Self.errorLength {
                isInError = false
            } else {
                firstError.append(line)
            }
        }
    }

    /// The place of the first error: `Sources/APIs/Insect/V1beta1/Bee.swift:12:5`; empty if it names none.
    var place: String {
        guard let line = firstError.first, let end = line.firstRange(of: ": error: ") else { return "" }
        return String(line[..<end.lowerBound])
    }

    /// The words of the first error.
    var message: String {
        guard let line = firstError.first else { return "" }
        if let start = line.firstRange(of: "error: ") { return String(line[start.upperBound...]) }
        return line
    }

    private static func progress(_ line: String) -> (done: Int, of: Int, what: String)? {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
        let numbers = line[line.index(after: line.startIndex)..<end].split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        return (numbers[0], numbers[1], String(line[line.index(after: end)...].drop { $0 == " " }))
    }

    static func == (left: BuildLog, right: BuildLog) -> Bool {
        left.firstError == right.firstError && left.tail == right.tail && left.step?.done == right.step?.done
            && left.step?.of == right.step?.of
    }
}
