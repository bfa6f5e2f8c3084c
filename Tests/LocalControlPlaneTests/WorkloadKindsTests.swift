import JSON
import Testing

@testable import LocalControlPlane

@Suite struct WorkloadKindsTests {
    @Test func theOneNumberOfTheOlderAutoscalerIsAMetricOfTheNewer() {
        let old: JSONValue = ["spec": ["maxReplicas": 3, "targetCPUUtilizationPercentage": 80]]
        let new = WorkloadKinds.toV2(old)
        let target = new["spec"]?["metrics"]?.array?.first?["resource"]?["target"]
        #expect(target == ["type": "Utilization", "averageUtilization": 80])
        #expect(new["spec"]?["targetCPUUtilizationPercentage"] == nil)
        #expect(new["spec"]?["maxReplicas"] == 3)
        #expect(WorkloadKinds.toV1(new) == old)
    }

    @Test(arguments: [["spec": ["maxReplicas": 3]], [:]] as [JSONValue])
    func anAutoscalerWithoutItIsTheSameInBoth(_ object: JSONValue) {
        #expect(WorkloadKinds.toV2(object) == object)
        #expect(WorkloadKinds.toV1(object) == object)
    }
}
