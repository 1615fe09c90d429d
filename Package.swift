// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A library target with the strict settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// An executable that holds nothing but its entry point.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A test target.
func tests(
    _ name: String,
    _ dependencies: [Target.Dependency],
    resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        resources: resources,
        swiftSettings: strict
    )
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let configuration = Target.Dependency.product(
    name: "Configuration",
    package: "swift-configuration"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore",
    package: "hummingbird"
)
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting",
    package: "hummingbird"
)
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient",
    package: "async-http-client"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// Ring 0: what the kernel and user space share. Ring 1, DataPlane, is compiled by the plugin alone.
let sharedWithKernel: [Target] = [
    library("PacketFormats"),
    library("Tables", ["PacketFormats"]),
    library("Forwarding", ["PacketFormats", "Tables"]),
]

// The way from Swift to BPF.
let compiler: [Target] = [
    library("BPFCompiler", ["Tables"]),
    program("bpfc", ["BPFCompiler"]),
    .plugin(name: "CompilePacketProgram", capability: .buildTool(), dependencies: ["bpfc"]),
    .target(
        name: "PacketProgram",
        dependencies: ["BPF"],
        swiftSettings: strict,
        plugins: ["CompilePacketProgram"]
    ),
]

// Ring 2: the only code that talks to the kernel.
let kernelInterface: [Target] = [
    .systemLibrary(name: "CBPF", pkgConfig: "libbpf", providers: [.apt(["libbpf-dev"])]),
    .systemLibrary(
        name: "CNetlink",
        pkgConfig: "libnl-route-3.0",
        providers: [.apt(["libnl-3-dev", "libnl-route-3-dev"])]
    ),
    library("Addresses", ["PacketFormats"]),
    library("BPF", ["CBPF", "Tables"]),
    library("Linux", ["Addresses", "CNetlink", "PacketFormats"]),
]

// Ring 3: the product.
let product: [Target] = [
    library("Resources", ["Addresses"]),
    library("Guest", ["Addresses", "Linux", "Resources"]),
    library(
        "Probing",
        ["Addresses", "Resources", logging, nioCore, nioHTTP1, nioPosix, nioSSL]
    ),
    library("Readiness", ["Addresses", "PacketFormats", "Resources"]),
    library("Planning", ["Addresses", "Forwarding", "PacketFormats", "Resources", "Tables"]),
    library("TableStorage", ["BPF", "PacketFormats", "Planning", "Tables"]),
    library("Storage", ["Resources", crypto, grdb]),
    library("Access", ["Storage", asn1, crypto, jwtKit, logging, x509]),
    library("Templates", ["Resources"]),
    library("Provisioning", ["Addresses", "Readiness", "Resources", "Storage", logging]),
    library(
        "ControlPlane",
        [
            "Addresses", "BPF", "Linux", "PacketFormats", "PacketProgram", "Planning", "Probing",
            "Provisioning", "Readiness", "Resources", "TableStorage", "Tables", configuration,
            lifecycle,
            logging, nioCore, nioPosix, signals,
            system, yams,
        ]
    ),
]

// Ring 4: the edges.
let edges: [Target] = [
    library("Simulator", ["Forwarding", "PacketFormats", "Planning", "Tables"]),
    library(
        "API",
        [
            "Access", "Addresses", "ControlPlane", "Provisioning", "Resources", "Storage",
            "Templates",
            httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle, logging, nioCore,
            nioSSL,
        ]
    ),
    library(
        "GuestCommands",
        [
            "Addresses", "Guest", "Linux", "Resources", argumentParser, asyncHTTPClient, nioCore,
            nioHTTP1, nioSSL,
        ]
    ),
    library(
        "Commands",
        [
            "API", "Access", "Addresses", "BPF", "ControlPlane", "Demo", "GuestCommands",
            "Linux", "Probing", "Provisioning", "Readiness", "Resources", "Soak", "Storage",
            argumentParser, asyncHTTPClient, lifecycle, logging,
            nioCore, nioHTTP1, nioSSL, yams,
        ]
    ),
    program("apusd", ["Commands", argumentParser]),
    program("apus", ["Commands", argumentParser]),
    program("apus-guest", ["GuestCommands", argumentParser]),
]

// Support: not part of a running node.
let support: [Target] = [
    library("Lab", ["Addresses", "Linux", "PacketFormats"]),
    library(
        "Demo",
        [
            "Addresses", "BPF", "ControlPlane", "Lab", "Linux", "PacketFormats", "PacketProgram",
            "Probing",
        ]
    ),
    library(
        "TestSupport",
        ["Addresses", "Forwarding", "PacketFormats", "Planning", "Tables"]
    ),
    library(
        "Soak",
        [
            "Addresses", "BPF", "ControlPlane", "Demo", "Lab", "Linux", "PacketFormats",
            "Readiness",
            "Tables", "TestSupport",
        ]
    ),
    .target(
        name: "Benchmark",
        dependencies: [
            "Addresses", "BPF", "ControlPlane", "Demo", "Forwarding", "Lab", "Linux",
            "PacketFormats", "PacketProgram", "Planning", "Probing", "Resources", "Simulator",
            "TableStorage", "Tables", "TestSupport", logging,
        ],
        // In the code, so that a program that was copied elsewhere has them too.
        resources: [.embedInCode("Instructions/thresholds.json")],
        swiftSettings: strict
    ),
    program("apus-bench", ["Benchmark"]),
]

let testTargets: [Target] = [
    tests("HouseRulesTests", []),
    tests(
        "CommandsTests",
        [
            "apus", "apusd", "Addresses", "Commands", "Lab", "Linux", "Resources", argumentParser,
        ],
        resources: [.copy("Snapshots")]
    ),
    tests(
        "ControlPlaneTests",
        [
            "apus", "apusd", "Addresses", "BPF", "ControlPlane", "Lab", "Linux", "PacketFormats",
            "Planning", "Probing", "Resources", "TableStorage", "Tables", "TestSupport", logging,
        ]
    ),
    tests("TemplatesTests", ["Resources", "Templates"]),
    tests("StorageTests", ["Storage"]),
    tests("ProvisioningTests", ["Addresses", "Provisioning", "Resources", "Storage", logging]),
    tests("AccessTests", ["Access", "Storage", asn1, crypto, jwtKit, logging, x509]),
    tests(
        "APITests",
        [
            "API", "Access", "Addresses", "Resources", "Storage", httpTypes, hummingbird,
            hummingbirdTesting, logging, nioCore,
        ]
    ),
    tests("BenchmarkTests", ["Benchmark", "Resources", "Simulator", "TestSupport"]),
    tests("AddressesTests", ["Addresses", "PacketFormats", "TestSupport"]),
    tests("PacketFormatsTests", ["PacketFormats", "TestSupport"]),
    tests("BPFCompilerTests", ["BPFCompiler", "Tables", "TestSupport"]),
    tests("BPFTests", ["BPF", "Linux", "Tables"]),
    tests(
        "DemoTests",
        [
            "apus", "apusd", "Addresses", "ControlPlane", "Demo", "Lab", "Linux", "Resources",
        ]
    ),
    tests(
        "PacketCaseTests",
        [
            "apusd", "Addresses", "BPF", "ControlPlane", "Demo", "Lab", "Linux", "PacketFormats",
            "Planning", "Resources", "TableStorage", "Tables", "TestSupport",
        ]
    ),
    tests(
        "SoakTests",
        [
            "apusd", "Addresses", "BPF", "ControlPlane", "Lab", "Linux", "PacketFormats",
            "Resources", "Soak", "Tables", "TestSupport",
        ]
    ),
    tests(
        "GuestTests",
        [
            "apus", "apus-guest", "apusd", "Addresses", "Guest", "Lab", "Linux",
            "PacketFormats", "Resources",
        ],
        resources: [.copy("Golden")]
    ),
    tests(
        "DocumentationTests",
        [
            "apus", "apus-guest", "apusd", "Addresses", "ControlPlane", "Demo", "Lab", "Linux",
            "Probing",
        ]
    ),
    tests("LinuxTests", ["Addresses", "Linux", "PacketFormats"]),
    tests("LabTests", ["Addresses", "Lab", "Linux", "PacketFormats"]),
    tests(
        "ProbingTests",
        [
            "Addresses", "Linux", "Probing", "Resources", logging, nioCore, nioPosix, nioSSL,
        ]
    ),
    tests(
        "ReadinessTests",
        [
            "apus", "apus-guest", "apusd", "Addresses", "ControlPlane", "Lab", "Linux",
            "PacketFormats", "Readiness", "Resources",
        ]
    ),
    tests("ResourcesTests", ["Addresses", "Resources"], resources: [.copy("Fixtures")]),
    tests(
        "PlanningTests",
        [
            "Addresses", "Forwarding", "PacketFormats", "Planning", "Resources", "Tables",
            "TestSupport",
        ]
    ),
    tests("TablesTests", ["PacketFormats", "Tables"]),
    tests(
        "ForwardingTests",
        [
            "Addresses", "Forwarding", "PacketFormats", "Planning", "Simulator", "Tables",
            "TestSupport",
        ]
    ),
    tests(
        "KernelTests",
        [
            "Addresses", "BPF", "Forwarding", "Linux", "PacketFormats", "PacketProgram",
            "Planning", "Simulator", "TableStorage", "Tables", "TestSupport",
        ]
    ),
]

let package = Package(
    name: "apus",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: ["YAML"]
        ),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: sharedWithKernel + compiler + kernelInterface + product + edges + support
        + testTargets,
    swiftLanguageModes: [.v6]
)
