import Addresses
import Foundation
import Lab
import Linux
import Testing

/// Sockets that this process holds on a lab's machines.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct SocketTests {
    @Test(arguments: ["192.0.2.2", "2001:db8::2"])
    func `a server answers lines and datagrams with its machine's name`(host: String) throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let server = Endpoint(try address(host), 7000)
            for transport in EchoTransport.allCases {
                try net.b.startTalk(transport, at: server.address, port: server.port)
            }
            let own = try address(host.replacing("2.2", with: "2.1").replacing("::2", with: "::1"))
            let connection = try net.a.connect(to: server, from: own, port: 40_001)
            #expect(connection.local == Endpoint(own, 40_001))
            for word in ["first", "second"] {
                #expect(try connection.ask(word) == "b \(word)")
            }
            let socket = try net.a.openDatagramSocket(at: own)
            #expect(socket.local.port != 0)
            let answer = try #require(try socket.ask("third", of: server))
            #expect(answer.source == server)
            #expect(answer.text == "b third")
        }
    }

    @Test func `an answer is what the server was told to make of a request`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let server = Endpoint(try address("192.0.2.2"), 7000)
            try net.b.startTalk(.tcp, at: server.address, port: server.port) { request in
                [UInt8](repeating: request[0], count: 300_000)
            }
            let connection = try net.a.connect(to: server, from: address("192.0.2.1"))
            #expect(try connection.ask("xy") == String(repeating: "x", count: 300_000))
        }
    }

    @Test func `a port that nobody serves refuses connections and gives no answer`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let nobody = Endpoint(try address("192.0.2.2"), 7000)
            let own = try address("192.0.2.1")
            let error = #expect(throws: LinuxError.self) {
                try net.a.connect(to: nobody, from: own)
            }
            #expect(error?.reason == .system(ECONNREFUSED))
            let socket = try net.a.openDatagramSocket(at: own)
            #expect(try socket.ask("x", of: nobody, within: .milliseconds(50)) == nil)
        }
    }

    @Test func `a connection ends by a reset or in the ordinary way`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let server = Endpoint(try address("192.0.2.2"), 7000)
            try net.b.startTalk(.tcp, at: server.address, port: server.port)
            for isReset in [true, false] {
                let flag = isReset ? "tcp-rst" : "tcp-fin"
                let capture = try net.a.record(
                    on: "eth0",
                    "src host 192.0.2.1 and tcp[tcpflags] & \(flag) != 0"
                )
                let connection = try net.a.connect(to: server, from: address("192.0.2.1"))
                #expect(try connection.ask("x") == "b x")
                if isReset { try connection.reset() } else { connection.close() }
                try capture.wait(until: "the end is on its way") { !$0.isEmpty }
                #expect(throws: LinuxError.self) { try connection.ask("y") }
            }
        }
    }
}
