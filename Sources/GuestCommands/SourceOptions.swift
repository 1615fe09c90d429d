import Addresses
import ArgumentParser
import Foundation
import Guest
import Resources

/// Where a command learns which frontends the guest serves.
struct SourceOptions: ParsableArguments {
    @Option(
        name: .customLong("file"),
        help: "An ARM document (JSON); may be repeated.",
        completion: .file(extensions: ["json"])
    )
    var files: [String] = []

    @Option(
        name: .customLong("address"),
        help: "A frontend as ADDRESS or ADDRESS:PORT/tcp (or /udp); may be repeated."
    )
    var addresses: [String] = []

    @Option(help: "A node's API, such as https://192.0.2.2:8443.")
    var endpoint: String?

    @Option(help: "The token for it; better in a file, since others see command lines.")
    var token: String?

    @Option(help: "A file with the token.", completion: .file())
    var tokenFile: String?

    @Option(help: "The CA certificate of the node (PEM).", completion: .file())
    var caFile: String?

    @Option(
        name: .customLong("own-address"),
        help: "An address of this guest in backend pools; those of its interfaces if not given."
    )
    var ownAddresses: [String] = []

    func validate() throws {
        let kinds = [!files.isEmpty, !addresses.isEmpty, endpoint != nil].filter(\.self).count
        guard kinds == 1 else {
            throw ValidationError("Give one of '--file', '--address' and '--endpoint'.")
        }
        if let endpoint {
            guard endpoint.hasPrefix("https://") else {
                throw ValidationError("'--endpoint' must begin with https://.")
            }
            guard (token == nil) != (tokenFile == nil) else {
                throw ValidationError("'--endpoint' needs '--token-file' or '--token'.")
            }
        }
        _ = try frontends()
        for text in ownAddresses where IPAddress(text) == nil {
            throw ValidationError("'\(text)' is not an IPv4 or IPv6 address.")
        }
    }

    private func frontends() throws -> [GuestFrontend] {
        try addresses.map { text in
            guard let frontend = GuestFrontend(text) else {
                throw ValidationError(
                    "'\(text)' is not ADDRESS or ADDRESS:PORT/tcp; IPv6 with a port as [2001:db8::1]:80."
                )
            }
            return frontend
        }
    }

    /// Runs the body with a source; `nil` when the frontends stand on the command line.
    func withSource<Result>(
        _ body: ((any ConfigurationSource)?) async throws -> Result
    ) async throws -> Result {
        guard let endpoint else {
            return try await body(files.isEmpty ? nil : DocumentFiles(paths: files))
        }
        let node = try NodeDocuments(endpoint: endpoint, token: try readToken(), caFile: caFile)
        do {
            let result = try await body(node)
            try await node.close()
            return result
        } catch {
            try? await node.close()
            throw error
        }
    }

    private func readToken() throws -> String {
        if let token { return token }
        guard let tokenFile, let text = try GuestFiles().read(tokenFile) else {
            throw GuestError("cannot read \(tokenFile ?? ""): it is not there")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What concerns this guest of what was read.
    func requirement(
        _ configuration: ForwardingConfiguration?,
        state: GuestState
    ) throws -> GuestRequirement {
        let given = Set(ownAddresses.compactMap { IPAddress($0) })
        let own = given.isEmpty ? state.ownAddresses : given
        let requirement: GuestRequirement
        if let configuration {
            requirement = GuestRequirement(configuration, ownAddresses: own)
        } else {
            let frontends = try frontends()
            // An address that is a frontend's is not the guest's own, wherever it is assigned.
            requirement = GuestRequirement(
                frontends: frontends,
                memberAddresses: own.subtracting(frontends.map(\.address)).filter {
                    !$0.isLinkLocal
                }
            )
        }
        guard requirement.frontends.count <= GuestRequirement.maximumFrontends else {
            throw GuestError(
                "the guest is in \(requirement.frontends.count) floating frontends' pools, at most "
                    + "\(GuestRequirement.maximumFrontends): take it out of some"
            )
        }
        return requirement
    }

    /// The rules of documents; an error lists what is wrong with them.
    static func configuration(_ documents: [ResourceDocument]) throws -> ForwardingConfiguration {
        let inventory = try ResourceInventory(reading: documents)
        return try inventory.resolve()
    }
}
