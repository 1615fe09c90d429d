import Foundation
import Resources

/// The folder that holds the ARM documents: every file whose name ends in `.json`.
public struct DocumentFolder: Sendable {
    /// The folder's path.
    public let path: String

    /// Names a folder.
    public init(path: String) {
        self.path = path
    }

    /// The documents in the order of their names; an empty folder has none.
    public func read() throws -> [ResourceDocument] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw DocumentFolderError(path: path, error)
        }
        return try names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { name in
            try Self.read(file: "\(path)/\(name)")
        }
    }

    /// Reads one document, no more of it than a document may have and one byte.
    public static func read(file: String) throws(DocumentFolderError) -> ResourceDocument {
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: file))
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: ResourceDocument.maximumSize + 1) ?? Data()
            return ResourceDocument(source: file, bytes: Array(bytes))
        } catch {
            throw DocumentFolderError(path: file, error)
        }
    }
}
