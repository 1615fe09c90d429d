import BPF
import ControlPlane
import Foundation
import PacketFormats
import Tables

/// Looks from outside when a member has gone from the kernel's maps.
struct MapWatch {
    private let maps: ForwardingMaps

    /// Opens the maps of a data plane that is running.
    init(pins: String) throws {
        maps = try DataPlane.view(pins: pins)
    }

    /// The index of each member.
    func backends() throws -> [AddressBits: UInt16] {
        var found: [AddressBits: UInt16] = [:]
        for index in UInt32(1)..<Limits.backends {
            guard let entry = try maps.backends.value(index), entry.destination != .unknown else {
                continue
            }
            found[entry.address] = UInt16(index)
        }
        return found
    }

    /// The lookup tables that rules name and that have slots for a member, by its index.
    func tables() throws -> [UInt16: Set<UInt32>] {
        var named: Set<UInt32> = []
        for key in try maps.frontends.keys() {
            guard let entry = try maps.frontends.value(key), entry.options.contains(.hasRule) else {
                continue
            }
            named.insert(entry.lookupTable)
        }
        var found: [UInt16: Set<UInt32>] = [:]
        for table in named {
            for backend in Set(try maps.readLookupTable(table)?.map(\.current) ?? []) {
                found[backend, default: []].insert(table)
            }
        }
        return found
    }

    /// Waits until no rule sends new flows to a member, and returns when that was seen.
    ///
    /// - Parameter tables: those that have slots for it.
    func wait(until backend: UInt16, hasLeft tables: Set<UInt32>) throws -> UInt64 {
        let deadline = MonotonicClock.now + 30_000_000_000
        var rest = tables.sorted()[...]
        while let table = rest.first {
            let before = MonotonicClock.now
            if try has(backend, in: table) {
                guard before < deadline else {
                    throw BenchmarkError.wrongContents(
                        benchmark: "health",
                        found: "slots of a member that failed 30 s ago"
                    )
                }
                usleep(200)
            } else {
                rest.removeFirst()
            }
        }
        let seen = MonotonicClock.now
        // A change that takes new tables would have been missed.
        guard try self.tables()[backend] == nil else {
            throw BenchmarkError.wrongContents(benchmark: "health", found: "tables that moved")
        }
        return seen
    }

    private func has(_ backend: UInt16, in table: UInt32) throws -> Bool {
        try maps.readLookupTable(table)?.contains { $0.current == backend } ?? false
    }
}
