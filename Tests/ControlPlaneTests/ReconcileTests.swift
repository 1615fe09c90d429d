import Addresses
import BPF
import ControlPlane
import Lab
import Linux
import PacketFormats
import Planning
import TableStorage
import Tables
import Testing

/// What the daemon does with good documents and with changes of the network.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct ReconcileTests {
    @Test func `documents become rules, frontends and deliveries in the kernel`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let daemon = try site.startApplied()
            let report = try #require(try daemon.status())
            #expect(report.rules.map(\.id) == [BalancerText().ruleID()])
            #expect(report.rules[0].members == ["192.0.2.11", "192.0.2.12"])
            let image = try site.image()
            let frontend = try address("192.0.2.100").bits
            #expect(image.frontends.keys.contains { $0.address == frontend })
            for (machine, member) in zip(site.members, ["192.0.2.11", "192.0.2.12"]) {
                let own = try machine.perform { try NetlinkSession().interface(named: "eth0") }
                #expect(try site.delivery(of: member) == own.ethernetAddress.description)
            }
            try site.write(nil)
            #expect(try daemon.reload().rules == [])
            #expect(try site.image().frontends.isEmpty)
            try daemon.stop()
        }
    }

    @Test func `a member's new Ethernet address reaches the packet program`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let daemon = try site.startApplied()
            let other = try site.delivery(of: "192.0.2.12")
            let new = try #require(EthernetAddress("02:00:00:00:5e:01"))
            try site.members[0].run(["ip", "link", "set", "eth0", "address", "\(new)"])
            try site.members[0].perform {
                let interface = try NetlinkSession().interface(named: "eth0")
                let announcement = AddressAnnouncement(
                    address: try address("192.0.2.11"),
                    ethernetAddress: new
                )
                let socket = try PacketSocket(interface: interface.index)
                for frame in announcement.frames { try socket.send(frame) }
            }
            try daemon.process.wait(until: "the new Ethernet address is in the backends map") {
                try site.delivery(of: "192.0.2.11") == "\(new)"
            }
            #expect(try site.delivery(of: "192.0.2.12") == other)
            try daemon.stop()
        }
    }

    @Test func `a member keeps its delivery when the kernel forgets the neighbour`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let daemon = try site.startApplied()
            let before = try site.image()
            // The member is gone and cannot be asked for again.
            try site.members[0].run(["ip", "link", "set", "eth0", "down"])
            try daemon.waitForLook {
                try site.node.run(["ip", "neigh", "flush", "dev", "eth0"])
            }
            #expect(try site.image() == before)
            try daemon.stop()
        }
    }

    @Test func `a change of the network without effect makes no edits`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let daemon = try site.startApplied()
            // A mark behind the daemon's back: whatever it wrote again would wipe it out.
            let maps = try DataPlane.view(pins: site.pins.path)
            var marked = try site.image()
            for (index, entry) in marked.backends {
                var entry = entry
                entry.destination = .broadcast
                marked.backends[index] = entry
                try maps.apply(.setBackend(index: index, entry))
            }
            for (key, entry) in marked.frontends {
                var entry = entry
                entry.hashSeed = ~entry.hashSeed
                marked.frontends[key] = entry
                try maps.apply(.setFrontend(key, entry))
            }
            try daemon.waitForLook {
                try site.node.run(["ip", "addr", "add", "203.0.113.1/24", "dev", "eth0"])
            }
            #expect(try site.image() == marked)
            try daemon.stop()
        }
    }

    @Test func `a reload changes only what is different`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            var balancer = BalancerText()
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            let before = try site.image()
            let index = try #require(try daemon.status()).rules[0].index
            balancer.rules.append(.init(name: "second", frontend: "192.0.2.101"))
            try site.write(balancer.json)
            let report = try daemon.reload()
            let after = try site.image()
            #expect(report.rules.count == 2)
            #expect(report.rules.first { $0.id == balancer.ruleID() }?.index == index)
            for (key, entry) in before.frontends { #expect(after.frontends[key] == entry) }
            #expect(after.backends == before.backends)
            #expect(after.lookupTables == before.lookupTables)
            try daemon.stop()
        }
    }

    @Test func `a member whose neighbour does not answer is reported until it does`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.members[1].run(["ip", "link", "set", "eth0", "down"])
            try site.write(BalancerText().json)
            let daemon = try site.start()
            try daemon.process.wait(until: "the first member is resolved") {
                try daemon.status()?.rules.first?.unresolvedMembers == ["192.0.2.12"]
            }
            #expect(try site.delivery(of: "192.0.2.12") == EthernetAddress.unknown.description)
            try site.members[1].run(["ip", "link", "set", "eth0", "up"])
            try daemon.waitForMembers()
            #expect(try site.delivery(of: "192.0.2.12") != EthernetAddress.unknown.description)
            try daemon.stop()
        }
    }
}
