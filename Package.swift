// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "apus",
    dependencies: [],
    targets: [
        .target(name: "PacketFormats", swiftSettings: strict),
        .target(name: "Tables", dependencies: ["PacketFormats"], swiftSettings: strict),
        .target(name: "Forwarding", dependencies: ["PacketFormats", "Tables"], swiftSettings: strict),
        .target(name: "Addresses", dependencies: ["PacketFormats"], swiftSettings: strict),
        .target(name: "BPFCompiler", dependencies: ["Tables"], swiftSettings: strict),
        .executableTarget(name: "bpfc", dependencies: ["BPFCompiler"], swiftSettings: strict),
        .plugin(
            name: "CompilePacketProgram",
            capability: .buildTool(),
            dependencies: ["bpfc"]
        ),
        .systemLibrary(
            name: "CBPF",
            pkgConfig: "libbpf",
            providers: [.apt(["libbpf-dev"])]
        ),
        .target(name: "BPF", dependencies: ["CBPF", "Tables"], swiftSettings: strict),
        .systemLibrary(
            name: "CNetlink",
            pkgConfig: "libnl-route-3.0",
            providers: [.apt(["libnl-3-dev", "libnl-route-3-dev"])]
        ),
        .target(name: "Linux", dependencies: ["Addresses", "CNetlink"], swiftSettings: strict),
        .target(name: "Resources", dependencies: ["Addresses"], swiftSettings: strict),
        .target(
            name: "Planning",
            dependencies: ["Addresses", "PacketFormats", "Resources", "Tables"],
            swiftSettings: strict
        ),
        .target(
            name: "Simulator",
            dependencies: ["Forwarding", "PacketFormats", "Planning", "Tables"],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Addresses", "PacketFormats", "Planning", "Tables"],
            swiftSettings: strict
        ),
        .target(
            name: "TableStorage",
            dependencies: ["BPF", "Planning", "Tables"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "KernelTests",
            dependencies: ["BPF", "Forwarding", "Linux", "PacketProgram", "Simulator", "TableStorage", "Tables", "TestSupport"],
            swiftSettings: strict
        ),
        .target(
            name: "Benchmark",
            dependencies: ["BPF", "PacketProgram", "Planning", "TableStorage", "TestSupport"],
            swiftSettings: strict
        ),
        .executableTarget(name: "apus-bench", dependencies: ["Benchmark"], swiftSettings: strict),
        .testTarget(name: "TablesTests", dependencies: ["Tables", "PacketFormats"], swiftSettings: strict),
        .testTarget(
            name: "ForwardingTests",
            dependencies: ["Forwarding", "Simulator", "TestSupport", "Addresses", "PacketFormats", "Tables"],
            swiftSettings: strict
        ),
        .target(
            name: "PacketProgram",
            dependencies: ["BPF"],
            swiftSettings: strict,
            plugins: ["CompilePacketProgram"]
        ),
    ],
    swiftLanguageModes: [.v6]
)
