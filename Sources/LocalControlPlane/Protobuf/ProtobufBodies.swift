internal import JSON
internal import Protobuf
internal import Transport

/// Turns protobuf bodies into JSON: kubectl sends them for kinds that are compiled into it.
///
/// What is not known stays as it is, and the server says what it reads.
enum ProtobufBodies {
    private static let mediaType = "application/vnd.kubernetes.protobuf"
    private static let magic = Array("k8s\0".utf8)

    /// Source: apimachinery `runtime.Unknown` and `runtime.TypeMeta`.
    private static let envelope = (type: 1, object: 2)

    /// The request with a JSON body, if its body was a known protobuf object.
    static func translated(_ request: consuming HTTPRequest) -> HTTPRequest {
        var request = request
        guard request.headers["content-type"]?.hasPrefix(mediaType) == true,
            let object = try? object(request.body)
        else { return request }
        request.body = JSONWriter.bytes(object)
        request.headers.set("content-type", "application/json")
        if request.headers["content-length"] != nil { request.headers.set("content-length", "\(request.body.count)") }
        return request
    }

    /// The object in an envelope; nil if its kind is not known.
    static func object(_ bytes: [UInt8]) throws(ProtobufReader.Malformed) -> JSONValue? {
        guard bytes.starts(with: magic) else { return nil }
        var reader = ProtobufReader(bytes[magic.count...])
        var type = JSONValue.emptyObject
        var message: ArraySlice<UInt8> = []
        while let (number, value) = try reader.next() {
            guard case .bytes(let bytes) = value else { continue }
            if number == envelope.type {
                type = try MessageShape([1: ("apiVersion", .text), 2: ("kind", .text)]).json(bytes)
            } else if number == envelope.object {
                message = bytes
            }
        }
        let apiVersion = type["apiVersion"]?.string ?? ""
        let kind = type["kind"]?.string ?? ""
        guard let shape = BuiltInMessages.shape(apiVersion: apiVersion, kind: kind) else { return nil }
        var object = try shape.json(message)
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        return object
    }
}
