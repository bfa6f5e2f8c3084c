import Testing

@testable import Aggregator

struct ForwardedTargetTests {
    @Test(
        arguments: [
            ("/apis/a/v1/bees", "/apis/a/v1/bees", "/apis/a/v1/bees"),
            ("/apis/a/v1/bees/", "/apis/a/v1/bees/", "/apis/a/v1/bees/"),
            ("/apis/a%2Fv1", "/apis/a/v1", "/apis/a/v1"),
            ("/apis/a/v1/x%20y%3Fz", "/apis/a/v1/x y?z", "/apis/a/v1/x%20y%3Fz"),
            ("/apis/a/v1/b:proxy@1,2;3=4&5$+", "/apis/a/v1/b:proxy@1,2;3=4&5$+", "/apis/a/v1/b:proxy@1,2;3=4&5$+"),
            ("/apis/a/v1/ü(1)", "/apis/a/v1/ü(1)", "/apis/a/v1/%C3%BC%281%29"),
            ("/a?watch=1&limit=5", "/a", "/a?limit=5&watch=1"),
            ("/a?b=2&a=x&b=1", "/a", "/a?a=x&b=2&b=1"),
            ("/a?labelSelector=x%3Dy+z&bad=%zz&c", "/a", "/a?c=&labelSelector=x%3Dy+z"),
            ("/a?x;y=1", "/a", "/a"),
            ("/a?", "/a", "/a"),
        ]
    )
    func isWrittenInOneWay(_ target: String, _ path: String, _ expected: String) {
        #expect(ForwardedTarget.make(target: target, path: path) == expected)
    }
}
