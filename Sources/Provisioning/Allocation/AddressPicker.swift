import Addresses

/// Picks addresses that nobody has.
struct AddressPicker {
    /// The addresses that somebody has.
    private(set) var used: Set<IPAddress>

    init(used: Set<IPAddress>) {
        self.used = used
    }

    /// How many addresses at a subnet's beginning are never given: the network's own and the three
    /// that Azure reserves in every subnet for its gateway and name servers.
    static let reservedAtSubnetStart = 4

    /// Takes an address; false when somebody has it.
    mutating func take(_ address: IPAddress) -> Bool {
        used.insert(address).inserted
    }

    /// Gives an address back.
    mutating func giveBack(_ address: IPAddress) {
        used.remove(address)
    }

    /// Takes the lowest free address of a subnet; `nil` when it is full.
    mutating func next(inSubnet prefix: IPPrefix) -> IPAddress? {
        next(in: prefix, from: Self.reservedAtSubnetStart)
    }

    /// Takes the lowest free address of a range of public addresses; `nil` when none is left.
    ///
    /// A range is the operator's to give out whole, but for the network and broadcast addresses of
    /// an IPv4 range that is large enough to be a segment's.
    mutating func next(inRange prefix: IPPrefix) -> IPAddress? {
        let hostBits = prefix.address.version.bitWidth - prefix.length
        return next(in: prefix, from: hostBits >= 2 ? 1 : 0)
    }

    private mutating func next(in prefix: IPPrefix, from first: Int) -> IPAddress? {
        let hostBits = prefix.address.version.bitWidth - prefix.length
        let hasBroadcast = prefix.address.version == .ipv4 && hostBits >= 2
        // More addresses than can be used are never looked at: one of them is free for certain.
        let size = hostBits >= 32 ? Int(UInt32.max) : 1 << hostBits
        let end = min(hasBroadcast ? size - 1 : size, first + used.count + 1)
        guard first < end else { return nil }
        for offset in first..<end {
            guard let address = prefix.network.advanced(by: offset) else { return nil }
            if used.insert(address).inserted { return address }
        }
        return nil
    }
}

extension IPAddress {
    /// The address that comes this many after this one; `nil` past the last one.
    func advanced(by offset: Int) -> IPAddress? {
        var bytes = bytes
        var carry = offset
        for index in bytes.indices.reversed() where carry > 0 {
            let sum = Int(bytes[index]) + (carry & 0xff)
            bytes[index] = UInt8(truncatingIfNeeded: sum)
            carry = (carry >> 8) + (sum >> 8)
        }
        return carry > 0 ? nil : IPAddress(bytes: bytes)
    }
}
