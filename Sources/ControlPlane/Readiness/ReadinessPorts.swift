/// The ports that questions come from.
enum ReadinessPorts {
    /// The first of the last 64 ports, which the kernel gives to nobody by default.
    static let first: UInt16 = 0xffc0
}
