import ArgumentParser
import Guest

/// `apus guest service`: prints the unit that runs `watch`.
struct GuestServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Print a systemd unit that runs 'watch' on this guest.",
        discussion: "For /etc/systemd/system/apus-guest.service."
    )

    @Option(help: "A node's API, such as https://192.0.2.2:8443.")
    var endpoint: String

    @Option(help: "The file with the token.")
    var tokenFile = "/etc/apus-guest/token"

    @Option(help: "The CA certificate of the node (PEM).")
    var caFile = "/etc/apus-guest/ca.pem"

    @Option(help: "Where the program is on the guest.")
    var program = "/usr/local/bin/apus-guest"

    func run() {
        let arguments = [
            "--endpoint", endpoint, "--token-file", tokenFile, "--ca-file", caFile,
        ]
        print(GuestServiceUnit.text(program: program, arguments: arguments), terminator: "")
    }
}
