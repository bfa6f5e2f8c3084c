import APIMachinery
import Testing

@testable import APIServer

struct NegotiationTests {
    private func negotiate(
        _ accept: String?,
        query: String = "",
        userAgent: String? = nil,
        _ purpose: Negotiation.Purpose = .object
    ) throws -> Representation {
        try Negotiation.negotiate(
            accept: accept,
            query: Query(Substring(query)),
            userAgent: userAgent,
            purpose: purpose
        )
    }

    @Test(
        arguments: [
            (nil, .json),
            ("", .json),
            ("*/*", .json),
            ("*/*,application/yaml", .yaml),
            ("application/json;q=0", .json),
            ("application/json;charset=utf-8", .json),
            ("application/json;q=0.5,application/yaml;q=0.9", .yaml),
            ("application/json;pretty=1", .prettyJSON),
            ("text/html,application/xml;q=0.9,*/*;q=0.8", .json),
            ("application/vnd.kubernetes.protobuf, application/json", .json),
        ] as [(String?, Encoding)]
    )
    func choosesTheEncoding(_ accept: String?, _ encoding: Encoding) throws {
        #expect(try negotiate(accept).encoding == encoding)
    }

    @Test(arguments: ["text/csv", "application/*", "application/cbor", ";;;", "text/yaml"])
    func refusesWhatIsNotServed(_ accept: String) {
        let error = #expect(throws: StatusError.self) { try negotiate(accept) }
        #expect(error?.code == 406)
        #expect(error?.message.hasPrefix("406: Not Acceptable") == true)
    }

    @Test func choosesTheFirstTransformThatExists() throws {
        let kubectl =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"
        #expect(try negotiate(kubectl).transform == .table(version: "v1"))
        #expect(try negotiate("application/json;as=Table;v=v7;g=meta.k8s.io,application/json").transform == .none)
        #expect(
            try negotiate("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io").transform
                == .partialMetadata(version: "v1", isList: true)
        )
        let error = #expect(throws: StatusError.self) { try negotiate("application/json;as=Table;v=v7;g=meta.k8s.io") }
        #expect(error?.message.hasPrefix("only the following media types are accepted") == true)
    }

    @Test func writesPrettilyForPeople() throws {
        #expect(try negotiate(nil, userAgent: "curl/8.0").encoding == .prettyJSON)
        #expect(try negotiate(nil, query: "pretty=0", userAgent: "curl/8.0").encoding == .json)
        #expect(try negotiate(nil, query: "pretty=true").encoding == .prettyJSON)
        #expect(try negotiate(nil, userAgent: "kubectl/v1.36").encoding == .json)
    }

    @Test func watchesAreNotOfferedInYAML() throws {
        #expect(try negotiate("application/yaml,application/json", .watch).encoding == .json)
    }
}
