internal import SwiftDiagnostics
internal import SwiftParserDiagnostics
internal import SwiftSyntax

/// Reads the declarations of all files that are not generated.
func parseModule(_ files: [CodeGenInput.SourceFile], into collector: inout DiagnosticCollector) -> ParsedModule {
    var module = ParsedModule()
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

private func reportSyntaxErrors(of file: ParsedFile, into collector: inout DiagnosticCollector) {
    for diagnostic in ParseDiagnosticsGenerator.diagnostics(for: file.tree)
    where diagnostic.diagMessage.severity == .error {
        collector.error(diagnostic.message, at: file.location(diagnostic.position))
    }
}
