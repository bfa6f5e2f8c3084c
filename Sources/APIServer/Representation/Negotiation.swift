internal import APIMachinery
internal import Transport

/// How an answer is written down.
enum Encoding: Sendable, Equatable {
    case json
    case prettyJSON
    case yaml
    case protobuf

    /// `Content-Type` of the answer.
    var contentType: String {
        switch self {
        case .json, .prettyJSON: "application/json"
        case .yaml: "application/yaml"
        case .protobuf: "application/vnd.kubernetes.protobuf"
        }
    }
}

/// What an object is turned into before it is written down.
enum Transform: Sendable, Equatable {
    case none
    /// meta.k8s.io Table in that version, `v1` or `v1beta1`.
    case table(version: String)
    /// meta.k8s.io PartialObjectMetadata, or its list.
    case partialMetadata(version: String, isList: Bool)
}

/// What client and server agreed on for one answer.
struct Representation: Sendable, Equatable {
    var encoding: Encoding = .json
    var transform: Transform = .none

    static let json = Representation()
}

/// Chooses the representation of an answer from the request's `Accept`.
///
/// Source: apiserver `negotiation` package and go-restful's route matching, as recorded in the negotiation scenarios.
enum Negotiation {
    /// What is served, most wanted first.
    static let mediaTypeList = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"]
    static let mediaTypes = mediaTypeList.joined(separator: ", ")
    /// What watches are offered in.
    private static let streamTypeList = [
        "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch",
    ]

    /// What sort of answer is wanted.
    enum Purpose: Sendable {
        case object
        case watch
    }

    /// Throws 406 when nothing fits.
    static func negotiate(
        accept: String?,
        query: Query,
        userAgent: String?,
        purpose: Purpose
    ) throws(StatusError) -> Representation {
        let isWatch = purpose == .watch
        for clause in try clauses(accept, isWatch: isWatch) {
            guard var encoding = encoding(of: clause.type) else { continue }
            if encoding == .protobuf || isWatch && encoding == .yaml { continue }
            guard let transform = transform(of: clause) else { continue }
            if encoding == .json, isPretty(clause, query: query, userAgent: userAgent) { encoding = .prettyJSON }
            return Representation(encoding: encoding, transform: transform)
        }
        throw .notAcceptable(available: isWatch ? streamTypeList : mediaTypeList)
    }

    /// The encoding of answers that know no transforms, such as discovery; protobuf included.
    static func encoding(accept: String?, query: Query, userAgent: String?) throws(StatusError) -> Encoding {
        for clause in try clauses(accept) {
            guard let encoding = encoding(of: clause.type) else { continue }
            if encoding == .json, isPretty(clause, query: query, userAgent: userAgent) { return .prettyJSON }
            return encoding
        }
        throw .notAcceptable(available: mediaTypeList)
    }

    /// The encoding of an error: whatever the client can read best, JSON if it can read nothing of ours.
    static func errorEncoding(accept: String?, query: Query, userAgent: String?) -> Encoding {
        (try? encoding(accept: accept, query: query, userAgent: userAgent)) ?? .json
    }

    private static func clauses(_ accept: String?, isWatch: Bool = false) throws(StatusError) -> [MediaType] {
        guard let accept, !accept.isEmpty else { return [anything] }
        let clauses = MediaType.clauses(accept)
        guard clauses.contains(where: { encoding(of: $0.type) != nil }) else {
            let all = isWatch ? mediaTypeList + streamTypeList : mediaTypeList
            throw .routeNotAcceptable(mediaTypes: all.joined(separator: ", "))
        }
        return clauses
    }

    private static let anything = MediaType("*/*")!

    private static func encoding(of type: String) -> Encoding? {
        switch type {
        case "application/json", "*/*": .json
        case "application/yaml": .yaml
        case "application/vnd.kubernetes.protobuf": .protobuf
        default: nil
        }
    }

    private static func transform(of clause: MediaType) -> Transform? {
        guard let kind = clause.parameters["as"] else { return Transform.none }
        guard clause.parameters["g"] == "meta.k8s.io", let version = clause.parameters["v"],
            version == "v1" || version == "v1beta1"
        else { return nil }
        return switch kind {
        case "Table": .table(version: version)
        case "PartialObjectMetadata": .partialMetadata(version: version, isList: false)
        case "PartialObjectMetadataList": .partialMetadata(version: version, isList: true)
        default: nil
        }
    }

    private static func isPretty(_ clause: MediaType, query: Query, userAgent: String?) -> Bool {
        if let pretty = clause.parameters["pretty"], pretty == "1" || pretty == "true" { return true }
        if query["pretty"] != nil { return query.isTrue("pretty") }
        guard let userAgent else { return false }
        return userAgent.hasPrefix("curl") || userAgent.hasPrefix("Wget") || userAgent.hasPrefix("Mozilla/5.0")
    }
}
