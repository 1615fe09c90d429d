/// Who may import what.
///
/// A new edge is a decision: add it here in the commit that needs it, and say there why. A module
/// imports only modules that stand above it in this list, so there can be no cycle.
enum Dependencies {
    static let modules: [Module] = [
        // Ring 0: compiled for the kernel too, so nothing from outside.
        Module("PacketFormats", .shared, []),
        Module("Tables", .shared, ["PacketFormats"]),
        Module("Forwarding", .shared, ["PacketFormats", "Tables"]),
        // Ring 1: the kernel's side alone, and the compiler driver that reads its sources.
        Module(
            "DataPlane",
            .kernel,
            ["Forwarding", "PacketFormats", "Tables"],
            outside: ["KernelInterface"]
        ),
        Module("BPFCompiler", .kernel, ["Tables"], outside: ["Foundation"]),
        Module("bpfc", .kernel, ["BPFCompiler"]),
        // Ring 2: the only code that talks to the kernel; each C library has one user.
        Module("Addresses", .linux, ["PacketFormats"], outside: ["Glibc"]),
        Module("BPF", .linux, ["CBPF", "Tables"], outside: ["Glibc", "Synchronization"]),
        Module("PacketProgram", .linux, ["BPF"], outside: ["Foundation"]),
        Module(
            "Linux",
            .linux,
            ["Addresses", "CNetlink", "PacketFormats"],
            outside: ["Dispatch", "Glibc", "Synchronization"]
        ),
        // Ring 3: the product. Resources and Planning are pure.
        Module("Resources", .product, ["Addresses"], outside: ["Foundation"]),
        Module(
            "Planning",
            .product,
            ["Addresses", "Forwarding", "PacketFormats", "Resources", "Tables"]
        ),
        Module("Guest", .product, ["Addresses", "Linux", "Resources"], outside: ["Foundation"]),
        // The network comes in by SwiftNIO alone; Glibc names its errors.
        Module(
            "Probing",
            .product,
            ["Addresses", "Resources"],
            outside: ["Glibc", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL"]
        ),
        // Frames and what they say; the sockets are ControlPlane's.
        Module("Readiness", .product, ["Addresses", "PacketFormats", "Resources"]),
        Module("Templates", .product, ["Resources"], outside: ["Foundation"]),
        // SQLite comes in here alone.
        Module("Storage", .product, ["Resources"], outside: ["Crypto", "Foundation", "GRDB"]),
        Module(
            "Access",
            .product,
            ["Storage"],
            outside: ["Crypto", "Foundation", "JWTKit", "Logging", "SwiftASN1", "X509"]
        ),
        Module(
            "Provisioning",
            .product,
            ["Addresses", "Readiness", "Resources", "Storage"],
            outside: ["Foundation", "Logging"]
        ),
        Module("TableStorage", .product, ["BPF", "PacketFormats", "Planning", "Tables"]),
        Module(
            "ControlPlane",
            .product,
            [
                "Addresses", "BPF", "Linux", "PacketFormats", "PacketProgram", "Planning",
                "Probing", "Provisioning", "Readiness", "Resources", "TableStorage", "Tables",
            ],
            outside: [
                "Configuration", "Foundation", "Glibc", "Logging", "NIOCore", "NIOPosix",
                "ServiceLifecycle", "Synchronization",
                "SystemPackage",
                "Yams",
                "UnixSignals",
            ]
        ),
        // Support: parts of tests, of the demo and of benchmarks, not of a running node.
        Module("Simulator", .edge, ["Forwarding", "PacketFormats", "Planning", "Tables"]),
        Module(
            "Lab",
            .edge,
            ["Addresses", "Linux", "PacketFormats"],
            outside: ["Foundation", "Glibc", "Synchronization"]
        ),
        Module(
            "Demo",
            .edge,
            [
                "Addresses", "BPF", "ControlPlane", "Lab", "Linux", "PacketFormats",
                "PacketProgram", "Probing", "Resources",
            ],
            outside: ["Dispatch", "Foundation", "Glibc", "Synchronization"]
        ),
        Module(
            "TestSupport",
            .edge,
            ["Addresses", "Forwarding", "PacketFormats", "Planning", "Tables"]
        ),
        Module(
            "Soak",
            .edge,
            [
                "Addresses", "BPF", "ControlPlane", "Demo", "Lab", "Linux", "PacketFormats",
                "Readiness", "Tables", "TestSupport",
            ],
            outside: ["Foundation", "Glibc", "Synchronization"]
        ),
        Module(
            "Benchmark",
            .edge,
            [
                "Addresses", "BPF", "ControlPlane", "Demo", "Forwarding", "Lab", "Linux",
                "PacketFormats", "PacketProgram", "Planning", "Probing", "Resources", "Simulator",
                "TableStorage", "Tables", "TestSupport",
            ],
            // Logging, because the prober takes a logger.
            outside: ["Foundation", "Logging", "Synchronization"]
        ),
        Module("apus-bench", .edge, ["Benchmark"]),
        // Ring 4: the edges.
        Module(
            "API",
            .edge,
            [
                "Access", "Addresses", "ControlPlane", "Provisioning", "Resources", "Storage",
                "Templates",
            ],
            outside: [
                "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS",
                "Logging", "NIOCore", "NIOSSL", "ServiceLifecycle", "Synchronization",
            ]
        ),
        // Without the daemon's parts, so that a guest's program stays small and can be static.
        Module(
            "GuestCommands",
            .edge,
            ["Addresses", "Guest", "Linux", "Resources"],
            outside: [
                "ArgumentParser", "AsyncHTTPClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOSSL",
            ]
        ),
        Module(
            "Commands",
            .edge,
            [
                "API", "Access", "Addresses", "BPF", "ControlPlane", "Demo", "GuestCommands",
                "Linux", "Probing", "Provisioning", "Readiness", "Resources", "Soak", "Storage",
            ],
            outside: [
                "ArgumentParser", "AsyncHTTPClient", "Foundation", "Logging", "NIOCore", "NIOHTTP1",
                "NIOSSL", "ServiceLifecycle", "Yams",
            ]
        ),
        Module("apusd", .edge, ["Commands"], outside: ["ArgumentParser"]),
        Module("apus", .edge, ["Commands"], outside: ["ArgumentParser"]),
        Module("apus-guest", .edge, ["GuestCommands"], outside: ["ArgumentParser"]),
    ]

    /// Targets that hold headers of a C library, and their one user.
    static let headerUsers = ["CBPF": "BPF", "CNetlink": "Linux"]

    /// The imports of a source that the list does not allow.
    static func violations(of source: SwiftSource) -> [Violation] {
        guard let module = modules.first(where: { $0.name == source.module }) else {
            let problem = "target '\(source.module)' is not in Dependencies.swift: add it"
            return [Violation(path: source.path, line: 0, problem: problem)]
        }
        let allowed = module.targets.union(module.outside)
        return source.imports.filter { !allowed.contains($0.module) }.map {
            let problem = "\(module.name) may not import \($0.module)"
            return Violation(path: source.path, line: $0.line, problem: problem)
        }
    }

    /// The edges of a list that do not lead down.
    static func risingEdges(_ modules: [Module]) -> [String] {
        var rings: [String: Module.Ring] = [:]
        for header in headerUsers.keys { rings[header] = .linux }
        var rising: [String] = []
        for module in modules {
            for target in module.targets.sorted() {
                guard let ring = rings[target], ring <= module.ring else {
                    rising.append("\(module.name) -> \(target)")
                    continue
                }
            }
            rings[module.name] = module.ring
        }
        return rising
    }
}
