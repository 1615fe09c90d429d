/// The frame that a decision reads and writes, in the kernel or in memory.
public protocol PacketBuffer {
    /// The address of the frame's first byte.
    var start: UInt { get }
    /// The address after the last byte that may be touched.
    var end: UInt { get }
    /// The index of the interface that received the frame.
    var interface: UInt32 { get }
    /// The whole frame's length in bytes, with parts that lie beyond `end` (a multi-buffer frame).
    func frameLength() -> UInt
    /// The time on the kernel's monotonic clock in nanoseconds, as coarse as the kernel's tick.
    func now() -> UInt64
    /// Copies bytes at an offset from the frame's start; false when the frame ends before they do.
    ///
    /// A copy, where `Cursor` would give a pointer: in a chain of headers the verifier follows each
    /// pointer on its own, and the ways through the chain multiply.
    func read<Value: BitwiseCopyable>(_ value: inout Value, at offset: UInt) -> Bool
    /// Writes bytes that `read` could reach.
    func write<Value: BitwiseCopyable>(_ value: Value, at offset: UInt)
    /// Makes room before the frame's first byte, where `write` then counts from; false when there is
    /// none. Every pointer into the frame is void afterwards.
    func grow(by bytes: Int32) -> Bool
    /// Leaves out what comes after so many bytes of the frame; false when it cannot be done. Every
    /// pointer into the frame is void afterwards.
    func shorten(to length: UInt) -> Bool
}
