internal import SwiftDiagnostics
internal import SwiftParserDiagnostics
internal import SwiftSyntax

/// Reads the declarations of all files that are not generated.
func parseModule(_ files: [CodeGenInput.SourceFile], into collector: inout DiagnosticCollector) -> ParsedModule {
    var module = ParsedModule()
    checkFileNames(files, into: &collector)
    for source in files.sorted(by: { $0.path < $1.path }) where !source.text.hasPrefix(CodeGenerator.header) {
        let file = ParsedFile(source)
        if file.tree.hasError { reportSyntaxErrors(of: file, into: &collector) }
        var reader = DeclarationReader(file: file, module: module, collector: collector)
        reader.read(file.tree)
        module = reader.module
        collector = reader.collector
    }
    return module
}

/// The compiler refuses two files of one module that have the same name, even in different folders.
private func checkFileNames(_ files: [CodeGenInput.SourceFile], into collector: inout DiagnosticCollector) {
    var owners = ["Groups.swift": "generated code", "Registration.swift": "generated code"]
    for file in files.sorted(by: { $0.path < $1.path }) where !file.text.hasPrefix(CodeGenerator.header) {
        let name = String(file.path.split(separator: "/").last ?? "")
        if let owner = owners[name] {
            collector.error(
                "two files of a module cannot both be called \(name), the other is \(owner)",
                at: Location(file: file.path, line: 1, column: 1),
                fix: "rename one of them; the version belongs into the name, as in Bee+V1beta1.swift"
            )
        }
        owners[name] = file.path
    }
}

private func reportSyntaxErrors(of file: ParsedFile, into collector: inout DiagnosticCollector) {
    for diagnostic in ParseDiagnosticsGenerator.diagnostics(for: file.tree)
    where diagnostic.diagMessage.severity == .error {
        collector.error(diagnostic.message, at: file.location(diagnostic.position))
    }
}
