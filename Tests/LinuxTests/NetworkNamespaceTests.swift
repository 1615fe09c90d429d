import Linux
import Testing

@Suite(.needs(.netAdmin, .sysAdmin))
struct NetworkNamespaceTests {
    struct Refusal: Error {}

    @Test func `the body runs inside the namespace and the caller stays outside`() throws {
        let pair = try NamespacePair()
        let outside = try NetlinkSession().interfaces().map(\.name)
        let inside = try pair.onLeft { try NetlinkSession().interfaces().map(\.name) }
        #expect(inside.sorted() == ["eth0", "lo"])
        #expect(try NetlinkSession().interfaces().map(\.name) == outside)
    }

    @Test func `what the body throws comes out`() throws {
        let pair = try NamespacePair()
        #expect(throws: Refusal.self) { try pair.onLeft { throw Refusal() } }
    }

    @Test func `the current namespace can be entered from another one`() throws {
        let pair = try NamespacePair()
        let outside = try NetworkNamespace.current()
        let names = try NetlinkSession().interfaces().map(\.name)
        let seen = try pair.onLeft {
            try outside.perform { try NetlinkSession().interfaces().map(\.name) }
        }
        #expect(seen == names)
    }

    @Test func `the processes in a namespace are listed`() throws {
        let pair = try NamespacePair()
        let namespace = try NetworkNamespace(named: pair.left)
        #expect(try namespace.processes() == [])
        let process = try namespace.perform {
            try ChildProcess(["sleep", "1000"], log: "/dev/null")
        }
        #expect(try namespace.processes() == [process.pid])
        process.terminate()
        #expect(try namespace.processes() == [])
    }

    @Test(arguments: ["no-such-namespace", "", "..", "a/b"])
    func `a namespace that does not exist is an error that names it`(name: String) {
        let error = #expect(throws: LinuxError.self) { try NetworkNamespace(named: name) }
        #expect(error?.description.contains(name) == true)
    }

    @Test func `a setting is read and written in its namespace only`() throws {
        let pair = try NamespacePair()
        let setting = try #require(Sysctl("net/ipv4/conf/eth0/arp_announce"))
        #expect(try pair.onLeft { try setting.read() } == "0")
        try pair.onLeft { try setting.write("2") }
        #expect(try pair.onLeft { try setting.read() } == "2")
        #expect(try pair.onRight { try setting.read() } == "0")
    }

    @Test func `a setting that does not exist says so`() throws {
        let setting = try #require(Sysctl("net/ipv4/conf/no-such-interface/rp_filter"))
        let error = #expect(throws: LinuxError.self) { try setting.read() }
        #expect(error?.isAbsent == true)
        #expect(error?.description.contains("no-such-interface/rp_filter") == true)
    }

    @Test func `a value that the kernel refuses is an error`() throws {
        let pair = try NamespacePair()
        let setting = try #require(Sysctl("net/ipv4/conf/eth0/arp_announce"))
        #expect(throws: LinuxError.self) { try pair.onLeft { try setting.write("many") } }
    }

    @Test(arguments: ["kernel/hostname", "net", "net/../kernel/hostname", "net//x", "net/."])
    func `only settings of the network are named`(path: String) {
        #expect(Sysctl(path) == nil)
    }
}
