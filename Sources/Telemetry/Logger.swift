/// Placeholder
public struct Logger: Sendable {}
