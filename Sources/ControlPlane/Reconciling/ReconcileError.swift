import Addresses
import Linux

/// Why a configuration was not applied; but for `interrupted`, the data plane has the previous one.
public enum ReconcileError: Error, CustomStringConvertible {
    /// The documents are refused; the text lists every finding.
    case refused(String)
    /// The kernel refused an edit after others had been made; the next attempt goes on from there.
    case interrupted(made: Int, of: Int, reason: String)
    /// Frontend addresses lie outside the ranges of the node file.
    case outsideRanges([IPAddress])
    /// Members are not on a segment that this node is connected to.
    case unreachable([IPAddress: NextHopError])
    /// An interface of the node file does not exist; those that do are listed.
    case interfaceMissing(String, [String])
    /// An interface of the node file is down.
    case interfaceDown(String)

    /// Whether the reason lies in the host's network, which may change by itself.
    var mayPass: Bool {
        switch self {
        case .unreachable, .interfaceMissing, .interfaceDown: true
        case .refused, .interrupted, .outsideRanges: false
        }
    }

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .refused(let findings): findings
        case .interrupted(let made, let count, let reason):
            "the data plane took \(made) of \(count) edits, which expose no half-made rule, and then: "
                + "\(reason); reload to go on"
        case .outsideRanges(let addresses):
            "frontend \(addresses.sorted().map(\.description).joined(separator: ", ")) is in none of "
                + "the node file's addressRanges; add its range there or choose another address"
        case .unreachable(let reasons):
            reasons.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: "\n")
        case .interfaceMissing(let name, let names):
            "interface '\(name)' does not exist; this host has \(names.joined(separator: ", ")): "
                + "correct 'interfaces' in the node file"
        case .interfaceDown(let name):
            "interface '\(name)' is down; bring it up: ip link set \(name) up"
        }
    }
}
