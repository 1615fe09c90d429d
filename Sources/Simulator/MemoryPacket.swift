import Forwarding
import PacketFormats

/// A frame in memory, as the native forwarding decision sees it.
public struct MemoryPacket: PacketBuffer {
    /// The address of the frame's first byte.
    public let start: UInt
    /// The address after its last byte.
    public let end: UInt
    /// The index of the interface that received it.
    public let interface: UInt32

    private let time: UInt64

    /// Takes the bytes of a frame; they must outlive the decision.
    ///
    /// - Parameter time: the monotonic clock's value, in nanoseconds.
    public init(_ bytes: UnsafeMutableRawBufferPointer, interface: UInt32, time: UInt64 = 0) {
        self.time = time
        start = UInt(bitPattern: bytes.baseAddress)
        end = start + UInt(bytes.count)
        self.interface = interface
    }

    /// The frame's length: nothing lies beyond `end`.
    public func frameLength() -> UInt { end - start }

    /// The time that the simulation gave.
    public func now() -> UInt64 { time }

    /// Eight bytes at an offset, as the kernel's `bpf_xdp_load_bytes` copies them.
    public func extensionHeader(at offset: UInt) -> IPv6ExtensionHeader? {
        guard offset <= frameLength(), frameLength() - offset >= 8 else { return nil }
        let address = UnsafeRawPointer(bitPattern: start + offset)
        return address?.loadUnaligned(as: IPv6ExtensionHeader.self)
    }
}
