import APIMachinery
import JSON
import Testing

struct StatusErrorTests {
    private let flunders = GroupResource(group: "wardle.example.com", resource: "flunders")

    @Test
    func namesTheMissingObject() {
        #expect(
            StatusError.notFound(resource: flunders, name: "x").json == [
                "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
                "message": "flunders.wardle.example.com \"x\" not found", "reason": "NotFound",
                "details": ["name": "x", "group": "wardle.example.com", "kind": "flunders"], "code": 404,
            ]
        )
    }

    @Test
    func listsEveryCauseButSaysEqualTextsOnce() {
        let error = StatusError.invalid(
            kind: "Flunder",
            group: "wardle.example.com",
            name: "",
            errors: [.required("spec.a"), .required("spec.a"), .invalid("spec.b", "b\"", "no")]
        )
        #expect(
            error.message
                == #"Flunder.wardle.example.com "" is invalid: [spec.a: Required value, spec.b: Invalid value: "b\"": no]"#
        )
        #expect(error.details?.causes.count == 3)
        #expect(error.json["details"]?["name"] == nil)
    }

    @Test
    func leavesBracketsAwayForOneCause() {
        let error = StatusError.invalid(kind: "Pod", group: "", name: "p", errors: [.forbidden("spec", "no")])
        #expect(error.message == #"Pod "p" is invalid: spec: Forbidden: no"#)
    }

    @Test
    func keepsEmptyDetails() {
        #expect(StatusError.methodNotAllowed.json["details"] == .emptyObject)
        #expect(StatusError.badRequest("x").json["details"] == nil)
        #expect(StatusError.unknown("x").json["reason"] == nil)
    }

    @Test(arguments: [
        (
            "", "",
            "flunders.wardle.example.com is forbidden: User \"alice\" cannot list resource \"flunders\" in API group \"wardle.example.com\" at the cluster scope"
        ),
        (
            "ns", "x",
            "flunders.wardle.example.com \"x\" is forbidden: User \"alice\" cannot list resource \"flunders\" in API group \"wardle.example.com\" in the namespace \"ns\""
        ),
    ])
    func saysWhoMayNotDoWhat(namespace: String, name: String, message: String) {
        let error = StatusError.forbidden(
            user: "alice",
            verb: "list",
            resource: flunders,
            subresource: "",
            namespace: namespace,
            name: name
        )
        #expect(error.message == message)
    }

    @Test
    func asksToRetryWhenTheRevisionIsInTheFuture() {
        let error = StatusError.tooLargeResourceVersion(9, current: 3)
        #expect(error.message == "Timeout: Too large resource version: 9, current: 3")
        #expect(error.retryAfterSeconds == 1)
        #expect(error.details?.causes.first?.reason == "ResourceVersionTooLarge")
    }
}
