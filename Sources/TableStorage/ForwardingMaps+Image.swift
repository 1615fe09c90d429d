import BPF
import Planning
import Tables

extension ForwardingMaps {
    /// Writes an image into maps that hold nothing else.
    ///
    /// The interfaces of `egress` must exist in the calling thread's network namespace.
    public func load(_ image: TableImage) throws(BPFError) {
        for (index, entry) in image.interfaces { try interfaces.set(index, entry) }
        for index in image.egress { try egress.set(index, EgressEntry(interface: index)) }
        for (index, entry) in image.backends { try backends.set(UInt32(index), entry) }
        for (index, slots) in image.lookupTables { try setLookupTable(index, slots) }
        for (key, entry) in image.replies { try replies.set(key, entry) }
        for (rule, entry) in image.formerRules { try formerRules.set(rule, entry) }
        for (key, backend) in image.memberLinks { try memberLinks.set(key, backend) }
        for (key, entry) in image.frontends { try setFrontend(key, entry) }
        for (key, entry) in image.transits { try transits.set(key, entry) }
    }

    /// Reads what the maps hold, as a daemon does that takes a running data plane over.
    public func readImage() throws(BPFError) -> TableImage {
        var image = TableImage()
        for key in try frontends.keys() { image.frontends[key] = try frontends.value(key) }
        for key in try transits.keys() { image.transits[key] = try transits.value(key) }
        for key in try formerRules.keys() { image.formerRules[key] = try formerRules.value(key) }
        for key in try memberLinks.keys() { image.memberLinks[key] = try memberLinks.value(key) }
        for key in try replies.keys() { image.replies[key] = try replies.value(key) }
        for key in try interfaces.keys() { image.interfaces[key] = try interfaces.value(key) }
        image.egress = Set(try egress.keys())
        for index in try lookupTables.keys() {
            // An array lists every index, also those that hold nothing.
            if let slots = try readLookupTable(index) { image.lookupTables[index] = slots }
        }
        let unused = [UInt8](repeating: 0, count: MemoryLayout<BackendEntry>.size)
        for index in UInt16(1)..<UInt16(Limits.backends) {
            guard let entry = try backends.value(UInt32(index)) else { continue }
            let isUsed = withUnsafeBytes(of: entry) { !$0.elementsEqual(unused) }
            if isUsed { image.backends[index] = entry }
        }
        return image
    }
}
