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
        .target(
            name: "PacketProgram",
            dependencies: ["BPF"],
            swiftSettings: strict,
            plugins: ["CompilePacketProgram"]
        ),
    ],
    swiftLanguageModes: [.v6]
)
