/// The four bytes that IEEE 802.1Q puts between the Ethernet addresses and the payload's type.
@frozen
public struct VLANTag: Sendable, BitwiseCopyable {
    /// Priority (3 bits), drop eligibility (1 bit) and VLAN identifier (12 bits).
    public var control: BigEndian<UInt16>
    /// What follows the tag.
    public var etherType: BigEndian<UInt16>

    /// Makes a tag.
    @inlinable @inline(__always)
    public init(control: BigEndian<UInt16>, etherType: BigEndian<UInt16>) {
        self.control = control
        self.etherType = etherType
    }

    /// The VLAN identifier, 0 to 4095.
    @inlinable @inline(__always)
    public var identifier: UInt16 {
        get { control.value & 0x0fff }
        set { control = BigEndian(control.value & 0xf000 | newValue & 0x0fff) }
    }
}
