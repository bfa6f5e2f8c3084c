import APIServer
import Foundation
import YAML

/// An object from the folder `sample`.
func sample(_ name: String) throws -> JSONValue {
    let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: project.appendingPathComponent("sample").appendingPathComponent(name))
    return try YAMLReader.parse([UInt8](data))
}
