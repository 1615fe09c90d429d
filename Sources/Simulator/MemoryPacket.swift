import Forwarding

/// A frame in memory, as the native forwarding decision sees it.
public struct MemoryPacket: PacketBuffer {
    /// The room that a frame can grow by at its front, in bytes.
    ///
    /// The kernel leaves more (`XDP_PACKET_HEADROOM`).
    public static let headroom = 64

    /// The address of the frame's first byte.
    public let start: UInt
    /// The address after its last byte.
    public let end: UInt
    /// The index of the interface that received it.
    public let interface: UInt32

    private let time: UInt64
    @usableFromInline let extent: UnsafeMutablePointer<FrameExtent>

    /// Takes the bytes of a frame, after a headroom; they must outlive the decision.
    ///
    /// - Parameters:
    ///   - extent: gets where the frame begins and ends when it is answered by another one.
    ///   - time: the monotonic clock's value, in nanoseconds.
    public init(
        _ bytes: UnsafeMutableRawBufferPointer,
        extent: UnsafeMutablePointer<FrameExtent>,
        interface: UInt32,
        time: UInt64 = 0
    ) {
        self.time = time
        self.extent = extent
        start = UInt(bitPattern: bytes.baseAddress) + UInt(Self.headroom)
        end = UInt(bitPattern: bytes.baseAddress) + UInt(bytes.count)
        self.interface = interface
    }

    /// The frame's length: nothing lies beyond `end`.
    public func frameLength() -> UInt { end - start }

    /// The time that the simulation gave.
    public func now() -> UInt64 { time }

    /// Makes room at the front, as the kernel's `bpf_xdp_adjust_head` does.
    public func grow(by bytes: Int32) -> Bool {
        guard extent.pointee.growth + Int(bytes) <= Self.headroom else { return false }
        extent.pointee.growth += Int(bytes)
        return true
    }

    /// Leaves bytes out at the end, as the kernel's `bpf_xdp_adjust_tail` does.
    public func shorten(to length: UInt) -> Bool {
        let whole = Int(end - start) + extent.pointee.growth
        guard length >= 14, length <= whole else { return false }
        extent.pointee.cut = whole - Int(length)
        return true
    }

    /// Copies bytes at an offset, as the kernel's `bpf_xdp_load_bytes` does.
    @inlinable
    public func read<Value: BitwiseCopyable>(_ value: inout Value, at offset: UInt) -> Bool {
        guard let address = address(of: Value.self, at: offset) else { return false }
        value = address.loadUnaligned(as: Value.self)
        return true
    }

    /// Writes bytes at an offset, as the kernel's `bpf_xdp_store_bytes` does.
    @inlinable
    public func write<Value: BitwiseCopyable>(_ value: Value, at offset: UInt) {
        address(of: Value.self, at: offset)?.storeBytes(of: value, as: Value.self)
    }

    @inlinable
    func address<Value>(of value: Value.Type, at offset: UInt) -> UnsafeMutableRawPointer? {
        let size = UInt(MemoryLayout<Value>.size)
        let first = start - UInt(extent.pointee.growth)
        guard offset <= end - first, end - first - offset >= size else { return nil }
        return UnsafeMutableRawPointer(bitPattern: first + offset)
    }
}
