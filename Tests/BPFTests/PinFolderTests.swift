import BPF
import Foundation
import Linux
import Tables
import Testing

@Suite(.needsKernel)
struct PinFolderTests {
    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: UniqueName.next()).path
    }

    private func map() throws -> LoadedMap<SmallHash> {
        LoadedMap(handle: try MapFactory.create(MapSpecification(SmallHash.self)))
    }

    @Test func `what is pinned outlives its handle and is opened by its name`() throws {
        let pins = try TemporaryPins()
        do {
            let map = try map()
            try map.set(1, 2)
            try pins.folder.pin(map.handle, as: "numbers")
        }
        let handle = try #require(try pins.folder.open("numbers"))
        #expect(try LoadedMap<SmallHash>(handle: handle).value(1) == 2)
        #expect(try pins.folder.names() == ["numbers"])
        try pins.folder.unpin("numbers")
        #expect(try pins.folder.open("numbers") == nil)
        #expect(try pins.folder.names() == [])
        // Who holds it open keeps it.
        #expect(try LoadedMap<SmallHash>(handle: handle).value(1) == 2)
    }

    @Test func `names are listed in order, and what is not there can be unpinned`() throws {
        let pins = try TemporaryPins()
        let map = try map()
        for name in ["b", "a", "c"] { try pins.folder.pin(map.handle, as: name) }
        #expect(try pins.folder.names() == ["a", "b", "c"])
        try pins.folder.unpin("absent")
        #expect(try pins.folder.open("absent") == nil)
    }

    @Test func `a name that is taken is refused`() throws {
        let pins = try TemporaryPins()
        let map = try map()
        try pins.folder.pin(map.handle, as: "numbers")
        let error = #expect(throws: BPFError.self) {
            try pins.folder.pin(map.handle, as: "numbers")
        }
        let file = "\(pins.folder.path)/numbers"
        #expect(error == .callFailed(operation: "pin", object: file, errno: EEXIST))
        #expect(error?.description == "cannot pin \(file): File exists")
    }

    @Test func `a folder that holds something is not removed, an empty one is`() throws {
        let pins = try TemporaryPins()
        try pins.folder.pin(try map().handle, as: "numbers")
        #expect(throws: BPFError.self) { try pins.folder.remove() }
        #expect(try pins.folder.names() == ["numbers"])
        try pins.folder.unpin("numbers")
        try pins.folder.remove()
        #expect(!FileManager.default.fileExists(atPath: pins.folder.path))
        try pins.folder.remove()
    }

    @Test func `opening a folder again leaves what is pinned there`() throws {
        let pins = try TemporaryPins()
        try pins.folder.pin(try map().handle, as: "numbers")
        let again = try PinFolder.open(pins.folder.path)
        #expect(try again.names() == ["numbers"])
    }

    @Test func `a folder is taken as it is only when it is there`() throws {
        let pins = try TemporaryPins()
        #expect(try PinFolder.existing(pins.folder.path)?.names() == [])
        let absent = "\(pins.folder.path)/absent"
        #expect(PinFolder.existing(absent)?.path == nil)
        #expect(!FileManager.default.fileExists(atPath: absent))
        #expect(PinFolder.existing(FileManager.default.temporaryDirectory.path)?.path == nil)
    }

    @Test func `a folder below another is made with it`() throws {
        let outer = try TemporaryPins()
        let inner = try PinFolder.open("\(outer.folder.path)/inner")
        try inner.pin(try map().handle, as: "numbers")
        try inner.unpin("numbers")
        try inner.remove()
        #expect(try outer.folder.names() == [])
    }

    @Test func `a folder that is on no BPF file system is refused with what to do`() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: BPFError.self) { try PinFolder.open(path) }
        #expect(error == .fileSystemMissing(path: path, errno: EINVAL))
        #expect(error?.description.contains("mount -t bpf bpf \(path)") == true)
    }

    @Test func `a BPF file system is mounted where none is`() throws {
        let root = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: root) }
        try withPrivateMounts {
            let folder = try PinFolder.open("\(root)/pins", root: root)
            try folder.pin(try map().handle, as: "numbers")
            #expect(try folder.names() == ["numbers"])
            #expect(try command("findmnt -n -o FSTYPE \(root)") == "bpf\n")
            // Once it is there, it is taken as it is.
            #expect(try PinFolder.open("\(root)/pins", root: root).names() == ["numbers"])
            #expect(try command("findmnt -n -o TARGET \(root)") == "\(root)\n")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: root)
        #expect(left == [], "nothing was mounted outside")
    }

    @Test func `a place where nothing can be mounted is refused with what to do`() throws {
        let file = temporaryPath()
        try Data().write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try withPrivateMounts {
            let error = #expect(throws: BPFError.self) {
                try PinFolder.open("\(file)/pins", root: file)
            }
            #expect(error == .fileSystemMissing(path: file, errno: ENOTDIR))
            #expect(error?.description.contains("mount it yourself") == true)
        }
    }

    /// Runs the body on a thread whose mounts nobody else sees and which go with it.
    private func withPrivateMounts<Result>(_ body: () throws -> Result) throws -> Result {
        // glibc hides unshare(2) from Swift.
        typealias Unshare = @convention(c) (Int32) -> Int32
        let symbol = try #require(dlsym(nil, "unshare"))
        let unshare = unsafeBitCast(symbol, to: Unshare.self)
        return try NetworkNamespace.anonymous().perform {
            try #require(unshare(0x20000) == 0, "CLONE_NEWNS")
            try #require(mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0)
            return try body()
        }
    }
}
