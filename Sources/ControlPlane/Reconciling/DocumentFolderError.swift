import Foundation

/// Why a document, or the folder of the documents, could not be read.
public struct DocumentFolderError: Error, Equatable, CustomStringConvertible {
    /// The path of the document or the folder.
    public let path: String
    /// What the system says.
    public let reason: String

    /// Takes the system's word out of Foundation's error.
    init(path: String, _ error: any Error) {
        self.path = path
        var found = error as NSError
        while let underlying = found.userInfo[NSUnderlyingErrorKey] as? any Error {
            found = underlying as NSError
        }
        let isSystem = found.domain == NSPOSIXErrorDomain
        reason = isSystem ? String(cString: strerror(Int32(found.code))) : "\(error)"
    }

    /// What is wrong, and where.
    public var description: String { "cannot read \(path): \(reason)" }
}
