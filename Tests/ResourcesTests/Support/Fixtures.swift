import Foundation
import Resources

/// Reads a document of the folder `Fixtures`.
func fixture(_ name: String) throws -> ResourceDocument {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/\(name)")
    return ResourceDocument(source: name, bytes: Array(try Data(contentsOf: url)))
}
