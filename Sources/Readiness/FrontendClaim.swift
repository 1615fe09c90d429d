public import Addresses

/// A machine that says on a segment that it has a frontend's address, which is the load balancer's.
public struct FrontendClaim: Codable, Hashable, Sendable {
    /// The frontend's address.
    public var frontend: IPAddress
    /// The machine's Ethernet address, as text.
    public var ethernetAddress: String
    /// The member that has this Ethernet address; `nil` when it is no member.
    public var member: IPAddress?
    /// Whether the machine is another load balancer node.
    public var isNode: Bool

    /// Makes a claim from its parts.
    public init(
        frontend: IPAddress,
        ethernetAddress: String,
        member: IPAddress? = nil,
        isNode: Bool = false
    ) {
        self.frontend = frontend
        self.ethernetAddress = ethernetAddress
        self.member = member
        self.isNode = isNode
    }

    /// What is wrong and what to do, as two sentences.
    public var sentence: String {
        if isNode {
            return """
                Another load balancer node, \(ethernetAddress), also answers for frontend \
                \(frontend), so which node gets a flow is chance. Take the frontend from one of them.
                """
        }
        let who = member.map { "Member \($0)" } ?? "Another machine"
        let remedy =
            member == nil
            ? "Find the machine, and take the address from it."
            : "Run `apus guest apply` on it."
        return """
            \(who), \(ethernetAddress), answers for frontend \(frontend) and takes its traffic \
            away. \(remedy)
            """
    }
}
