/// A part of the demo: what it needs on the machines is made with it, and `run` shows it.
public protocol DemoCase: Sendable {
    /// The headline.
    var title: String { get }
    /// What the load balancer must be told before `run`.
    var documents: [DemoDocument] { get throws }
    /// Sends traffic, tells what comes of it, and returns the checks.
    func run(_ narrator: Narrator) throws -> [Check]
}
