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
        .target(name: "Addresses", dependencies: ["PacketFormats"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
