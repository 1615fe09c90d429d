import KernelInterface
import Tables

// Other CPUs write the same places, and nothing is locked or in order: what a place holds counts when
// its seal is that of the datagram with the entry. Where two CPUs write at once neither may be found.
//
// A place of a set is chosen by arithmetic. With a branch for each place the kernel's verifier would
// follow the rest of the program once for each way to go.

extension KernelTables {
    @inline(__always)
    func fragment(_ datagram: FragmentKey) -> FragmentEntry? {
        let hash = Fragments.hash(of: datagram)
        guard let set = Fragments.lookup(Fragments.set(of: hash)) else { return nil }
        let tag = Fragments.tag(of: hash)
        let one = set.isOther(1, tag)
        let two = set.isOther(2, tag)
        let three = set.isOther(3, tag)
        let place = set.place((1 & ~one) | (2 & ~two) | (3 & ~three))
        let entry = place.pointee.entry
        guard place.pointee.seal == Fragments.seal(hash, entry), place.pointee.datagram == datagram
        else { return nil }
        return entry
    }

    @inline(__always)
    func setFragment(_ datagram: FragmentKey, _ entry: FragmentEntry) {
        let hash = Fragments.hash(of: datagram)
        guard let set = Fragments.lookup(Fragments.set(of: hash)) else { return }
        let tag = Fragments.tag(of: hash)
        let first = smaller(set.rank(0, tag), set.rank(1, tag))
        let second = smaller(set.rank(2, tag), set.rank(3, tag))
        let number = smaller(first, second) & 3
        let place = set.place(number)
        place.pointee.seal = Fragments.seal(hash, entry)
        place.pointee.datagram = datagram
        place.pointee.entry = entry
        set.ends.advanced(by: Int(truncatingIfNeeded: number)).pointee = entry.expires
        set.tags.advanced(by: Int(truncatingIfNeeded: number)).pointee = tag
    }

    @inline(__always)
    private func smaller(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let difference = left &- right
        // All ones when the left one is smaller; both are far below the half of their range.
        let mask = UInt64(bitPattern: Int64(bitPattern: difference) &>> 63)
        return right &+ (difference & mask)
    }
}

extension UnsafeMutablePointer<FragmentSet> {
    /// When the entry of each place ends.
    @inline(__always)
    var ends: UnsafeMutablePointer<UInt64> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: UInt64.self)
    }

    /// The tag of each place's datagram.
    @inline(__always)
    var tags: UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(ends.advanced(by: 4)).assumingMemoryBound(to: UInt32.self)
    }

    /// A place, by a number of which the low two bits count.
    @inline(__always)
    func place(_ number: UInt64) -> UnsafeMutablePointer<FragmentPlace> {
        let places = UnsafeMutableRawPointer(self).advanced(by: FragmentSet.headLength)
            .assumingMemoryBound(to: FragmentPlace.self)
        return places.advanced(by: Int(truncatingIfNeeded: number & 3))
    }

    /// All ones when a place is not the tag's, else 0.
    @inline(__always)
    func isOther(_ number: UInt64, _ tag: UInt32) -> UInt64 {
        let found = tags.advanced(by: Int(truncatingIfNeeded: number)).pointee
        return 0 &- ((UInt64(found ^ tag) &+ 0xffff_ffff) &>> 32)
    }

    /// When the entry of a place ends, and the number of the place in the low two bits.
    ///
    /// The datagram's own place comes before all.
    @inline(__always)
    func rank(_ number: UInt64, _ tag: UInt32) -> UInt64 {
        let expires = ends.advanced(by: Int(truncatingIfNeeded: number)).pointee
        return (((expires & ~3) &+ 4) & isOther(number, tag)) | number
    }
}
