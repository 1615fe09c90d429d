import BPF
import CBPF
import Linux
import Testing

@Suite(.needsKernel)
struct XDPLinkTests {
    private func program(_ action: Int32 = 2) throws -> LoadedProgram {
        try LoadedProgram.load(Assembly.returning(action), maps: [:])
    }

    /// What `ip link` says of an interface.
    private func shown(_ name: String = "left") throws -> String {
        try command("ip -d link show dev \(name)")
    }

    /// Waits until the link is gone: the kernel works on it later when a pin was its last holder, and
    /// a process that another test starts at this moment holds the handle until it is another's.
    private func waitForNoProgram() throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while try shown().contains("prog/xdp") {
            try #require(ContinuousClock.now < deadline, "the program stays")
        }
    }

    @Test(arguments: [(XDPMode.native, " xdp "), (.generic, " xdpgeneric ")])
    func `a program is attached in the mode asked for, and goes with its link`(
        mode: XDPMode,
        text: String
    ) throws {
        try withCable { left in
            let program = try program()
            do {
                let link = try XDPLink.attach(program, interface: left, name: "left", mode: mode)
                let identifier = try program.identifier()
                #expect(try shown().contains(text))
                #expect(try shown().contains("prog/xdp id \(identifier) "))
                #expect(try link.interface() == left)
            }
            try waitForNoProgram()
        }
    }

    @Test func `another program takes the place of the one that is attached`() throws {
        try withCable { left in
            let old = try program(2)
            let link = try XDPLink.attach(old, interface: left, name: "left", mode: .native)
            let new = try program(1)
            try link.replace(by: new)
            #expect(try shown().contains("prog/xdp id \(try new.identifier()) "))
            #expect(try link.program() == new.identifier())
            #expect(try link.interface() == left)
        }
    }

    @Test func `a pinned link holds its program when the handle goes`() throws {
        let pins = try TemporaryPins()
        try withCable { left in
            let program = try program()
            do {
                let link = try XDPLink.attach(
                    program,
                    interface: left,
                    name: "left",
                    mode: .generic
                )
                try pins.folder.pin(link.handle, as: "link")
            }
            #expect(try shown().contains("prog/xdp id \(try program.identifier()) "))
            do {
                let handle = try #require(try pins.folder.open("link"))
                #expect(try XDPLink(handle: handle).interface() == left)
            }
            try pins.folder.unpin("link")
            try waitForNoProgram()
        }
    }

    @Test func `a link is detached at once, also while it is pinned`() throws {
        let pins = try TemporaryPins()
        try withCable { left in
            let link = try XDPLink.attach(program(), interface: left, name: "left", mode: .native)
            try pins.folder.pin(link.handle, as: "link")
            try link.detach()
            #expect(try !shown().contains("prog/xdp"))
            #expect(try link.interface() == 0)
            // Once more is no error.
            try link.detach()
            _ = try XDPLink.attach(program(), interface: left, name: "left", mode: .generic)
        }
    }

    @Test func `a link says that its interface is gone`() throws {
        try withCable { left in
            let link = try XDPLink.attach(program(), interface: left, name: "left", mode: .native)
            try command("ip link del left")
            #expect(try link.interface() == 0)
            #expect(throws: BPFError.self) { try link.replace(by: program()) }
        }
    }

    @Test(arguments: XDPMode.allCases, XDPMode.allCases)
    func `an interface that has a program already is refused with what to do`(
        first: XDPMode,
        second: XDPMode
    ) throws {
        try withCable { left in
            let link = try XDPLink.attach(program(), interface: left, name: "left", mode: first)
            let error = #expect(throws: BPFError.self) {
                try XDPLink.attach(program(), interface: left, name: "left", mode: second)
            }
            let description = try #require(error).description
            #expect(description.contains("attach returning in \(second.rawValue) mode to left"))
            #expect(description.contains("another XDP program is attached"))
            #expect(description.contains("bpftool net show"))
            #expect(try link.interface() == left)
        }
    }

    @Test(arguments: [("xdp", XDPMode.native), ("xdpgeneric", .generic)])
    func `the remedy for a program that somebody else attached works`(
        word: String,
        mode: XDPMode
    ) throws {
        try withCable { left in
            let other = try program()
            // Without a link, as 'ip link set dev left xdp object FILE' does it.
            let flags = mode == .native ? XDP_FLAGS_DRV_MODE : XDP_FLAGS_SKB_MODE
            let descriptor = other.handle.descriptor
            try #require(bpf_xdp_attach(Int32(left), descriptor, UInt32(flags), nil) == 0)
            let error = #expect(throws: BPFError.self) {
                try XDPLink.attach(program(), interface: left, name: "left", mode: mode)
            }
            let description = try #require(error).description
            #expect(description.contains("'ip link set dev left \(word) off'"))
            try command("ip link set dev left \(word) off")
            _ = try XDPLink.attach(program(), interface: left, name: "left", mode: mode)
        }
    }

    @Test func `a driver without native mode is refused with the mode to set`() throws {
        try withCable { _ in
            try command("ip link set lo up")
            let program = try program()
            let error = #expect(throws: BPFError.self) {
                try XDPLink.attach(program, interface: 1, name: "lo", mode: .native)
            }
            #expect(error?.description.hasSuffix("set 'mode: generic' in the node file") == true)
            _ = try XDPLink.attach(program, interface: 1, name: "lo", mode: .generic)
        }
    }

    @Test func `an interface that does not exist is refused`() throws {
        try withCable { _ in
            let error = #expect(throws: BPFError.self) {
                try XDPLink.attach(program(), interface: 999, name: "absent", mode: .native)
            }
            let operation = "cannot attach returning in native mode to absent: "
            #expect(error?.description.hasPrefix(operation) == true)
        }
    }
}
