import Addresses
import Guest
import Linux
import Resources
import Testing

/// What a guest is found to need, and in which order it is done.
struct PlannerTests {
    private static let ignore = "net/ipv4/conf/all/arp_ignore"
    private static let announce = "net/ipv4/conf/all/arp_announce"

    @Test func `a guest is silenced before it gets the address`() throws {
        let plan = GuestPlanner.plan(try requirement("192.0.2.100"), state: try guestState())
        #expect(
            Array(plan.changes.prefix(3)) == [
                .set(path: Self.ignore, value: "1", before: "0"),
                .set(path: Self.announce, value: "2", before: "0"),
                .addAddress(address: try address("192.0.2.100")),
            ]
        )
        #expect(plan.item("address 192.0.2.100/32 on lo")?.status == .missing)
        #expect(
            plan.item("address 192.0.2.100/32 on lo")?.command
                == "ip address add 192.0.2.100/32 dev lo"
        )
    }

    @Test func `IPv6 needs the address alone, deprecated`() throws {
        let plan = GuestPlanner.plan(try requirement("2001:db8::100"), state: try guestState())
        #expect(plan.changes == [.addAddress(address: try address("2001:db8::100"))])
        #expect(
            plan.changes.first?.command
                == "ip address add 2001:db8::100/128 dev lo nodad preferred_lft 0"
        )
    }

    @Test func `an IPv6 address that may be chosen as a source is deprecated`() throws {
        let six = try address("2001:db8::100")
        let present = InterfaceAddress(interface: 1, address: six, prefixLength: 128)
        let plan = GuestPlanner.plan(
            try requirement("2001:db8::100"),
            state: try guestState([present])
        )
        #expect(plan.changes == [.deprecate(address: six)])
        #expect(plan.changes.first?.inverse == .prefer(address: six))
    }

    @Test func `a guest that has everything needs nothing`() throws {
        let four = InterfaceAddress(
            interface: 1,
            address: try address("192.0.2.100"),
            prefixLength: 32
        )
        var state = try guestState([four])
        state.settings[Self.ignore] = "1"
        state.settings[Self.announce] = "2"
        let file = try #require(
            PersistentFile.files(
                for: .none,
                addresses: [],
                settings: [(Self.ignore, "1"), (Self.announce, "2")]
            ).first
        )
        state.files[file.path] = file.contents
        let plan = GuestPlanner.plan(try requirement("192.0.2.100"), state: state)
        #expect(plan.steps.isEmpty)
        #expect(!plan.isSomethingMissing)
    }

    @Test func `a setting of every interface itself counts as much as that of all`() throws {
        var state = try guestState()
        for interface in ["eth0", "eth1"] {
            state.settings["net/ipv4/conf/\(interface)/arp_ignore"] = "1"
        }
        let plan = GuestPlanner.plan(try requirement("192.0.2.100"), state: state)
        #expect(plan.item("setting net.ipv4.conf.all.arp_ignore")?.status == .ok)
        #expect(!plan.changes.contains { $0.subject.contains("arp_ignore") })
        state.settings["net/ipv4/conf/eth1/arp_ignore"] = "0"
        let other = GuestPlanner.plan(try requirement("192.0.2.100"), state: state)
        #expect(other.item("setting net.ipv4.conf.all.arp_ignore")?.status == .missing)
    }

    @Test func `the strict filter is loosened only where replies leave by another interface`()
        throws
    {
        func plan(replies interface: UInt32, filter: String) throws -> GuestPlan {
            let route = Route(
                destination: try prefix("0.0.0.0/0"),
                gateway: try address("192.0.2.1"),
                interface: interface
            )
            var state = try guestState(routes: [route])
            state.settings["net/ipv4/conf/all/rp_filter"] = filter
            return GuestPlanner.plan(try requirement("192.0.2.100"), state: state)
        }
        let loosening = GuestChange.set(
            path: "net/ipv4/conf/eth0/rp_filter",
            value: "2",
            before: "0"
        )
        #expect(try plan(replies: 3, filter: "1").changes.contains(loosening))
        #expect(try !plan(replies: 2, filter: "1").changes.contains(loosening))
        #expect(try !plan(replies: 3, filter: "0").changes.contains(loosening))
        #expect(try !plan(replies: 3, filter: "2").changes.contains(loosening))
    }

    @Test func `a subnet on lo and a frontend on a real interface are warned of`() throws {
        let four = try address("192.0.2.100")
        let state = try guestState([
            InterfaceAddress(interface: 1, address: four, prefixLength: 24),
            InterfaceAddress(interface: 2, address: four, prefixLength: 24),
        ])
        let plan = GuestPlanner.plan(try requirement("192.0.2.100"), state: state)
        let wide = try #require(plan.item("192.0.2.100/24 on lo"))
        #expect(wide.status == .warning)
        #expect(wide.command == "ip address del 192.0.2.100/24 dev lo")
        #expect(wide.evidence.contains("whole subnet local"))
        let claimed = try #require(plan.item("192.0.2.100/24 on eth0"))
        #expect(claimed.evidence.contains("answers for the frontend"))
        // What Apus did not do it does not undo.
        #expect(!plan.changes.contains { $0.command?.contains("/24") == true })
    }

    @Test func `a route that makes the frontend a source is warned of`() throws {
        let route = Route(
            destination: try prefix("0.0.0.0/0"),
            gateway: try address("192.0.2.1"),
            interface: 2,
            preferredSource: try address("192.0.2.100")
        )
        let plan = GuestPlanner.plan(
            try requirement("192.0.2.100"),
            state: try guestState(routes: [route])
        )
        let item = try #require(plan.item("source of connections to 0.0.0.0/0"))
        #expect(item.status == .warning)
        #expect(item.command == "ip route change 0.0.0.0/0 via 192.0.2.1 dev eth0")
    }

    @Test func `a service is looked for at the frontend and at the probe's address`() throws {
        let four = try address("192.0.2.100")
        let own = try address("192.0.2.11")
        let needed = GuestRequirement(
            frontends: [
                GuestFrontend(
                    address: four,
                    services: [.init(transport: .tcp, port: 80, probePort: 80)]
                )
            ],
            memberAddresses: [own]
        )
        func items(_ bound: IPAddress?) throws -> (GuestItem?, GuestItem?) {
            var state = try guestState()
            if let bound {
                state.listeners = [Listener(transport: .tcp, address: bound, port: 80)]
            }
            let plan = GuestPlanner.plan(needed, state: state)
            return (
                plan.item("service at 192.0.2.100 tcp 80"),
                plan.item("health probe at 192.0.2.11 tcp 80")
            )
        }
        let everywhere = try items(address("0.0.0.0"))
        #expect(everywhere.0?.status == .ok && everywhere.1?.status == .ok)
        #expect(try items(address("::")).0?.status == .ok)
        let atMember = try items(own)
        #expect(atMember.0?.status == .missing && atMember.1?.status == .ok)
        #expect(atMember.0?.evidence.contains("bound to 192.0.2.11 only") == true)
        let atFrontend = try items(four)
        #expect(atFrontend.0?.status == .ok && atFrontend.1?.status == .missing)
        #expect(atFrontend.1?.evidence.contains("the probe asks 192.0.2.11") == true)
        let nowhere = try items(nil)
        #expect(nowhere.0?.status == .missing && nowhere.1?.status == .missing)
    }

    @Test func `a guest whose boot nobody configures is told so`() throws {
        let plan = GuestPlanner.plan(try requirement("192.0.2.100"), state: try guestState())
        #expect(plan.item("addresses after a reboot")?.status == .warning)
    }
}
