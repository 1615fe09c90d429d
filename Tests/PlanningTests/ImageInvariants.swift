import Addresses
import PacketFormats
import Planning
import Tables

/// What must hold at every moment while one image becomes another.
struct ImageInvariants {
    let old: TableImage
    let new: TableImage
    let slots: Int

    /// What is wrong with an image on the way; empty when nothing is.
    func violations(_ image: TableImage) -> [String] {
        var found: [String] = []
        for (key, entry) in image.frontends {
            if image.frontends[FrontendKey(address: key.address)] == nil {
                found.append("\(IPAddress(bits: key.address)) has a rule, but no bare entry")
            }
            if entry.ethernet != .unknown, image.transits[TransitKey(entry.ethernet)] == nil {
                found.append("\(entry.ethernet) is announced, but has no transit entry")
            }
            guard entry.options.contains(.hasRule) else { continue }
            let before = old.frontends[key].flatMap { old.members(of: $0) }
            let after = new.frontends[key].flatMap { new.members(of: $0) }
            found += check(image, entry, [before, after])
            found += checkReplies(image, key, entry)
            found += checkFormer(image, entry)
        }
        for (key, entry) in image.transits {
            let before = old.transits[key].flatMap { old.members(of: $0) }
            let after = new.transits[key].flatMap { new.members(of: $0) }
            found += check(image, entry, [before, after])
        }
        return found + checkTables(image) + checkCounters(image)
    }

    /// A rule sends packets to the members that it had or is to have, never to another's.
    private func check(
        _ image: TableImage,
        _ entry: FrontendEntry,
        _ allowed: [Set<IPAddress>?]
    ) -> [String] {
        guard let members = image.members(of: entry) else {
            return [
                "rule \(entry.rule) names lookup table \(entry.lookupTable), which is not there"
            ]
        }
        if allowed.contains(members) { return [] }
        return ["rule \(entry.rule) sends packets to members \(members) of another rule"]
    }

    /// What a rule was before is there, with a table, for as long as the rule's entry refers to it.
    private func checkFormer(_ image: TableImage, _ entry: FrontendEntry) -> [String] {
        guard entry.options.contains(.hasFormer) else { return [] }
        guard let former = image.formerRules[entry.rule] else {
            return ["rule \(entry.rule) has no former entry"]
        }
        return image.lookupTables[former.lookupTable] == nil
            ? ["former rule \(entry.rule) names table \(former.lookupTable): not there"] : []
    }

    /// A member that a translating rule sends packets to can answer through it.
    private func checkReplies(
        _ image: TableImage,
        _ key: FrontendKey,
        _ entry: FrontendEntry
    ) -> [String] {
        let isFloating = entry.options.contains(.floatingIP)
        if isFloating, entry.backendPort == key.port || key.transport == 0 { return [] }
        let sources =
            isFloating ? [key.address] : image.members(of: entry).map { $0.map(\.bits) } ?? []
        let missing = sources.filter { address in
            let reply = image.replies[
                ReplyKey(address: address, port: entry.backendPort, transport: key.transport)
            ]
            return reply?.address != key.address || reply?.port != key.port
        }
        return missing.map { "replies from \(IPAddress(bits: $0)) are not restored" }
    }

    /// Every slot names a backend that is there, and every backend's interface can be sent through.
    private func checkTables(_ image: TableImage) -> [String] {
        var found: [String] = []
        for (index, table) in image.lookupTables {
            if table.count != slots {
                found.append("lookup table \(index) has \(table.count) slots")
            }
            for slot in table where slot.current != 0 && image.backends[slot.current] == nil {
                found.append("lookup table \(index) names backend \(slot.current): not there")
            }
        }
        for (index, backend) in image.backends where !image.egress.contains(backend.interface) {
            found.append("backend \(index) is behind \(backend.interface), which is not in egress")
        }
        return found
    }

    /// No two rules count on one index.
    private func checkCounters(_ image: TableImage) -> [String] {
        let indices = image.frontends.values.map(\.rule).filter { $0 != 0 }
        return Set(indices).count == indices.count ? [] : ["two rules share a counter"]
    }
}
