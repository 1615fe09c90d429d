import Lab

/// One way for a client's connections to reach the servers.
struct Contender {
    /// The name in the figures.
    let name: String
    /// Where the client sends its requests.
    let url: String
    /// The interface that the connections pass through the node by; `nil` when there is no node.
    let interface: NodePort?
    /// The first processes of the node's own programs.
    let processes: [Int32]
}

/// A node's interface, with the machine that it belongs to.
struct NodePort {
    let machine: Machine
    let interface: LabInterface
}
