/// What a client asks over a long connection.
package struct ConnectionRequest: Hashable, Sendable {
    /// The bytes of a request.
    package static let size = 16

    /// Which connection of the soak it is.
    package let connection: UInt64
    /// The number of the request.
    package let number: UInt64

    package init(connection: UInt64, number: UInt64) {
        self.connection = connection
        self.number = number
    }

    /// Reads a request's bytes.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.init(connection: MessageWords.read(bytes, 0), number: MessageWords.read(bytes, 1))
    }

    /// The request's bytes.
    package var bytes: [UInt8] { MessageWords.bytes([connection, number]) }
}

/// What a member answers: what it was asked, and who it is.
package struct ConnectionAnswer: Hashable, Sendable {
    /// The bytes of an answer.
    package static let size = 24

    package let request: ConnectionRequest
    /// The number of the member.
    package let member: Int

    package init(request: ConnectionRequest, member: Int) {
        self.request = request
        self.member = member
    }

    /// Reads an answer's bytes.
    package init(_ bytes: ArraySlice<UInt8>) {
        request = ConnectionRequest(bytes)
        member = Int(truncatingIfNeeded: MessageWords.read(bytes, 2))
    }

    /// The answer's bytes.
    package var bytes: [UInt8] {
        request.bytes + MessageWords.bytes([UInt64(truncatingIfNeeded: member)])
    }
}
