/// Everything that a machine must own, as commands of `apus guest` say it.
///
/// Written once for a machine: it may be hundreds of places, and is in what is said of each of them.
public struct OwnedAddresses: Hashable, Sendable {
    /// The command that has the machine own all of it.
    let apply: String
    /// The command that opens the machine's firewall too.
    let openFirewall: String

    /// Takes places such as `192.0.2.100:443/tcp`, or addresses.
    public init(_ places: [String]) {
        // Brackets would be a pattern to a shell.
        let arguments = places.map { $0.contains("[") ? "--address '\($0)'" : "--address \($0)" }
            .joined(separator: " ")
        apply = "apus guest apply \(arguments)"
        openFirewall = "apus guest apply --open-firewall \(arguments)"
    }
}
