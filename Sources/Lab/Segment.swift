import Linux

/// An Ethernet segment of a lab: a bridge in a namespace of its own.
public final class Segment: Sendable {
    /// The segment's name in its lab.
    public let name: String
    /// The namespace that has the bridge and its ports.
    public let namespace: String
    let lab: Lab

    /// Makes the namespace and the bridge.
    init(_ name: String, lab: Lab) throws {
        try lab.reserve(name)
        self.name = name
        self.lab = lab
        namespace = lab.name.namespace(of: name)
        try lab.makeNamespace(namespace)
        try NetworkNamespace(named: namespace).perform {
            // The bridge only forwards; without addresses it adds no traffic of its own.
            for interface in ["all", "default"] {
                try Sysctl("net/ipv6/conf/\(interface)/disable_ipv6")?.write("1")
            }
            // A switch has no firewall; the kernel would ask for one at every frame.
            for family in ["ip", "ip6", "arp"] {
                try Sysctl("net/bridge/bridge-nf-call-\(family)tables")?.write("0")
            }
        }
        // With snooping, groups reach only the ports that asked for them; a plain segment floods.
        try HostCommand.ipBatch(
            ["link add br0 type bridge mcast_snooping 0", "link set br0 up"],
            in: namespace,
            place: name
        )
    }

    /// Readies a machine's interface for a native XDP program that sends frames back.
    ///
    /// A virtual cable delivers frames of `XDP_TX` and `XDP_REDIRECT` only when the far end has an
    /// XDP program too, and frames from other machines come with checksums left to the hardware,
    /// which a packet program cannot complete. So the port gets a program that passes everything,
    /// which `attachPassProgram` attaches given the port's namespace and name, and transmit
    /// checksum offload is switched off there. So is the offload of VLAN tags, which would travel
    /// beside a frame where no packet program sees them.
    public func prepareForNativeXDP(
        portOf interface: LabInterface,
        attachPassProgram: @Sendable (_ namespace: String, _ interfaceName: String) throws -> Void
    ) throws {
        try HostCommand.run(
            [
                "nsenter", "--net=\(NetworkNamespace.folder)/\(namespace)", "--",
                "ethtool", "-K", interface.port, "tx", "off", "txvlan", "off",
                "tx-vlan-stag-hw-insert", "off",
            ],
            place: name
        )
        try attachPassProgram(namespace, interface.port)
    }
}

extension Lab {
    /// Makes a segment; its name is one to ten lower-case letters and digits, unique in the lab.
    public func segment(_ name: String) throws -> Segment {
        try Segment(name, lab: self)
    }
}
