extension StatusReport {
    /// A member whose Ethernet address has changed.
    public struct EthernetChange: Codable, Equatable, Sendable {
        /// How many changes are kept, the latest ones.
        static let kept = 20

        /// The member's address, as text.
        public var member: String
        /// The Ethernet address that it had.
        public var from: String
        /// The Ethernet address that it has.
        public var to: String

        /// Makes a change from its parts.
        public init(member: String, from: String, to: String) {
            self.member = member
            self.from = from
            self.to = to
        }

        /// What has happened and what to look at, as two sentences.
        public var sentence: String {
            """
            The Ethernet address of member \(member) changed from \(from) to \(to). If the machine \
            was not replaced, look for another one with its address.
            """
        }
    }
}
