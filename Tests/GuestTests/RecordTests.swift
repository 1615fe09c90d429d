import Addresses
import Guest
import Linux
import Resources
import Testing

/// What is remembered of changes, and what is taken back.
struct RecordTests {
    private static let path = "net/ipv4/conf/all/arp_ignore"

    @Test func `the inverse of an inverse is the change itself`() throws {
        let four = try address("192.0.2.100")
        let opening = FirewallOpening(
            place: .ufw,
            address: four,
            transport: .tcp,
            port: 80
        )
        let changes: [GuestChange] = [
            .addAddress(address: four), .deprecate(address: four),
            .set(path: Self.path, value: "1", before: "0"), .makeFolder(path: "/etc/sysctl.d"),
            .write(path: "/etc/a", contents: "a", before: nil), .open(opening),
        ]
        for change in changes {
            #expect(change.inverse != change)
            #expect(change.inverse.inverse == change)
            #expect(change.inverse.subject == change.subject)
        }
    }

    @Test func `a second change of a setting or file keeps what was there before the first`() {
        var record = GuestRecord()
        record.add(.set(path: Self.path, value: "1", before: "0"))
        record.add(.set(path: Self.path, value: "2", before: "1"))
        #expect(record.changes == [.set(path: Self.path, value: "2", before: "0")])
        record.add(.set(path: Self.path, value: "0", before: "2"))
        #expect(record.isEmpty)
        record.add(.write(path: "/a", contents: "one", before: nil))
        record.add(.write(path: "/a", contents: "two", before: "one"))
        #expect(record.changes == [.write(path: "/a", contents: "two", before: nil)])
        record.add(.write(path: "/a", contents: nil, before: "two"))
        #expect(record.isEmpty)
    }

    @Test func `what was done twice is recorded once, and undone once`() throws {
        let four = try address("192.0.2.100")
        var record = GuestRecord()
        record.add(.addAddress(address: four))
        record.add(.addAddress(address: four))
        #expect(record.changes.count == 1)
        record.add(.removeAddress(address: four))
        #expect(record.isEmpty)
    }

    @Test func `a frontend that goes is taken back, and the others stay`() throws {
        let gone = try address("192.0.2.101")
        let stays = try address("192.0.2.100")
        var record = GuestRecord()
        record.add(.set(path: Self.path, value: "1", before: "0"))
        record.add(.addAddress(address: stays))
        record.add(.addAddress(address: gone))
        var state = try guestState([
            InterfaceAddress(interface: 1, address: stays, prefixLength: 32),
            InterfaceAddress(interface: 1, address: gone, prefixLength: 32),
        ])
        state.settings[Self.path] = "1"
        state.settings["net/ipv4/conf/all/arp_announce"] = "2"
        var options = GuestPlanner.Options()
        options.isPersistent = false
        let plan = GuestPlanner.plan(
            try requirement("192.0.2.100"),
            state: state,
            record: record,
            options: options
        )
        #expect(plan.changes == [.removeAddress(address: gone)])
        let all = GuestPlanner.plan(.none, state: state, record: record)
        #expect(
            all.changes == [
                .removeAddress(address: gone), .removeAddress(address: stays),
                .set(path: Self.path, value: "0", before: "1"),
            ]
        )
    }

    @Test func `what somebody else has changed since stays`() throws {
        var record = GuestRecord()
        record.add(.set(path: Self.path, value: "1", before: "0"))
        record.add(.write(path: PersistentFile.sysctlPath, contents: "ours", before: nil))
        record.add(.addAddress(address: try address("192.0.2.100")))
        var state = try guestState()
        state.settings[Self.path] = "2"
        state.files[PersistentFile.sysctlPath] = "theirs"
        let plan = GuestPlanner.plan(.none, state: state, record: record)
        #expect(plan.steps.isEmpty)
        #expect(Set(plan.abandoned) == Set(record.changes))
        #expect(plan.items.count == 2, "of the address nothing is left to be told")
        record.forget(plan.abandoned)
        #expect(record.isEmpty)
    }
}
