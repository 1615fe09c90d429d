import ControlPlane
import Foundation
import Resources
import Testing

struct DocumentFolderTests {
    @Test func `the documents come in the order of their names`() throws {
        let folder = try TemporaryFolder()
        for name in ["b.json", "a.json", "10.json", "9.json", "B.json"] {
            try folder.write(name, name)
        }
        let documents = try DocumentFolder(path: folder.path).read()
        let names = ["10.json", "9.json", "B.json", "a.json", "b.json"]
        #expect(documents.map(\.source) == names.map { folder.file($0) })
        #expect(documents.map(\.bytes) == names.map { Array($0.utf8) })
    }

    @Test func `other files and hidden ones are no documents`() throws {
        let folder = try TemporaryFolder()
        for name in ["a.json~", ".a.json", "a.json.swp", "README", "json", "a.JSON"] {
            try folder.write(name, "{}")
        }
        #expect(try DocumentFolder(path: folder.path).read() == [])
        try folder.write("a.json", "{}")
        #expect(try DocumentFolder(path: folder.path).read().count == 1)
    }

    @Test func `no more is read of a document than shows that it is too large`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("large.json")
        try folder.write("large.json", "")
        // A hole in the file: it has the size, and takes no room.
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.truncate(atOffset: UInt64(ResourceDocument.maximumSize) * 8)
        try handle.close()
        let document = try DocumentFolder.read(file: file)
        #expect(document.bytes.count == ResourceDocument.maximumSize + 1)
        let error = #expect(throws: ResourceInventoryError.self) {
            try ResourceInventory(reading: [document])
        }
        #expect(error.map { "\($0)".hasPrefix(file) } == true)
    }

    @Test func `a folder or a document that cannot be read is an error`() throws {
        let folder = try TemporaryFolder()
        let absent = folder.file("absent")
        for read in [
            { _ = try DocumentFolder(path: absent).read() },
            { _ = try DocumentFolder.read(file: absent) },
        ] {
            let error = #expect(throws: DocumentFolderError.self) { try read() }
            #expect(error?.description == "cannot read \(absent): No such file or directory")
        }
        let inner = folder.file("folder.json")
        try FileManager.default.createDirectory(
            atPath: inner,
            withIntermediateDirectories: false
        )
        let error = #expect(throws: DocumentFolderError.self) {
            try DocumentFolder(path: folder.path).read()
        }
        #expect(error?.description == "cannot read \(inner): Is a directory")
    }
}
