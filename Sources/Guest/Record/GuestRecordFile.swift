import Foundation

/// Where a guest's record is kept; the file is there only while something is recorded.
public struct GuestRecordFile: Sendable {
    /// The path when the operator names no other.
    public static let defaultPath = "/var/lib/apus-guest/state.json"

    private let path: String
    private let files: GuestFiles

    /// Names the file by its path below the files' root.
    public init(_ path: String = defaultPath, in files: GuestFiles) {
        self.path = path
        self.files = files
    }

    /// The record; an empty one when there is no file.
    public func read() throws -> GuestRecord {
        guard let text = try files.read(path) else { return GuestRecord() }
        let record: GuestRecord
        do {
            record = try JSONDecoder().decode(GuestRecord.self, from: Data(text.utf8))
        } catch {
            throw GuestError(
                "\(files.place(path)) is not a record of 'apus guest': put back what it says by hand "
                    + "and remove it"
            )
        }
        guard record.version == GuestRecord.presentVersion else {
            throw GuestError(
                "\(files.place(path)) has version \(record.version), this program knows "
                    + "\(GuestRecord.presentVersion): use the program that wrote it"
            )
        }
        return record
    }

    /// Writes the record; an empty one removes the file, and its folder when that is empty too.
    public func write(_ record: GuestRecord) throws {
        let folders = PersistentFile.folders(above: path)
        guard !record.isEmpty else {
            try files.remove(path)
            if path == Self.defaultPath, let folder = folders.last {
                try files.removeFolder(folder)
            }
            return
        }
        for folder in folders where !files.exists(folder) { try files.makeFolder(folder) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(record), as: UTF8.self)
        try files.write(path, text + "\n", mode: 0o600)
    }
}
