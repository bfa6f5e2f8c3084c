import JSON
import Testing

@testable import APIMachinery

struct TreeRemovalTests {
    @Test(arguments: [(true, ["spec": [:]]), (false, ["spec": nil])] as [(Bool, JSONValue)])
    func keepsAnEmptiedObjectWhereItIsRequired(isRequired: Bool, rest: JSONValue) {
        let spec = Schema(.object([Schema.Field("size", Schema(.integer(.int64)))]))
        let schema = Schema(.object([Schema.Field("spec", spec, isRequired: isRequired)]))
        let doomed = FieldSet([[.field("spec"), .field("size")]])
        #expect(TreeRemoval.remove(doomed, from: ["spec": ["size": 1]], schema) == rest)
    }
}
