import JSON
import Testing

@testable import APIServer

struct AdmissionReviewTests {
    private func review(_ isMutating: Bool = true, version: String = "v1") throws -> AdmissionReview {
        try AdmissionReview([version], uid: "u", isMutating: isMutating)
    }

    private func body(_ response: JSONValue?, apiVersion: String = "admission.k8s.io/v1") -> [UInt8] {
        var tree: JSONValue = ["kind": "AdmissionReview", "apiVersion": .string(apiVersion)]
        tree["response"] = response
        return JSONWriter.bytes(tree)
    }

    @Test func takesTheFirstVersionThatItKnows() throws {
        #expect(try AdmissionReview(["v2", "v1beta1", "v1"], uid: "u", isMutating: false).version == "v1beta1")
        let fault = #expect(throws: AdmissionReview.Fault.self) {
            try AdmissionReview(["v2"], uid: "u", isMutating: false)
        }
        #expect(fault?.reason == "webhook does not accept known AdmissionReview versions (v1, v1beta1)")
    }

    @Test func readsWhatAWebhookSays() throws {
        let answer = try review().answer(
            body([
                "uid": "u", "allowed": true, "patchType": "JSONPatch", "patch": "W10=", "warnings": ["a", "b"],
                "auditAnnotations": ["k": "v"], "status": ["code": 418],
            ])
        )
        #expect(answer.isAllowed)
        #expect(answer.patch == Array("[]".utf8))
        #expect(answer.warnings == ["a", "b"])
        #expect(answer.annotations == ["k": "v"])
        #expect(answer.status == ["code": 418])
    }

    /// Source: apiserver `VerifyAdmissionResponse`.
    @Test(
        arguments: [
            (true, nil, "webhook response was absent"),
            (true, ["uid": "x"], "expected response.uid=\"u\", got \"x\""),
            (true, ["uid": "u", "patch": "W10="], "webhook returned response.patch but not response.patchType"),
            (
                true, ["uid": "u", "patchType": "JSONPatch"],
                "webhook returned response.patchType but not response.patch"
            ),
            (
                true, ["uid": "u", "patch": "W10=", "patchType": ""],
                "webhook returned invalid response.patchType of \"\""
            ),
            (true, ["uid": "u", "patch": "?", "patchType": "JSONPatch"], "response.patch is no text in base 64"),
            (
                false, ["uid": "u", "patch": "W10=", "patchType": "JSONPatch"],
                "validating webhook may not return response.patch"
            ),
            (false, ["uid": "u", "patchType": "JSONPatch"], "validating webhook may not return response.patchType"),
        ] as [(Bool, JSONValue?, String)]
    )
    func refusesAnswersThatAreNone(_ isMutating: Bool, _ response: JSONValue?, _ reason: String) throws {
        let review = try review(isMutating)
        #expect(throws: AdmissionReview.Fault(reason: reason)) { try review.answer(body(response)) }
    }

    @Test func refusesAnswersOfAnotherVersion() throws {
        let review = try review()
        let answer = body(["uid": "u", "allowed": true], apiVersion: "admission.k8s.io/v1beta1")
        #expect(
            throws: AdmissionReview.Fault(
                reason: "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, "
                    + "got admission.k8s.io/v1beta1, Kind=AdmissionReview"
            )
        ) { try review.answer(answer) }
    }

    @Test func holdsTheOlderVersionToLess() throws {
        let answer = try review(version: "v1beta1").answer(body(["allowed": true, "patch": "W10="], apiVersion: ""))
        #expect(answer.isAllowed)
        #expect(answer.patchType == "JSONPatch")
    }
}
