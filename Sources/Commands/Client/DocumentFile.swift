import Foundation
import Resources
import Yams

/// Reads documents of JSON or YAML from files and from standard input.
enum DocumentFile {
    /// The largest file that is read, in bytes.
    static let maximumSize = 16 * 1024 * 1024
    /// How many values a YAML document may have: an alias is a few bytes and any number of values.
    static let maximumValues = 2_000_000

    /// Reads the documents of several files as one.
    static func read(_ files: [String]) throws -> JSONValue {
        try merged(try files.flatMap { try documents(of: bytes(of: $0), named: $0) })
    }

    /// The documents of a file: one, unless it is YAML with several.
    static func documents(of bytes: [UInt8], named name: String) throws -> [JSONValue] {
        let first = bytes.first { !" \t\r\n".utf8.contains($0) }
        guard first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
            do {
                return [try JSONValue(parsing: bytes)]
            } catch {
                throw DocumentFileError(file: name, problem: error.problem)
            }
        }
        do {
            var nodes: [Node] = []
            var budget = maximumValues
            var sequence = try Yams.compose_all(yaml: String(decoding: bytes, as: UTF8.self))
            while let node = sequence.next() { nodes.append(node) }
            // The sequence ends where a document cannot be read, and says so here alone.
            if let error = sequence.error { throw error }
            let values = try nodes.map { try $0.json(budget: &budget) }
            // A document of nothing is what stands before or after a line of dashes.
            return values.filter { $0 != .null }
        } catch {
            throw DocumentFileError(file: name, problem: "expected YAML or JSON: \(error)")
        }
    }

    /// One document that has the resources of all.
    static func merged(_ documents: [JSONValue]) throws -> JSONValue {
        guard documents.count != 1 else { return documents[0] }
        guard !documents.isEmpty else {
            throw DocumentFileError(file: "", problem: "there is no document")
        }
        var resources: [JSONValue] = []
        var isTemplate = false
        for document in documents {
            switch document {
            case .array(let values): resources += values
            case .object where document["type"] != nil || document["id"] != nil:
                resources.append(document)
            default:
                if let inner = document["resources"] {
                    isTemplate = true
                    // With symbolic names it is an object.
                    resources +=
                        inner.elements + inner.object.sorted { $0.key < $1.key }.map(\.value)
                } else if let list = document["value"] {
                    resources += list.elements
                } else {
                    resources.append(document)
                }
            }
        }
        // A template's expressions are refused only where a template is expected.
        return isTemplate ? .object(["resources": .array(resources)]) : .array(resources)
    }

    /// The bytes of a file; `-` is standard input.
    static func bytes(of file: String) throws -> [UInt8] {
        let handle: FileHandle
        if file == "-" {
            handle = .standardInput
        } else {
            do {
                handle = try FileHandle(forReadingFrom: URL(filePath: file))
            } catch {
                throw DocumentFileError(file: file, problem: "cannot be read; is it there?")
            }
        }
        var bytes: [UInt8] = []
        do {
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                bytes += chunk
                guard bytes.count <= maximumSize else {
                    let problem = "has more than \(maximumSize >> 20) MiB: divide it"
                    throw DocumentFileError(file: file, problem: problem)
                }
            }
        } catch let error as DocumentFileError {
            throw error
        } catch {
            throw DocumentFileError(file: file, problem: "cannot be read: it is no file")
        }
        return bytes
    }
}
