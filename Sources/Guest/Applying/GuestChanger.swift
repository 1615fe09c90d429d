import Addresses
import Foundation
import Linux
import Resources

/// Makes one change of a guest: in the calling thread's network namespace, or below a root.
struct GuestChanger {
    private let files: GuestFiles
    private let session: NetlinkSession
    private let loopback: UInt32

    init(files: GuestFiles) throws {
        self.files = files
        session = try NetlinkSession()
        loopback = try session.interface(named: GuestState.loopback).index
    }

    func make(_ change: GuestChange) throws {
        switch change {
        case .addAddress(let address):
            try session.addAddress(prefix(address), interface: loopback, isDeprecated: true)
        case .removeAddress(let address):
            try session.removeAddress(prefix(address), interface: loopback)
        case .deprecate(let address):
            try session.setDeprecated(true, prefix(address), interface: loopback)
        case .prefer(let address):
            try session.setDeprecated(false, prefix(address), interface: loopback)
        case .set(let path, let value, _): try setting(path).write(value)
        case .makeFolder(let path): try files.makeFolder(path)
        case .removeFolder(let path): try files.removeFolder(path)
        case .write(let path, let contents?, _):
            try files.write(path, contents, mode: PersistentFile.mode(of: path))
        case .write(let path, nil, _): try files.remove(path)
        case .open(let opening):
            try run(opening.openCommand)
            if let command = opening.persistCommand { try run(command) }
        case .close(let opening): try close(opening)
        }
    }

    private func prefix(_ address: IPAddress) throws -> IPPrefix {
        guard let prefix = IPPrefix(address: address, length: address.version.bitWidth) else {
            throw GuestError("\(address) is no address")
        }
        return prefix
    }

    private func setting(_ path: String) throws -> Sysctl {
        guard let setting = Sysctl(path) else {
            throw GuestError("'\(path)' is no network setting: the state file was changed by hand")
        }
        return setting
    }

    /// Removes the rules that bear the opening's mark; none of them is no error.
    private func close(_ opening: FirewallOpening) throws {
        guard case .nftables(let family, let table, let chain) = opening.place else {
            for command in opening.closeCommands(handle: nil) { try run(command) }
            return
        }
        let listing: String
        do {
            listing = try run(["nft", "-j", "-a", "list", "chain", family, table, chain])
        } catch {
            // The rules went with their chain, when somebody loaded others.
            return
        }
        for handle in try Self.handles(in: listing, mark: opening.mark) {
            for command in opening.closeCommands(handle: handle) { try run(command) }
        }
    }

    /// The handles of the rules in a listing whose comment is the mark.
    static func handles(in listing: String, mark: String) throws -> [Int] {
        struct Listing: Decodable {
            struct Entry: Decodable {
                let rule: Rule?
            }
            struct Rule: Decodable {
                let handle: Int
                let comment: String?
            }
            let nftables: [Entry]
        }
        let read = try JSONDecoder().decode(Listing.self, from: Data(listing.utf8))
        return read.nftables.compactMap(\.rule).filter { $0.comment == mark }.map(\.handle)
    }

    @discardableResult
    private func run(_ command: [String]) throws -> String {
        var words = command
        if let program = GuestStateReader.program(words[0]) { words[0] = program }
        let outcome = try ChildProcess.run(words, until: .now + .seconds(20))
        guard outcome.status.isSuccess else {
            let said = outcome.errors.split(separator: "\n").joined(separator: " ")
            throw GuestError("'\(command.joined(separator: " "))' failed: \(said)")
        }
        return outcome.output
    }
}
