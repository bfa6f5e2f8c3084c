public import Project

/// The files of the vendored runtime.
public enum RuntimeFiles {
    /// Plans for the manifest and all sources.
    ///
    /// - Parameter sources: paths from the root of the runtime's package, `Sources/JSON/JSONValue.swift`, with contents.
    /// - Returns: plans of generated files below `Vendor`.
    public static func plans(sources: [(path: String, contents: [UInt8])]) -> [FilePlan] {
        let manifest = (path: "Package.swift", contents: Array(VendoredManifestTemplate.text.utf8))
        return ([manifest] + sources).map { file in
            FilePlan(
                VendoredRuntime.folder + "/" + file.path,
                file.contents,
                ownership: .generated,
                bundle: VendoredRuntime.folder
            )
        }
    }
}
