import Testing

/// Dependencies point down the rings; tried on every import and on the manifest.
struct DependencyTests {
    private let names = Set(Dependencies.modules.map(\.name))

    @Test func `every import is in the list of dependencies`() {
        let violations = Repository.sources(under: "Sources").flatMap(Dependencies.violations)
        #expect(violations.isEmpty, "\(violations.list)")
    }

    @Test func `every dependency leads down`() {
        #expect(Dependencies.risingEdges(Dependencies.modules) == [])
    }

    @Test func `the manifest declares no other dependencies`() {
        for target in PackageManifest.present.targets where names.contains(target.name) {
            let module = Dependencies.modules.first { $0.name == target.name }
            let known = names.union(Dependencies.headerUsers.keys)
            let declared = Set(target.texts).intersection(known)
            let extra = declared.subtracting(module?.targets ?? [])
            #expect(extra.isEmpty, "Package.swift: \(target.name) depends on \(extra.sorted())")
        }
    }

    @Test func `every folder of sources and tests is built`() {
        let declared = Set(PackageManifest.present.targets.map(\.name))
        // The data plane is compiled by the plugin, for the kernel.
        let built = declared.union(["DataPlane"])
        let folders = Set(
            Repository.sources.filter { !$0.path.hasPrefix("P") }.map(\.module)
        )
        #expect(folders.subtracting(built) == [], "add these targets to Package.swift")
    }

    @Test func `ring 0 and ring 1 import nothing from outside`() {
        for module in Dependencies.modules where module.ring == .shared {
            #expect(module.outside.isEmpty, "\(module.name)")
        }
    }

    @Test func `the headers of a C library have one user`() {
        for (header, user) in Dependencies.headerUsers {
            let users = Dependencies.modules.filter { $0.targets.contains(header) }.map(\.name)
            #expect(users == [user])
        }
    }

    @Test func `pure modules cannot reach the kernel`() {
        for name in ["Resources", "Planning"] {
            let module = Dependencies.modules.first { $0.name == name }
            let reached = module?.outside.intersection(["Glibc", "Dispatch"])
            #expect(reached == [], "\(name)")
            #expect(module?.targets.isDisjoint(with: ["BPF", "Linux"]) == true, "\(name)")
        }
    }

    @Test(
        arguments: [
            ("Sources/Planning/A.swift", "import Linux\n"),
            ("Sources/Planning/A.swift", "import Glibc\n"),
            ("Sources/Tables/A.swift", "import Foundation\n"),
            ("Sources/ControlPlane/A.swift", "@preconcurrency import CBPF\n"),
            ("Sources/Unheard/A.swift", "let a = 1\n"),
        ]
    )
    func `an import that is not allowed is found`(path: String, text: String) {
        #expect(Dependencies.violations(of: SwiftSource(path: path, text: text)).count == 1)
    }

    @Test func `an edge that leads up is found`() {
        let up = [Module("A", .shared, ["B"]), Module("B", .product, [])]
        #expect(Dependencies.risingEdges(up) == ["A -> B"])
        let cycle = [Module("A", .product, ["B"]), Module("B", .product, ["A"])]
        #expect(Dependencies.risingEdges(cycle) == ["A -> B"])
        let upRing = [Module("A", .edge, []), Module("B", .product, ["A"])]
        #expect(Dependencies.risingEdges(upRing) == ["B -> A"])
    }

    @Test func `the manifest's targets are read`() {
        let text = """
            let a: [Target] = [
                library("One", ["Two", parser]),
                program("three", ["One"]),
                .target(name: "Four", dependencies: ["One"], plugins: ["Five"]),
                tests(
                    "OneTests",
                    ["One"]
                ),
            ]
            """
        let targets = PackageManifest(text: text).targets
        #expect(targets.map(\.name) == ["One", "three", "Four", "OneTests"])
        #expect(targets.map(\.kind) == ["library", "program", "target", "tests"])
        #expect(targets.map(\.texts) == [["Two"], ["One"], ["One", "Five"], ["One"]])
    }
}
