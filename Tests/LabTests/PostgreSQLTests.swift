import Foundation
import Linux
import Testing

@testable import Lab

@Suite(.timeLimit(.minutes(10)))
struct PostgreSQLTests {
    /// A folder of programs by version, as Debian has it, which is removed with the value.
    private final class Versions {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "postgresql-\(UUID().uuidString)").path

        func add(_ version: String, without missing: String? = nil) throws {
            let bin = "\(folder)/\(version)/bin"
            let files = FileManager.default
            try files.createDirectory(atPath: bin, withIntermediateDirectories: true)
            for program in PostgreSQLInstallation.programs where program != missing {
                let path = "\(bin)/\(program)"
                try #require(files.createFile(atPath: path, contents: nil))
                try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test func `the newest version that is complete is taken`() throws {
        let versions = Versions()
        try versions.add("9.6")
        try versions.add("12")
        #expect(PostgreSQLInstallation.locate(versions: versions.folder, path: []) == nil)
        try versions.add("13")
        try versions.add("16")
        try versions.add("18", without: "pg_rewind")
        let found = PostgreSQLInstallation.locate(versions: versions.folder, path: [])
        #expect(found?["postgres"] == "\(versions.folder)/16/bin/postgres")
    }

    @Test func `without a folder of versions the search path is taken, if it has all programs`()
        throws
    {
        let elsewhere = Versions()
        try elsewhere.add("server", without: "psql")
        let path = ["server", "client"].map { "\(elsewhere.folder)/\($0)/bin" }
        #expect(PostgreSQLInstallation.locate(versions: "/nonexistent", path: path) == nil)
        try elsewhere.add("client")
        let found = PostgreSQLInstallation.locate(versions: "/nonexistent", path: path)
        #expect(found?["postgres"] == "\(path[0])/postgres")
        #expect(found?["psql"] == "\(path[1])/psql")
    }

    @Test func `a process's state and parent are read past any name`() throws {
        let status = try #require(ProcessStatus("12 (a) b (c)) T 7 12 12 0 -1"))
        #expect(status.state == "T")
        #expect(status.parent == 7)
        #expect(ProcessStatus("12 (a") == nil)
        #expect(ProcessStatus(of: getpid())?.parent == getppid())
    }

    @Test(.needsLab, .needsPostgreSQL)
    func `the role endpoint says what the server is at the moment`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let server = try net.a.startPostgreSQL(
                .find(),
                at: [try address("192.0.2.1")],
                port: 5432,
                clients: prefix("192.0.2.0/24")
            )
            try server.startRoleEndpoint(at: address("192.0.2.1"), port: 8008)
            let request = CurlRequest("http://192.0.2.1:8008/")
            let primary = try net.b.curl(request)
            #expect(primary.status == 200)
            #expect(primary.body == "primary\n")
            try server.kill()
            let dead = try net.b.curl(request)
            #expect(dead.status == 503)
            #expect(dead.body == "unknown\n")
        }
    }

    @Test(.needsLab, .needsPostgreSQL)
    func `a session ends with what psql says when the server is killed`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let installation = try PostgreSQLInstallation.find()
            let server = try net.a.startPostgreSQL(
                installation,
                at: [try address("192.0.2.1")],
                port: 5432,
                clients: prefix("192.0.2.0/24")
            )
            let client = PostgreSQLClient(
                on: net.b,
                connectingTo: Endpoint(try address("192.0.2.1"), 5432),
                with: installation
            )
            let session = try PostgreSQLSession(client)
            #expect(try session.row(of: "SELECT 1;") == "1")
            #expect(try session.row(of: "SELECT 'two';") == "two")
            try server.kill()
            let left = try NetworkNamespace(named: net.a.namespace).processes()
            #expect(left.filter { $0 != getpid() } == [])
            let error = #expect(throws: LabError.self) { try session.row(of: "SELECT 3;") }
            #expect(error?.description.contains("server closed the connection") == true)
            let refused = try client.outcome(of: "SELECT 4")
            #expect(refused.errors.contains("Connection refused"))
        }
    }
}
