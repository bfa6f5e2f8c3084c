import Project
import Testing

@Suite struct EnglishPluralTests {
    @Test(arguments: [
        ("Bee", "bees"), ("Class", "classes"), ("Fly", "flies"), ("Fox", "foxes"), ("Hive", "hives"),
        ("Key", "keys"), ("Gateway", "gateways"), ("NetworkPolicy", "networkpolicies"), ("Ingress", "ingresses"),
        ("Church", "churches"), ("Dish", "dishes"), ("Epoch", "epochs"), ("Quiz", "quizzes"), ("Waltz", "waltzes"),
        ("Buzz", "buzzes"), ("DNS", "dnses"), ("ClusterDNS", "clusterdnses"), ("HTTPRoute", "httproutes"),
        ("API", "apis"), ("Series", "series"), ("TimeSeries", "timeseries"), ("Metadata", "metadata"),
        ("Prometheus", "prometheuses"), ("Endpoints", "endpoints"), ("Status", "statuses"), ("Child", "children"),
        ("IngressChild", "ingresschildren"), ("Person", "people"), ("Mouse", "mice"), ("Leaf", "leaves"),
        ("Hero", "heroes"), ("Photo", "photos"), ("Sheep", "sheep"), ("Index", "indexes"), ("Y", "ys"),
        ("Bee2", "bee2s"),
    ])
    func followsEnglish(_ kind: String, _ plural: String) {
        #expect(EnglishPlural.of(kind) == plural)
    }
}
