import JSON
import Testing

@testable import Aggregator

struct AvailabilityCheckTests {
    private let reference = APIService.ServiceReference(namespace: "garden", name: "bees", port: 7443)
    private let slice = Samples.slice(["10.1.0.1"])

    private func finding(_ service: ServiceRecord, _ slices: [EndpointSliceRecord]) -> AvailabilityCheck.Finding {
        AvailabilityCheck.finding(reference, .found(service, slices: slices))
    }

    private func unavailable(_ reason: String, _ message: String) -> AvailabilityCheck.Finding {
        .unavailable(APIServiceCondition(status: "False", reason: reason, message: message))
    }

    @Test
    func missesTheService() {
        #expect(
            AvailabilityCheck.finding(reference, .missing)
                == unavailable("ServiceNotFound", "service/bees in \"garden\" is not present")
        )
    }

    @Test
    func missesThePort() {
        #expect(
            finding(Samples.service(["ports": [["port": 1]]]), [slice])
                == unavailable("ServicePortError", "service/bees in \"garden\" is not listening on port 7443")
        )
    }

    @Test
    func missesEndpointSlices() {
        #expect(
            finding(Samples.service(), [])
                == unavailable("EndpointsNotFound", "cannot find endpointslices for service/bees in \"garden\"")
        )
    }

    @Test(
        arguments: [
            Samples.slice(["10.1.0.1"], ready: false), Samples.slice([]),
            Samples.slice(["10.1.0.1"], port: ["name": "other", "port": 443]),
            Samples.slice(["10.1.0.1"], port: ["port": 443]), Samples.slice(["10.1.0.1"], port: ["name": ""]),
        ]
    )
    func missesAReadyEndpointWithThePort(_ slice: EndpointSliceRecord) {
        #expect(
            finding(Samples.service(), [slice])
                == unavailable(
                    "MissingEndpoints",
                    "endpointslices for service/bees in \"garden\" have no addresses with port name \"\""
                )
        )
    }

    @Test
    func asksTheServerIfNothingSpeaksAgainstIt() {
        #expect(finding(Samples.service(), [slice]) == .probe)
        #expect(finding(Samples.service(), [Samples.slice(["10.1.0.1"], ready: true)]) == .probe)
    }

    @Test(arguments: ["LoadBalancer", "NodePort", "ExternalName"] as [JSONValue])
    func asksServersOfOtherTypesAtOnce(_ type: JSONValue) {
        #expect(finding(Samples.service(["type": type, "ports": []]), []) == .probe)
    }

    @Test(
        arguments: [
            (.status(200), nil), (.status(204), nil),
            (.status(301), "failing or missing response from U: bad status from U: 301"),
            (.status(403), "failing or missing response from U: bad status from U: 403"),
            (.failed("refused"), "failing or missing response from U: Get \"U\": refused"),
            (.timedOut, "timed out waiting for U"),
        ] as [(ProbeOutcome, String?)]
    )
    func judgesAnswers(_ outcome: ProbeOutcome, _ text: String?) {
        #expect(outcome.failure(url: "U") == text)
    }

    @Test
    func turnsAnswersIntoConditions() {
        #expect(AvailabilityCheck.condition(probeFailure: nil) == .passed)
        #expect(
            AvailabilityCheck.condition(probeFailure: "no")
                == APIServiceCondition(status: "False", reason: "FailedDiscoveryCheck", message: "no")
        )
    }
}
