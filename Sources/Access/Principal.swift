/// Who makes a request.
public struct Principal: Hashable, Sendable {
    /// The name, for people and the audit log.
    public let name: String
    /// The client id; `nil` for root on the local socket.
    public let clientID: String?
    /// What they may do.
    public let role: Role

    /// Makes a principal from its parts.
    public init(name: String, clientID: String?, role: Role) {
        self.name = name
        self.clientID = clientID
        self.role = role
    }

    /// Whoever may open the local socket, which is root alone.
    public static let root = Principal(name: "root", clientID: nil, role: .contributor)
}
