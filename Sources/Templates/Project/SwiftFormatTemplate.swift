/// `.swift-format`: what `swift format` does in the project.
enum SwiftFormatTemplate {
    static let text = """
        {
          "version": 1,
          "lineLength": 120,
          "indentation": { "spaces": 4 },
          "maximumBlankLines": 1,
          "lineBreakBeforeEachArgument": true
        }

        """
}
