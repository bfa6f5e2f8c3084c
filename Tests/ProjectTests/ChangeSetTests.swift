import Project
import Testing

@Suite struct ChangeSetTests {
    private let folder: TemporaryFolder
    private let region = MarkedRegion.markdown("kinds")

    init() throws { folder = try TemporaryFolder() }

    private func actions(_ plans: [FilePlan], isForced: Bool = false) throws -> [Change.Action] {
        try ChangeSet(plans, root: folder.path, isForced: isForced).changes.map(\.action)
    }

    private func apply(_ plans: [FilePlan], exclusive: [String] = [], isForced: Bool = false) throws {
        try Transaction.apply(
            ChangeSet(plans, root: folder.path, exclusivePaths: exclusive, isForced: isForced)
        )
    }

    @Test(arguments: [Ownership.user, .generated, .state, .shared(.markdown("kinds"))])
    func createsWhatIsMissing(_ ownership: Ownership) throws {
        #expect(try actions([FilePlan("a/b.txt", "text", ownership: ownership)]) == [.create])
    }

    @Test func keepsFilesOfTheUser() throws {
        try folder.write("a.txt", "mine")
        let plan = FilePlan("a.txt", "theirs", ownership: .user)
        #expect(try actions([plan], isForced: true) == [.keep])
        try apply([plan], isForced: true)
        #expect(folder.text("a.txt") == "mine")
    }

    @Test func replacesGeneratedFilesThatNobodyEdited() throws {
        try apply([FilePlan("a.txt", "one", ownership: .generated)])
        try apply([FilePlan("a.txt", "two", ownership: .generated)])
        #expect(folder.text("a.txt") == "two")
    }

    @Test func leavesEditedGeneratedFilesAlone() throws {
        try apply([FilePlan("a.txt", "one", ownership: .generated)])
        try folder.write("a.txt", "edited")
        let plan = FilePlan("a.txt", "two", ownership: .generated)
        #expect(try actions([plan]) == [.conflict])
        #expect(try actions([plan], isForced: true) == [.update])
    }

    @Test func acceptsAnEditThatSaysTheSame() throws {
        try folder.write("a.txt", "one")
        let plan = FilePlan("a.txt", "one", ownership: .generated)
        #expect(try actions([plan]) == [.skip])
        try apply([plan])
        #expect(try actions([FilePlan("a.txt", "two", ownership: .generated)]) == [.update])
    }

    @Test func removesGeneratedFilesThatAreNoLongerPlanned() throws {
        let both = ["Gen/a.txt", "Gen/b.txt"].map { FilePlan($0, "x", ownership: .generated) }
        try apply(both)
        try folder.write("Gen/mine.txt", "mine")
        try apply([both[0]], exclusive: ["Gen"])
        #expect(folder.text("Gen/a.txt") == "x")
        #expect(folder.text("Gen/b.txt") == nil)
        #expect(folder.text("Gen/mine.txt") == "mine")
    }

    @Test func removesAFileThatIsNamedAndNothingBesideIt() throws {
        let both = ["a.txt", "b.txt"].map { FilePlan("Gen/" + $0, "x", ownership: .generated) }
        try apply(both)
        try apply([], exclusive: ["Gen/a.txt"])
        #expect(folder.text("Gen/a.txt") == nil)
        #expect(folder.text("Gen/b.txt") == "x")
    }

    @Test func doesNotRemoveWhatWasEdited() throws {
        try apply([FilePlan("Gen/a.txt", "x", ownership: .generated)])
        try folder.write("Gen/a.txt", "edited")
        let set = try ChangeSet([], root: folder.path, exclusivePaths: ["Gen"])
        #expect(set.conflicts.map(\.path) == ["Gen/a.txt"])
    }

    private func sealed(_ text: String) -> FilePlan {
        FilePlan("out/a.txt", Seal.sealed(Seal.blank + text), ownership: .sealed)
    }

    @Test func replacesSealedFilesThatNobodyEditedWithoutTheManifest() throws {
        try apply([sealed("one")])
        #expect(folder.text(".apiserver-boot/manifest.json") == nil)
        #expect(try actions([sealed("one")]) == [.skip])
        #expect(try actions([sealed("two")]) == [.update])
    }

    @Test(arguments: ["mine", Seal.blank + "edited"])
    func leavesEditedAndForeignFilesInPlaceOfSealedOnesAlone(_ text: String) throws {
        try folder.write("out/a.txt", text)
        #expect(try actions([sealed("two")]) == [.conflict])
        #expect(try actions([sealed("two")], isForced: true) == [.update])
    }

    @Test func removesSealedFilesAndNoOthers() throws {
        try apply([sealed("one")])
        try folder.write("out/b.txt", Seal.blank + "edited")
        try folder.write("out/c.txt", "mine")
        let paths = ["a", "b", "c", "d"].map { "out/\($0).txt" }
        let actions = try [false, true].map { isForced in
            try ChangeSet([], root: folder.path, sealedPaths: paths, isForced: isForced).changes.map(\.action)
        }
        #expect(actions == [[.delete, .conflict, .keep], [.delete, .delete, .keep]])
    }

    @Test func replacesOnlyTheRegionOfASharedFile() throws {
        try folder.write("README.md", "mine\n  \(region.begin)  \r\nold\n\(region.end)\nalso mine")
        try apply([
            FilePlan("README.md", "x\n\(region.begin)\nnew 1\nnew 2\n\(region.end)\ny\n", ownership: .shared(region))
        ])
        #expect(folder.text("README.md") == "mine\n  \(region.begin)  \r\nnew 1\nnew 2\n\(region.end)\nalso mine")
    }

    @Test(arguments: ["", "nothing", "mine, not a <!-- apiserver-boot:begin kinds --> line"])
    func leavesFilesWithoutMarkersToTheirUser(_ text: String) throws {
        try folder.write("README.md", text)
        let plan = FilePlan("README.md", "\(region.begin)\nnew\n\(region.end)", ownership: .shared(region))
        let set = try ChangeSet([plan], root: folder.path, isForced: true)
        #expect(set.changes.map(\.action) == [.keep])
        #expect(set.changes[0].note.contains(region.begin))
        try apply([plan])
        #expect(folder.text("README.md") == text)
    }

    @Test(arguments: [
        "<!-- apiserver-boot:begin kinds -->", "<!-- apiserver-boot:end kinds -->",
        "<!-- apiserver-boot:end kinds -->\n<!-- apiserver-boot:begin kinds -->",
    ])
    func saysWhenAMarkerIsGone(_ text: String) throws {
        try folder.write("README.md", text)
        let plan = FilePlan("README.md", "\(region.begin)\nnew\n\(region.end)", ownership: .shared(region))
        #expect(try actions([plan]) == [.conflict])
    }

    @Test func doesNothingTwice() throws {
        let plans = [
            FilePlan("a.txt", "a", ownership: .user), FilePlan("b.txt", "b", ownership: .generated),
            FilePlan("c.txt", "c", ownership: .state),
            FilePlan("d.txt", "\(region.begin)\nd\n\(region.end)", ownership: .shared(region)),
        ]
        try apply(plans)
        let before = folder.snapshot()
        let set = try ChangeSet(plans, root: folder.path)
        #expect(set.isEmpty)
        try Transaction.apply(set)
        #expect(folder.snapshot() == before)
    }
}
