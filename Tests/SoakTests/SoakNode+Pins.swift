import Addresses
import BPF
import ControlPlane
import PacketFormats
import Soak
import Tables
import Testing

extension SoakNode {
    /// Takes places in the pins table for flows of a rule that nobody sends, but for a number.
    func fillPins(ofRule name: String, leaving room: UInt32) throws {
        let pins = try maps().pins
        let rule = try #require(try status()?.rules.first { $0.id.hasSuffix("/\(name)") })
        let destination = try #require(IPAddress(SoakSitePlan.frontend))
        let taken = UInt32(try flowState().pins)
        // Far longer than the test takes, on the clock that the packet program reads.
        let expires = SoakClock.now() + SoakClock.seconds(600)
        for number in 0..<(Limits.pins - room - taken) {
            let source = AddressBits(ipv4: (0x0b00_0000 + number).bigEndian)
            let key = FlowKey(
                first: source,
                second: destination.bits,
                firstPort: BigEndian(4000),
                secondPort: BigEndian(7001),
                transport: IPProtocolNumber.tcp,
                rule: UInt16(rule.index)
            )
            let entry = PinEntry(
                expires: expires,
                backend: 1,
                backendPort: BigEndian(0),
                options: .keepsAddress
            )
            try pins.set(key, entry)
        }
    }
}
