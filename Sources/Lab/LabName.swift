/// The name of a lab, which says whose it is: `apus-PID-NUMBER`.
///
/// Its namespaces and its folder carry it as a prefix, so that labs of several processes stand side
/// by side and the remains of a dead process can be told from a living lab.
public struct LabName: Hashable, Sendable {
    /// The process that made the lab.
    public let owner: Int32
    /// Which of the owner's labs it is.
    public let number: Int

    /// Makes a name from its parts.
    public init(owner: Int32, number: Int) {
        self.owner = owner
        self.number = number
    }

    /// The name of the lab that a namespace or folder belongs to; `nil` when it is no lab's.
    public init?(prefixOf text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "apus",
            let owner = Int32(parts[1]), owner > 0,
            let number = Int(parts[2]), number > 0
        else { return nil }
        self.init(owner: owner, number: number)
    }

    /// The name of the namespace of one of the lab's machines or segments.
    public func namespace(of member: String) -> String { "\(self)-\(member)" }
}

extension LabName: CustomStringConvertible {
    /// The prefix, without a separator at its end.
    public var description: String { "apus-\(owner)-\(number)" }
}
