import ArgumentParser
import ControlPlane
import Foundation

/// The options that say which daemon a command talks to.
struct ConnectionOptions: ParsableArguments {
    @OptionGroup var node: NodeFileOption

    @Option(
        help: """
            The daemon's https URL, as https://node:8443 (or APUS_ENDPOINT); without it the local \
            socket.
            """
    )
    var endpoint: String?

    @Option(help: "The bearer token (better: APUS_TOKEN, or a file named by APUS_TOKEN_FILE).")
    var token: String?

    @Option(
        help: "The certificates that the daemon's is checked with, PEM (or APUS_CA_FILE).",
        completion: .file(extensions: ["pem"])
    )
    var caFile: String?

    /// Runs work with a client; an error of the daemon goes to standard error with its exit code.
    func withClient(_ work: (NodeClient) async throws -> Void) async throws {
        let endpoint = try await resolve(ProcessInfo.processInfo.environment)
        do {
            if case .socket(let path) = endpoint, let folder = try await node.read().documents {
                throw NodeClientError.managedByFiles(socket: path, documents: folder)
            }
            try await NodeClient.with(endpoint, work)
        } catch let error as NodeClientError {
            FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
            throw error.exitCode.code
        }
    }

    /// The endpoint that options and environment name; options go first.
    func resolve(_ environment: [String: String]) async throws -> NodeEndpoint {
        guard let url = endpoint ?? environment["APUS_ENDPOINT"] else {
            return .socket(path: DaemonFront.socket(state: try await node.read().state))
        }
        let token = try token ?? environment["APUS_TOKEN"] ?? Self.read(environment)
        let caFile = caFile ?? environment["APUS_CA_FILE"]
        guard let found = NodeEndpoint(url: url, token: token, caFile: caFile) else {
            throw ValidationError("'\(url)' is no endpoint; it should be as https://node:8443")
        }
        return found
    }

    private static func read(_ environment: [String: String]) throws -> String? {
        guard let file = environment["APUS_TOKEN_FILE"] else { return nil }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: file))
        } catch {
            throw ValidationError("cannot read the token of \(file): \(error.localizedDescription)")
        }
        return String(decoding: bytes.prefix(65_536), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
