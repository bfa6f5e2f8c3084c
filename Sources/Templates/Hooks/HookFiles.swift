public import Project

/// The files of one hook of a kind; all of them are the user's once they are written.
public enum HookFiles {
    /// The hook's Swift file and its tests, as far as it has such.
    public static func plans(_ hook: Hook, _ subject: HookSubject) -> [FilePlan] {
        guard let path = sourcePath(hook, subject.placed), let source = source(hook, subject) else { return [] }
        var plans = [FilePlan(path, source, ownership: .user, note: "edit me")]
        if let test = HookTestsTemplate.text(hook, subject) {
            plans.append(FilePlan(testPath(hook, subject.placed), test, ownership: .user))
        }
        return plans
    }

    /// `Sources/APIs/Insect/V1beta1/Bee+Defaulting.swift`; nil if the hook is a marker.
    public static func sourcePath(_ hook: Hook, _ placed: PlacedResource) -> String? {
        guard let suffix = hook.fileSuffix else { return nil }
        return KindFiles.sourcePath(placed).dropLast(".swift".count) + "+\(suffix).swift"
    }

    /// `Tests/APIsTests/BeeDefaultingTests.swift`.
    static func testPath(_ hook: Hook, _ placed: PlacedResource) -> String {
        "Tests/APIsTests/\(testSuite(hook, placed)).swift"
    }

    static func testSuite(_ hook: Hook, _ placed: PlacedResource) -> String {
        placed.resource.fileStem.filter { $0 != "+" } + (hook.fileSuffix ?? "") + "Tests"
    }

    private static func source(_ hook: Hook, _ subject: HookSubject) -> String? {
        TypeHookTemplate.text(hook, subject) ?? PlugInTemplate.text(hook, subject)
            ?? SubresourceHookTemplate.text(hook, subject)
    }
}
