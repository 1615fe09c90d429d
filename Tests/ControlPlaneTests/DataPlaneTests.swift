import BPF
import ControlPlane
import Foundation
import Linux
import Planning
import TableStorage
import Tables
import TestSupport
import Testing

@Suite(.needsKernel)
struct DataPlaneTests {
    private let mapPins = MapCatalog.all.map { "map-\($0.name)" }.sorted()

    @Test func `a data plane pins every map, and no link before it is attached`() throws {
        let pins = DataPlanePins()
        _ = try DataPlane.open(pins: pins.path)
        #expect(try pins.names() == mapPins)
    }

    @Test func `a second data plane takes the tables over as they are`() throws {
        let pins = DataPlanePins()
        var image = FixtureWorld.image
        // Targets must exist in this thread's namespace.
        image.egress = []
        do {
            let first = try DataPlane.open(pins: pins.path)
            try first.maps.load(image)
        }
        let second = try DataPlane.open(pins: pins.path)
        #expect(try second.maps.readImage() == image)
        #expect(try DataPlane.view(pins: pins.path).readImage() == image)
    }

    @Test(arguments: [1, 4])
    func `what an interrupted start left is made anew`(left: Int) throws {
        let pins = DataPlanePins()
        _ = try DataPlane.open(pins: pins.path)
        let folder = try PinFolder.open(pins.path)
        for name in mapPins.dropFirst(left) { try folder.unpin(name) }
        let again = try DataPlane.open(pins: pins.path)
        #expect(try pins.names() == mapPins)
        #expect(try again.maps.readImage() == .init())
        // All of them are the new ones.
        let seen = try DataPlane.view(pins: pins.path)
        var image = FixtureWorld.image
        image.egress = []
        try again.maps.load(image)
        #expect(try seen.readImage() == image)
    }

    @Test(arguments: MapCatalog.all.map(\.name))
    func `a pinned map of another form is refused with its name`(name: String) throws {
        let pins = DataPlanePins()
        let folder = try PinFolder.open(pins.path)
        let other = try MapFactory.create(MapSpecification(OtherForm.self))
        try folder.pin(other, as: "map-\(name)")
        let error = #expect(throws: BPFError.self) { try DataPlane.open(pins: pins.path) }
        guard case .mapMismatch(name, let found, _) = error else {
            Issue.record("unexpected error \(String(describing: error))")
            return
        }
        #expect(found == "kind 1, key 4 bytes, value 8 bytes, 77 entries")
        #expect(try pins.names() == ["map-\(name)"], "nothing is changed")
    }

    @Test func `a data plane that is not there is not made by looking at it`() throws {
        let pins = DataPlanePins()
        let error = #expect(throws: BPFError.self) { try DataPlane.view(pins: pins.path) }
        #expect(error?.description.contains("find a data plane in \(pins.path)") == true)
        #expect(!FileManager.default.fileExists(atPath: pins.path))
    }

    @Test func `a program is attached, replaced by a newer one, and detached`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            let first = try DataPlane.open(pins: pins.path)
            try first.attach(interface: left, name: "left", mode: .generic)
            #expect(try program(on: "left") == first.program.identifier())
            let second = try DataPlane.open(pins: pins.path)
            try second.attach(interface: left, name: "left", mode: .generic)
            #expect(try program(on: "left") == second.program.identifier())
            #expect(try pins.names().filter { $0.hasPrefix("link-") }.count == 1)
            try second.detach(allBut: ["left"])
            #expect(try program(on: "left") != nil)
            try second.detach(allBut: ["other"])
            #expect(try program(on: "left") == nil)
            #expect(try pins.names() == mapPins)
        }
    }

    @Test func `an attached program stays when the process lets go of it`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            try DataPlane.open(pins: pins.path).attach(
                interface: left,
                name: "left",
                mode: .generic
            )
            #expect(try program(on: "left") != nil)
        }
    }

    @Test func `another mode takes the place of the present one`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            let dataPlane = try DataPlane.open(pins: pins.path)
            for (mode, word) in [(XDPMode.generic, " xdpgeneric "), (.native, " xdp ")] {
                try dataPlane.attach(interface: left, name: "left", mode: mode)
                #expect(try command("ip -d link show dev left").contains(word))
                #expect(try pins.names().filter { $0.hasPrefix("link-") }.count == 1)
            }
        }
    }

    @Test func `an interface whose name has a dot can be attached to`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            try command("ip link set dev left down")
            try command("ip link set dev left name left.100")
            try command("ip link set dev left.100 up")
            let dataPlane = try DataPlane.open(pins: pins.path)
            try dataPlane.attach(interface: left, name: "left.100", mode: .generic)
            #expect(try program(on: "left.100") != nil)
            try dataPlane.detach(allBut: ["left.100"])
            #expect(try program(on: "left.100") != nil)
            try dataPlane.detach(allBut: ["left"])
            #expect(try program(on: "left.100") == nil)
        }
    }

    @Test func `an interface made anew under its name is attached to anew`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            let dataPlane = try DataPlane.open(pins: pins.path)
            try dataPlane.attach(interface: left, name: "left", mode: .generic)
            try command("ip link del left")
            try command("ip link add left type veth peer name right")
            let new = try NetlinkSession().interface(named: "left").index
            try dataPlane.attach(interface: new, name: "left", mode: .generic)
            #expect(try program(on: "left") == dataPlane.program.identifier())
        }
    }

    @Test func `a data plane that is removed leaves no pin and no program`() throws {
        let pins = DataPlanePins()
        try withCable { left in
            do {
                let dataPlane = try DataPlane.open(pins: pins.path)
                try dataPlane.attach(interface: left, name: "left", mode: .generic)
            }
            try DataPlane.remove(pins: pins.path)
            #expect(try program(on: "left") == nil)
            #expect(!FileManager.default.fileExists(atPath: pins.path))
            // Once more is no error.
            try DataPlane.remove(pins: pins.path)
            #expect(!FileManager.default.fileExists(atPath: pins.path))
        }
    }

    /// The identifier of the program on an interface.
    private func program(on name: String) throws -> UInt32? {
        let shown = try command("ip -d link show dev \(name)")
        return shown.firstMatch(of: /prog\/xdp id (\d+)/).flatMap { UInt32($0.1) }
    }

    /// A virtual cable in a namespace that goes when the body has returned.
    private func withCable(_ body: (_ left: UInt32) throws -> Void) throws {
        try NetworkNamespace.anonymous().perform {
            try command("ip link add left type veth peer name right")
            try command("ip link set left up")
            try command("ip link set right up")
            try body(NetlinkSession().interface(named: "left").index)
        }
    }
}

/// A map that no map of the packet program looks like.
private enum OtherForm: MapDeclaration {
    typealias Key = UInt32
    typealias Value = UInt64
    static var name: StaticString { "test_other" }
    static var kind: MapKind { .hash }
    static var capacity: UInt32 { 77 }
}

/// A folder for the pins of one test's data plane, which is taken away with everything in it.
final class DataPlanePins: Sendable {
    let path: String

    init(name: String = UniqueName.next()) {
        path = "/sys/fs/bpf/\(name)"
    }

    deinit {
        guard let folder = PinFolder.existing(path) else { return }
        for name in (try? folder.names()) ?? [] { try? folder.unpin(name) }
        try? folder.remove()
    }

    /// What is pinned.
    func names() throws -> [String] { try PinFolder.open(path).names() }
}
