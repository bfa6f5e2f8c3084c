import APIMachinery
import JSON
import Testing

struct SchemaDefaultsTests {
    @Test
    func fillsInAtEveryDepth() {
        let tree = TestSchemas.flunder.applyDefaults([
            "metadata": [:], "spec": ["parts": [["name": "a"], ["name": "b", "color": "blue"]]], "kind": "Flunder",
        ])
        #expect(
            tree == [
                "kind": "Flunder", "metadata": [:],
                "spec": ["replicas": 1, "parts": [["name": "a", "color": "red"], ["name": "b", "color": "blue"]]],
                "status": [:],
            ]
        )
    }

    @Test
    func fillsInWhatADefaultLeavesOut() {
        #expect(TestSchemas.flunder.applyDefaults([:]) == ["spec": ["replicas": 1], "status": [:]])
    }

    @Test
    func keepsWhatIsThere() {
        let tree: JSONValue = ["spec": ["replicas": 0], "status": ["x": 1]]
        #expect(TestSchemas.flunder.applyDefaults(tree) == tree)
    }
}
