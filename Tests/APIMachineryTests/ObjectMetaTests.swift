import APIMachinery
import JSON
import Testing

struct ObjectMetaTests {
    @Test
    func readsBackWhatItWrites() throws {
        var meta = ObjectMeta(name: "n", namespace: "ns", labels: ["b": "1", "a": "2"], annotations: ["x/y": "z"])
        meta.generation = 3
        meta.creationTimestamp = Timestamp(secondsSince1970: 5)
        meta.deletionGracePeriodSeconds = 0
        meta.ownerReferences = [OwnerReference(apiVersion: "v1", kind: "K", name: "o", uid: "u", controller: false)]
        meta.finalizers = ["example.com/f"]
        meta.managedFields = [["manager": "m"]]
        #expect(try ObjectMeta(json: meta.json) == meta)
        #expect(try Schema.objectMeta.prune(meta.json).tree == meta.json)
        #expect(meta.json["labels"]?.object?.keys == ["a", "b"])
        #expect(ObjectMeta().json == [:])
    }

    @Test
    func saysWhereATypeIsWrong() {
        let error = #expect(throws: JSONDecodingError.self) {
            try ObjectMeta(json: ["ownerReferences": [["uid": "u"], ["uid": 1]]])
        }
        #expect(error?.field == "ownerReferences[1].uid")
    }
}
