import Foundation
import Guest
import Resources

/// ARM documents in files, as `apus check` takes them.
struct DocumentFiles: ConfigurationSource {
    let paths: [String]

    func documents() throws -> [ResourceDocument]? {
        try paths.map { path in
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw GuestError("cannot read \(path): it is not there, or not readable")
            }
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: ResourceDocument.maximumSize + 1) ?? Data()
            return ResourceDocument(source: path, bytes: Array(bytes))
        }
    }
}
