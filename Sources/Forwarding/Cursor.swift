/// A place in the frame that only moves past bytes it has compared with the frame's end.
///
/// The kernel's verifier understands a pointer compared with the end pointer, not a length, so this
/// is the one way that headers are reached. The pointers may be misaligned for their type: both
/// x86-64 and arm64 load and store so, and the kernel does the same.
@frozen
public struct Cursor {
    /// The address of the next byte.
    public var position: UInt
    /// The address after the last byte.
    public let end: UInt

    /// Starts at an address.
    @inlinable @inline(__always)
    public init(position: UInt, end: UInt) {
        self.position = position
        self.end = end
    }

    /// Moves past a header; `nil` when the frame ends before the header does.
    @inlinable @inline(__always)
    public mutating func take<Header: BitwiseCopyable>(
        _ header: Header.Type
    ) -> UnsafeMutablePointer<Header>? {
        let next = position &+ UInt(MemoryLayout<Header>.size)
        guard next <= end else { return nil }
        let pointer = UnsafeMutablePointer<Header>(bitPattern: position).unsafelyUnwrapped
        position = next
        return pointer
    }
}
