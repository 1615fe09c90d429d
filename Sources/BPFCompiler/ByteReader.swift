/// Reads little-endian integers and text from bytes, refusing to read past the end.
struct ByteReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func u8(_ offset: Int) throws(CompilerError) -> UInt8 { try integer(offset) }
    func u16(_ offset: Int) throws(CompilerError) -> UInt16 { try integer(offset) }
    func u32(_ offset: Int) throws(CompilerError) -> UInt32 { try integer(offset) }

    func u64(_ offset: Int) throws(CompilerError) -> UInt64 { try integer(offset) }

    /// An offset or a size: one beyond two gigabytes cannot be meant, and sums of a few others
    /// cannot overflow.
    func length(_ offset: Int) throws(CompilerError) -> Int {
        let value: UInt64 = try integer(offset)
        guard value <= UInt64(Int32.max) else {
            throw .malformedObject("the length at offset \(offset) is out of range")
        }
        return Int(value)
    }

    func string(_ offset: Int) throws(CompilerError) -> String {
        guard bytes.indices.contains(offset),
            let end = bytes[offset...].firstIndex(of: 0)
        else { throw .malformedObject("text at \(offset) has no end") }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    private func integer<Value: FixedWidthInteger>(_ offset: Int) throws(CompilerError) -> Value {
        let size = MemoryLayout<Value>.size
        guard offset >= 0, offset <= bytes.count - size else {
            throw .malformedObject("it ends before offset \(offset)")
        }
        return bytes[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | Value($1) }
    }
}
