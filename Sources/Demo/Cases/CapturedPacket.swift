/// A packet of TCP or UDP as tcpdump tells it.
struct CapturedPacket: Hashable {
    /// The Ethernet address that sent the frame.
    let sender: String
    /// The Ethernet address that the frame was sent to.
    let receiver: String
    /// Where the packet comes from: address and port.
    let source: Endpoint
    /// Where the packet goes.
    let destination: Endpoint

    /// An address and a port.
    struct Endpoint: Hashable {
        let address: String
        let port: UInt16

        /// Reads `ADDRESS.PORT`.
        init?(_ text: Substring) {
            guard let dot = text.lastIndex(of: "."),
                let port = UInt16(text[text.index(after: dot)...])
            else { return nil }
            address = String(text[..<dot])
            self.port = port
        }
    }

    /// Reads a line such as
    /// `SENDER > RECEIVER, ethertype IPv4 (0x0800), length 60: SOURCE > DESTINATION: UDP, length 5`.
    init?(_ line: String) {
        let words = line.split(separator: " ")
        let arrows = words.indices.filter { words[$0] == ">" }
        guard arrows.count >= 2, arrows[0] == 1, arrows[1] + 1 < words.count,
            let source = Endpoint(words[arrows[1] - 1]),
            let destination = Endpoint(words[arrows[1] + 1].dropLast())
        else { return nil }
        sender = String(words[0])
        receiver = String(words[2].dropLast())
        self.source = source
        self.destination = destination
    }
}
