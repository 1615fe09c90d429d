extension JSONObjectReader {
    /// Reads the `protocol` that every rule has.
    func transport() throws(ResourceDocumentError) -> TransportProtocol {
        try required(choice("protocol"), "protocol", "one of \"Tcp\", \"Udp\", \"All\"")
    }

    /// Reads a port that must be there; its range is for the validation to judge.
    func port(_ name: String) throws(ResourceDocumentError) -> Int {
        try required(integer(name), name, "a port number")
    }
}
