import JSON
import Testing
import Transport

@testable import APIServer

struct DeleteOptionsTests {
    private func options(_ body: String, query: String = "") throws -> DeleteOptions {
        let request = HTTPRequest(method: "DELETE", target: "/", body: Array(body.utf8))
        return try DeleteOptions(request, Query(Substring(query)))
    }

    @Test
    func readsTheBody() throws {
        let read = try options(
            #"""
            {"kind": "DeleteOptions", "apiVersion": "any/v9", "gracePeriodSeconds": 3, "dryRun": ["All"], "orphanDependents": null,
             "propagationPolicy": "Orphan", "preconditions": {"uid": "u", "resourceVersion": "5"}}
            """#
        )
        #expect(read.gracePeriodSeconds == 3)
        #expect(read.isDryRun)
        #expect(read.propagation == .orphan)
        #expect(read.uid == "u")
        #expect(read.resourceVersion == "5")
    }

    @Test
    func aBodyHidesTheQuery() throws {
        #expect(try options("", query: "dryRun=All&propagationPolicy=Foreground").isDryRun)
        #expect(try !options("{}", query: "dryRun=All").isDryRun)
    }

    @Test(arguments: [
        (#"{"dryRun": ["All"]}"#, "dryRun"), (#"{"propagationPolicy": "Orphan"}"#, "propagationPolicy"),
        (#"{"orphanDependents": true}"#, "orphanDependents"), (#"{"gracePeriodSeconds": 0}"#, "gracePeriodSeconds"),
        (#"{"preconditions": {"uid": "u"}}"#, "preconditions"),
    ])
    func whoDeletesWhatCannotBeReadSetsNoConditions(_ body: String, _ member: String) throws {
        let ignoring = #"{"ignoreStoreReadErrorWithClusterBreakingPotential": true, "#
        #expect(try options(ignoring + #""kind": "DeleteOptions"}"#).ignoresReadErrors)
        #expect(try options("", query: "ignoreStoreReadErrorWithClusterBreakingPotential=true").ignoresReadErrors)
        let error = #expect(throws: StatusError.self) { try options(ignoring + body.dropFirst()) }
        #expect(error?.message.contains("true: cannot be set together with .\(member)") == true)
    }

    /// Else a typing mistake in a condition or a dry run would delete the object.
    @Test(arguments: [
        #"{"dryRun": "All"}"#, #"{"dryRun": [true]}"#, #"{"dryRun": ["Some"]}"#, #"{"gracePeriodSeconds": "3"}"#,
        #"{"preconditions": "u"}"#, #"{"preconditions": {"uid": 5}}"#, #"{"preconditions": {"resourceVersion": 5}}"#,
        #"{"orphanDependents": "false"}"#, #"{"propagationPolicy": 1}"#, #"{"propagationPolicy": "None"}"#,
        #"{"kind": "Bee"}"#,
        "[]", "{",
    ])
    func refusesWhatItCannotRead(_ body: String) {
        #expect(throws: StatusError.self) { try options(body) }
    }
}
