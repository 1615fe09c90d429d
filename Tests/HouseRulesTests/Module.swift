/// A target under `Sources`, with everything that its files may import.
struct Module {
    /// The rings of ARCHITECTURE.md, from the inside out.
    enum Ring: Int, Comparable {
        /// Compiled for the kernel and for user space.
        case shared
        /// Compiled for the kernel alone.
        case kernel
        /// Talks to the kernel.
        case linux
        /// What the product does.
        case product
        /// What people and tests meet.
        case edge

        static func < (left: Ring, right: Ring) -> Bool { left.rawValue < right.rawValue }
    }

    /// The target's name, which is its folder's.
    let name: String
    /// Where it stands.
    let ring: Ring
    /// The targets of this package that it may import.
    let targets: Set<String>
    /// The modules of other packages and of the system that it may import.
    let outside: Set<String>

    init(_ name: String, _ ring: Ring, _ targets: Set<String>, outside: Set<String> = []) {
        self.name = name
        self.ring = ring
        self.targets = targets
        self.outside = outside
    }
}
