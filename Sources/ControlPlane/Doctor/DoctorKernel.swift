import Addresses
import BPF
import Linux
import PacketFormats
import Readiness
import Tables

/// The node as the kernel has it: its network, the maps, and the program on each interface.
struct DoctorKernel {
    let node: NodeConfiguration
    let network: NetworkSnapshot
    let maps: ForwardingMaps
    /// The backends by their indices.
    let backends: [UInt16: BackendEntry]

    init(node: NodeConfiguration, network: NetworkSnapshot, maps: ForwardingMaps) throws {
        self.node = node
        self.network = network
        self.maps = maps
        var backends: [UInt16: BackendEntry] = [:]
        for index in 1..<UInt32(Limits.backends) {
            guard let entry = try maps.backends.value(index), entry.interface != 0 else { continue }
            backends[UInt16(index)] = entry
        }
        self.backends = backends
    }

    /// Whether the program runs on each of the node's interfaces.
    var programSteps: [DoctorStep] {
        node.interfaces.map { name in
            do {
                guard let attached = try program(on: name),
                    attached.interface == network.interface(named: name)?.index
                else {
                    return DoctorStep(
                        "packet program",
                        .failed,
                        "No packet program of Apus runs on \(name).",
                        remedy: "Start the daemon, and see in its log why it does not attach.",
                        command: "apusd run"
                    )
                }
                return DoctorStep(
                    "packet program",
                    .passed,
                    "It runs on \(name), in \(node.mode.rawValue) mode."
                )
            } catch {
                return DoctorStep("packet program", .failed, "\(error)")
            }
        }
    }

    /// The program that runs on an interface.
    func program(on name: String) throws -> (program: LoadedProgram, interface: UInt32)? {
        try DataPlane.attached(to: name, mode: node.mode, pins: node.pins)
    }

    /// The node's interfaces that the program runs on.
    var interfaces: [Linux.NetworkInterface] {
        node.interfaces.compactMap { network.interface(named: $0) }
    }

    /// Whether the program answers who asks for a frontend on its segments.
    func announcement(of frontend: IPAddress) throws -> DoctorStep {
        let name = "frontend"
        var answers: [String] = []
        for interface in interfaces {
            let addresses = network.addresses.filter { $0.interface == interface.index }
            guard
                let asker = addresses.first(where: { $0.prefix?.contains(frontend) == true }),
                let attached = try program(on: interface.name)
            else { continue }
            let question = AddressQuestion(
                address: frontend,
                asker: asker.address,
                ethernet: interface.ethernetAddress
            )
            let result = try attached.program.testRun(question.frame, interface: interface.index)
            guard result.action == XDPAction.transmit,
                case .claim(frontend, let ethernet, _)? = ReceivedFrame(result.frame)?.content
            else {
                return DoctorStep(
                    name,
                    .failed,
                    "The packet program on \(interface.name) does not answer for \(frontend).",
                    remedy: "Have the daemon write its tables again.",
                    command: "apus reload"
                )
            }
            answers.append("\(interface.name) answers for \(frontend) with \(ethernet)")
        }
        guard !answers.isEmpty else {
            return DoctorStep(
                name,
                .skipped,
                "\(frontend) is on no segment of this node: it needs a route that leads here."
            )
        }
        return DoctorStep(name, .passed, answers.joined(separator: ", ") + ".")
    }
}
