import Foundation

/// The files of this repository, found from where this file was compiled.
enum Repository {
    static let root: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Every file of the source folders, and the files at the root, by path from the root.
    static let paths: [String] = {
        let folders = ["Documentation", "Plugins", "Scripts", "Sources", "Tests", ".ci"]
        var paths = names(in: "").filter { $0.hasSuffix(".md") || $0.hasSuffix(".swift") }
        paths += ["Makefile", ".swift-format"]
        for folder in folders { paths += files(under: folder) }
        return paths.sorted()
    }()

    /// Every Swift file, scanned once for all tests.
    static let sources: [SwiftSource] =
        paths.filter { $0.hasSuffix(".swift") }.map { SwiftSource(path: $0, text: text(of: $0)) }

    /// The sources of one folder.
    static func sources(under folder: String) -> [SwiftSource] {
        sources.filter { $0.path.hasPrefix(folder + "/") }
    }

    /// The names in a folder, without those that begin with a dot.
    static func names(in folder: String) -> [String] {
        let path = root.appending(path: folder).path()
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A file's text; a file that is not UTF-8 is none of the project's.
    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    private static func files(under folder: String) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            let place = root.appending(path: path).path()
            guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
                return []
            }
            return isFolder.boolValue ? files(under: path) : [path]
        }
    }
}
