import BPF
import PacketProgram
import Tables

/// The packet program, its maps and its links, pinned so that they outlive the daemon.
public struct DataPlane: Sendable {
    /// The maps.
    public let maps: ForwardingMaps
    /// The program that links run.
    public let program: LoadedProgram
    private let folder: PinFolder

    private static let mapPrefix = "map-"
    private static let linkPrefix = "link-"

    /// Takes over what is pinned in a folder, or makes everything anew.
    ///
    /// The program is always loaded anew, so that a newer daemon brings its own.
    public static func open(pins path: String) throws(BPFError) -> DataPlane {
        let folder = try PinFolder.open(path)
        let maps = try openMaps(folder)
        let program = try PacketProgram.load(maps: maps.handles)
        return DataPlane(maps: maps, program: program, folder: folder)
    }

    /// Opens the maps that are pinned and makes those that are not.
    ///
    /// Some are missing after a daemon died at its first start, and after an update brought new ones;
    /// in both cases those that are there keep what they hold.
    private static func openMaps(_ folder: PinFolder) throws(BPFError) -> ForwardingMaps {
        var handles = try pinnedHandles(folder)
        for map in MapCatalog.all where handles[map.name] == nil {
            let isOuter = map.kind == .arrayOfMaps
            let inner = isOuter ? try MapFactory.lookupTable().handle : nil
            let handle = try MapFactory.create(map, inner: inner)
            try folder.pin(handle, as: mapPrefix + map.name)
            handles[map.name] = handle
        }
        return try ForwardingMaps(handles: handles)
    }

    private static func pinnedHandles(_ folder: PinFolder) throws(BPFError) -> [String: Handle] {
        var handles: [String: Handle] = [:]
        for map in MapCatalog.all {
            guard let handle = try folder.open(mapPrefix + map.name) else { continue }
            try MapFactory.check(handle, is: map)
            handles[map.name] = handle
        }
        return handles
    }

    /// Opens the maps of a data plane that is running, to look at them.
    public static func view(pins path: String) throws -> ForwardingMaps {
        guard let maps = try existing(pins: path) else {
            throw BPFError.callFailed(operation: "find a data plane in", object: path, errno: 2)
        }
        return maps
    }

    /// The maps of a data plane; `nil` when there is none, or not a whole one.
    static func existing(pins path: String) throws -> ForwardingMaps? {
        let handles = try PinFolder.existing(path).map(pinnedHandles) ?? [:]
        guard handles.count == MapCatalog.all.count else { return nil }
        return try ForwardingMaps(handles: handles)
    }

    /// Runs the program on an interface, in place of an older program when there is a link already.
    public func attach(interface: UInt32, name: String, mode: XDPMode) throws(BPFError) {
        let pin = Self.linkPin(name, mode)
        if let handle = try folder.open(pin) {
            let link = XDPLink(handle: handle)
            if try link.interface() == interface {
                try link.replace(by: program)
                return
            }
            // The interface was made anew under its old name: its link has nothing to run on.
            try Self.removeLink(pin, folder)
        }
        // The kernel lets an interface have a program in one mode only.
        for other in XDPMode.allCases where other != mode {
            try Self.removeLink(Self.linkPin(name, other), folder)
        }
        let link = try XDPLink.attach(program, interface: interface, name: name, mode: mode)
        try folder.pin(link.handle, as: pin)
    }

    /// The program that runs on an interface, and the index of the interface that it runs on; `nil`
    /// where none is attached.
    static func attached(
        to name: String,
        mode: XDPMode,
        pins path: String
    ) throws(BPFError) -> (program: LoadedProgram, interface: UInt32)? {
        guard let handle = try PinFolder.existing(path)?.open(linkPin(name, mode)) else {
            return nil
        }
        let link = XDPLink(handle: handle)
        let program = try LoadedProgram.open(identifier: link.program(), name: "apus_forward")
        return (program, try link.interface())
    }

    /// The pin of an interface's link: names on a BPF file system may not contain dots, interface
    /// names may.
    private static func linkPin(_ name: String, _ mode: XDPMode) -> String {
        let encoded = name.replacing("%", with: "%25").replacing(".", with: "%2E")
        return "\(linkPrefix)\(mode.rawValue)-\(encoded)"
    }

    /// Stops running the program on interfaces other than these.
    public func detach(allBut names: [String]) throws(BPFError) {
        let kept = names.flatMap { name in XDPMode.allCases.map { Self.linkPin(name, $0) } }
        for pin in try folder.names() where pin.hasPrefix(Self.linkPrefix) && !kept.contains(pin) {
            try Self.removeLink(pin, folder)
        }
    }

    private static func removeLink(_ pin: String, _ folder: PinFolder) throws(BPFError) {
        guard let handle = try folder.open(pin) else { return }
        try XDPLink(handle: handle).detach()
        try folder.unpin(pin)
    }

    /// Takes the whole data plane away: traffic to frontends stops.
    public static func remove(pins path: String) throws(BPFError) {
        guard let folder = PinFolder.existing(path) else { return }
        let names = try folder.names()
        // Links first: a program without its maps' pins still runs, but must not be left behind.
        for name in names where name.hasPrefix(linkPrefix) { try removeLink(name, folder) }
        for name in names where name.hasPrefix(mapPrefix) { try folder.unpin(name) }
        try folder.remove()
    }
}
