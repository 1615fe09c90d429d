import Hummingbird
import ServiceLifecycle

/// A server whose failure to listen names the address and the node file's key.
struct APIListener: Service {
    let application: any ApplicationProtocol
    let address: String

    func run() async throws {
        do {
            try await application.run()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw APIListenerError(address: address, reason: "\(error)")
        }
    }
}

/// Why the API is not served.
public struct APIListenerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was to be served.
    public let address: String
    /// What the system says.
    public let reason: String

    /// What is wrong, where, and what to do.
    public var description: String {
        "cannot serve the API on \(address): \(reason); choose an address of this host and a free "
            + "port as apiListen in the node file"
    }
}
